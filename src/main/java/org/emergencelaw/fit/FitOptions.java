package org.emergencelaw.fit;

import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.fit.posterior.FlatPriorChain;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * What a person may choose of a fit.
 *
 * @param law form of the emergence law
 * @param method how uncertainty is found
 * @param fewShotShift whether few-shot rows may have a floor of their own
 * @param seed seed of everything random
 * @param losses what stands between sizes and losses
 */
public record FitOptions(EmergenceLawForm law, Method method, boolean fewShotShift, long seed, LossSource losses) {

    public static final FitOptions DEFAULT = new FitOptions(EmergenceLawForm.LOG_POWER, Method.POSTERIOR, true, 1);

    public FitOptions(EmergenceLawForm law, Method method, boolean fewShotShift, long seed) {
        this(law, method, fewShotShift, seed, LossSource.DEFAULT);
    }

    /** The same by another method. */
    public FitOptions by(Method other) {
        return new FitOptions(law, other, fewShotShift, seed, losses);
    }

    public FitOptions withLosses(LossSource other) {
        return new FitOptions(law, method, fewShotShift, seed, other);
    }

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
}
