package org.emergencelaw.fit;

/**
 * What a person may choose of a fit.
 *
 * @param law form of the emergence law
 * @param method how uncertainty is found
 * @param fewShotShift whether few-shot rows may have a floor of their own
 * @param seed seed of everything random
 * @param losses what stands between sizes and losses
 */
public record FitOptions(LawForm law, Method method, boolean fewShotShift, long seed, LossBasis losses) {

    public static final FitOptions DEFAULT = new FitOptions(LawForm.LOG_POWER, Method.POSTERIOR, true, 1);

    public FitOptions(LawForm law, Method method, boolean fewShotShift, long seed) {
        this(law, method, fewShotShift, seed, LossBasis.DEFAULT);
    }

    /** The same by another method. */
    public FitOptions by(Method other) {
        return new FitOptions(law, other, fewShotShift, seed, losses);
    }

    public FitOptions withLosses(LossBasis other) {
        return new FitOptions(law, method, fewShotShift, seed, other);
    }
}
