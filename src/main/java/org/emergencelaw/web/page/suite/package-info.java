/** Pages of suites: many tasks at once. */
package org.emergencelaw.web.page.suite;
