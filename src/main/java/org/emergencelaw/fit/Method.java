package org.emergencelaw.fit;

import org.emergencelaw.fit.posterior.FlatPriorChain;

/** How the uncertainty of a fit is found. */
public enum Method {
    /** Posterior of the law under weakly informative priors: the default, because its intervals hold what they promise. */
    POSTERIOR,
    /** Posterior under flat priors by a chain that is run until it converges, see {@link FlatPriorChain}. */
    MCMC,
    /** Least squares on resampled (checkpoint, data amount, seed) groups. */
    BOOTSTRAP,
    /** Least squares on resampled (data amount, seed) groups: whole finetuning series. */
    BOOTSTRAP_GROUPS,
    /** Least squares on the fitted accuracies plus resampled residuals, stretched by the degrees of freedom lost. */
    BOOTSTRAP_RESIDUALS,
    /** Least squares alone: a point, no interval. */
    MLE
}
