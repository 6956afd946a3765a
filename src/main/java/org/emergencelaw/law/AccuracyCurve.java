package org.emergencelaw.law;

/**
 * Accuracy as a function of pretraining loss and data amount,
 * {@code accuracy(L, D) = min(1, B + Delta [few-shot] + A max(0, E(D) - L))}.
 *
 * <p>{@code L}: pretraining loss, nats per token. {@code D}: finetuning examples; few-shot rows enter at D0, the shots.
 *
 * @param law elbow E(D)
 * @param slope A, accuracy per nat, at least 0
 * @param floor B, accuracy before the elbow, 0..1
 * @param fewShotShift Delta, what few-shot accuracy differs from the floor before its elbow; ours, not in the paper
 * @param shots D0
 * @see <a href="https://arxiv.org/abs/2411.16035">Snell et al. 2024</a>
 */
public record AccuracyCurve(EmergenceLaw law, double slope, double floor, double fewShotShift, int shots) {

    private static final double FINEST_NATS = 0x1p-24;

    public AccuracyCurve {
        if (!(slope >= 0 && slope < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("slope must be finite and at least 0, was " + slope);
        if (!(floor >= 0 && floor <= 1)) throw new IllegalArgumentException("floor must be from 0 to 1, was " + floor);
        if (!Double.isFinite(fewShotShift))
            throw new IllegalArgumentException("few_shot_shift must be finite, was " + fewShotShift);
    }

    /** Point of emergence: the few-shot elbow E(D0), nats. */
    public double emergenceLossNats() {
        return law.elbowNats(shots);
    }

    /**
     * As {@link LawDraw#rounded}. In the point of emergence C and k cancel, so that is what is rounded, and C follows from it, to
     * 2^-24 nats.
     */
    AccuracyCurve rounded() {
        double[] parameters =
                law.parameters().values().stream().mapToDouble(LawDraw::single).toArray();
        int c = law.form().parameterNames().indexOf("c");
        parameters[c] = 0;
        double exact =
                LawDraw.single(emergenceLossNats()) - law.form().law(parameters).elbowNats(shots);
        parameters[c] = Math.rint(exact / FINEST_NATS) * FINEST_NATS;
        return new AccuracyCurve(
                law.form().law(parameters),
                LawDraw.single(slope),
                LawDraw.single(floor),
                LawDraw.single(fewShotShift),
                shots);
    }

    /** Accuracy after finetuning on {@code examples}, at most 1. */
    public double finetuned(double lossNats, double examples) {
        return Math.min(1, floor + slope * Math.max(0, law.elbowNats(examples) - lossNats));
    }

    /** Few-shot accuracy, 0..1. */
    public double fewShot(double lossNats) {
        return fewShot().at(lossNats);
    }

    /** The few-shot line, for whoever asks for many losses: its elbow takes a logarithm and a power. */
    public FewShot fewShot() {
        return new FewShot(emergenceLossNats(), slope, floor + fewShotShift);
    }

    /**
     * {@code accuracy(L) = B + Delta + A max(0, E(D0) - L)}, brought into 0..1.
     *
     * @param elbowNats E(D0)
     * @param slope A
     * @param floor B + Delta
     */
    public record FewShot(double elbowNats, double slope, double floor) {

        public double at(double lossNats) {
            return Math.max(0, Math.min(1, floor + slope * Math.max(0, elbowNats - lossNats)));
        }
    }
}
