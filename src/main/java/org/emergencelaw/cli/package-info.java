/** The command line: its entry point and its errors. */
package org.emergencelaw.cli;
