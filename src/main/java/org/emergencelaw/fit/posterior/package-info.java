/** Posterior of the law: prior, likelihood with shared errors, importance sampling, and the chain under flat priors. */
package org.emergencelaw.fit.posterior;
