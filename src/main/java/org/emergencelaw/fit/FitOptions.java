package org.emergencelaw.fit;

import org.emergencelaw.fit.loss.LossSource;
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
}
