package org.emergencelaw.fit.posterior;

/**
 * Prior of the emergence law: {@code ln A, Ehi, ln G, ln alpha, ln tau} and Delta normal, B uniform on 0..1, sD half-normal.
 *
 * <p>The shape of the power law, b, is normal(1, 2): that spans the same curves of E(D) as alpha does. All values are choices.
 *
 * @param slopeMedian median of A, accuracy per nat
 * @param slopeSpread sd of ln A
 * @param elbowSpread sd of Ehi about the median loss, nats
 * @param gapMedian median of G, nats
 * @param gapSpread sd of ln G
 * @param shapeMedian median of alpha
 * @param shapeSpread sd of ln alpha
 * @param noiseMedian median of tau, the run noise, accuracy
 * @param noiseSpread sd of ln tau
 * @param subsetSd scale of sD, the elbow shift of a finetuned group, nats
 * @param shiftSd sd of Delta, accuracy
 * @param structure other effects that rows share
 */
public record Prior(
        double slopeMedian,
        double slopeSpread,
        double elbowSpread,
        double gapMedian,
        double gapSpread,
        double shapeMedian,
        double shapeSpread,
        double noiseMedian,
        double noiseSpread,
        double subsetSd,
        double shiftSd,
        Structure structure) {

    /**
     * Sizes of other effects in units of sD, 0 for none.
     *
     * @param level sd of the elbow shift of a finetuned data amount, over sD
     * @param slope sd of the relative change of the slope of a finetuned data amount, over sD, a nat
     * @param checkpoint sd of the loss shift of a checkpoint, over sD
     * @param fewShot sd of the deviation of the few-shot elbow from the law, over sD; of it, rows before that elbow say nothing
     */
    public record Structure(double level, double slope, double checkpoint, double fewShot) {
        public static final Structure NONE = new Structure(0, 0, 0, 0);
    }

    /** An sd so small that the parameter stays where it is. */
    private static final double HELD = 1e-9;

    /**
     * The default: wider in alpha, a smaller and wider G; errors that the rows of a data amount and of a checkpoint share, and a
     * deviation of the few-shot elbow from the law, all in proportion to sD. Chosen by simulation
     * ({@code src/docs/inference.md}).
     */
    public static final Prior H4 =
            new Prior(0.8, 0.8, 0.5, 0.28, 0.65, 1.6, 0.9, 0.01, 0.8, 0.03, 0.03, new Structure(0.5, 5, 0.4, 1));

    /** The same without a deviation of the few-shot elbow from the law. */
    public Prior withoutDeviation() {
        return with(shiftSd, new Structure(structure.level(), structure.slope(), structure.checkpoint(), 0));
    }

    /** The same with one floor for few-shot and finetuned rows: Delta is held at 0. */
    public Prior withoutShift() {
        return with(HELD, structure);
    }

    private Prior with(double otherShiftSd, Structure other) {
        return new Prior(
                slopeMedian,
                slopeSpread,
                elbowSpread,
                gapMedian,
                gapSpread,
                shapeMedian,
                shapeSpread,
                noiseMedian,
                noiseSpread,
                subsetSd,
                otherShiftSd,
                other);
    }
}
