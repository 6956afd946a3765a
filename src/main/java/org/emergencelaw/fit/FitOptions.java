package org.emergencelaw.fit;

import org.emergencelaw.fit.posterior.FlatPriorChain;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * What a person may choose of a fit. How the study counts and where its losses come from is no choice of a fit: it comes with the
 * {@link StudyRows}.
 *
 * @param law form of the emergence law
 * @param method how uncertainty is found
 * @param fewShotShift whether few-shot rows may have a floor of their own
 * @param seed seed of everything random
 */
public record FitOptions(EmergenceLawForm law, Method method, boolean fewShotShift, long seed) {

    public static final FitOptions DEFAULT = new FitOptions(EmergenceLawForm.LOG_POWER, Method.POSTERIOR, true, 1);

    /**
     * The form of the law that the combined forecast takes as evidence, over doublings of compute: the chosen one, and where none was
     * chosen, the one with an anchor.
     */
    public EmergenceLawForm lawOverDoublings() {
        return law == DEFAULT.law ? EmergenceLawForm.ANCHORED_LOG_POWER : law;
    }

    /** The options by which a fit was made. */
    public static FitOptions of(EmergenceFit fit) {
        return new FitOptions(fit.form(), fit.method(), fit.fewShotShift(), fit.seed());
    }

    public FitOptions withLaw(EmergenceLawForm other) {
        return new FitOptions(other, method, fewShotShift, seed);
    }

    public FitOptions withMethod(Method other) {
        return new FitOptions(law, other, fewShotShift, seed);
    }

    public FitOptions withFewShotShift(boolean other) {
        return new FitOptions(law, method, other, seed);
    }

    public FitOptions withSeed(long other) {
        return new FitOptions(law, method, fewShotShift, other);
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
