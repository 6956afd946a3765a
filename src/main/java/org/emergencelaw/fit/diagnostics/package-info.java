/** What a statistician asks of a fit: residuals, predictive checks, influence, priors against posteriors. */
package org.emergencelaw.fit.diagnostics;
