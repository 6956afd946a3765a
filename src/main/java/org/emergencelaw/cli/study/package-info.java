/** Commands about studies: serve, import, export, fit, forecast, compare, backtest. */
package org.emergencelaw.cli.study;
