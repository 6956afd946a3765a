/** Results as words, tables and CSV, once for page and console. */
package org.emergencelaw.report;
