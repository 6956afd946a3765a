package org.emergencelaw.fit;

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
}
