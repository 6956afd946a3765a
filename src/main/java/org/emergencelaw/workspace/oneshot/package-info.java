/** Forecasts of rows that come with the question, of which nothing is kept. */
package org.emergencelaw.workspace.oneshot;
