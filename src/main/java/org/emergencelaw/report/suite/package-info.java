/** Suites as tables, small pictures and a feed. */
package org.emergencelaw.report.suite;
