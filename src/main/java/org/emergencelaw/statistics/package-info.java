/** Statistics that know nothing of emergence: quantiles, Sobol points, resampling, samplers and their diagnostics, least squares, binomial accuracy, scoring rules. */
package org.emergencelaw.statistics;
