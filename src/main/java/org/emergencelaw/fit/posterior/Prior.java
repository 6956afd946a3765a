package org.emergencelaw.fit.posterior;

import java.util.Optional;
import java.util.SplittableRandom;
import org.emergencelaw.law.AnchoredLogPowerLaw;

/**
 * Prior of the emergence law: {@code ln A, Ehi, ln G, ln alpha, ln m, ln tau} and Delta normal, B uniform or normal on 0..1, sD and sL
 * half-normal.
 *
 * <p>The shape of the power law, b, is normal(1, 2): that spans the same curves of E(D) as alpha does. All values are choices.
 * Elbows, gaps and shifts are in the unit of the losses: nats, or doublings of compute where those stand in.
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
 * @param checkpointSd scale of sL, the loss shift of a checkpoint beside that of {@code structure}, nats; 0 for none
 * @param floor prior of B; absent where it is uniform
 * @param anchor prior of m, for laws that have it; absent where it is held
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
        Structure structure,
        double checkpointSd,
        Optional<Floor> floor,
        Optional<Anchor> anchor) {

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

    /** A normal prior of B, cut to 0..1. */
    public record Floor(double floorMean, double floorSd) {}

    /**
     * A log-normal prior of m.
     *
     * @param anchorMedian examples
     * @param anchorSpread sd of ln m
     */
    public record Anchor(double anchorMedian, double anchorSpread) {
        /** From about 0.3 to 200: between a law of ln D, whose anchor is one example, and laws that are flat at first. */
        public static final Anchor USUAL = new Anchor(AnchoredLogPowerLaw.USUAL_ANCHOR, 2);
    }

    private static final double LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;

    /** An sd so small that the parameter stays where it is. */
    private static final double HELD = 1e-9;

    /**
     * The default: wider in alpha, a smaller and wider G; errors that the rows of a data amount and of a checkpoint share, and a
     * deviation of the few-shot elbow from the law, all in proportion to sD. Chosen by simulation
     * ({@code src/docs/inference.md}).
     */
    public static final Prior H4 =
            new Prior(0.8, 0.8, 0.5, 0.28, 0.65, 1.6, 0.9, 0.01, 0.8, 0.03, 0.03, new Structure(0.5, 5, 0.4, 1));

    /** What a doubling of compute is in the families that the priors in nats were made for, nats. */
    private static final double NATS_PER_DOUBLING = 0.06;

    /** {@link #H4} for losses that are doublings of compute. */
    public static final Prior H4_IN_DOUBLINGS = H4.inUnitsOf(NATS_PER_DOUBLING);

    /** Without an anchor, a floor of its own or an error of checkpoints of its own size. */
    public Prior(
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
        this(
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
                shiftSd,
                structure,
                0,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Of a law with an anchor over losses that are doublings of compute, the scale on which families agree: a doubling is 0.05 nats in
     * large language models and 0.2 in tiny ones. Chosen by simulation and on public models ({@code src/docs/inference.md}).
     *
     * @param trivialAccuracy about which B is normal
     */
    public static Prior anchoredInDoublings(double trivialAccuracy) {
        return new Prior(
                0.08,
                1.1,
                8.3,
                4.7,
                0.65,
                1.6,
                1.3,
                0.01,
                0.8,
                0.5,
                0.03,
                new Structure(0.5, 0.3, 0.4, 1),
                0,
                Optional.of(new Floor(trivialAccuracy, 0.1)),
                Optional.of(Anchor.USUAL));
    }

    /** A draw of B. */
    public double floor(SplittableRandom random) {
        if (floor.isEmpty()) return random.nextDouble();
        while (true) {
            double drawn = floor.get().floorMean() + floor.get().floorSd() * random.nextGaussian();
            if (drawn >= 0 && drawn <= 1) return drawn;
        }
    }

    /** {@code ln} of the density of B, but for the constant by which it is cut to 0..1. */
    double logFloorDensity(double b) {
        if (floor.isEmpty()) return 0;
        double sd = floor.get().floorSd(), z = (b - floor.get().floorMean()) / sd;
        return -z * z / 2 - Math.log(sd) - LOG_ROOT_TWO_PI;
    }

    /** The same for losses in another unit, of so many of this one. */
    private Prior inUnitsOf(double unit) {
        return new Prior(
                slopeMedian * unit,
                slopeSpread,
                elbowSpread / unit,
                gapMedian / unit,
                gapSpread,
                shapeMedian,
                shapeSpread,
                noiseMedian,
                noiseSpread,
                subsetSd / unit,
                shiftSd,
                new Structure(structure.level(), structure.slope() * unit, structure.checkpoint(), structure.fewShot()),
                checkpointSd / unit,
                floor,
                anchor);
    }

    /** The same without a deviation of the few-shot elbow from the law. */
    public Prior withoutDeviation() {
        return with(shiftSd, new Structure(structure.level(), structure.slope(), structure.checkpoint(), 0), anchor);
    }

    /** The same of a law with an anchor, which is not known. */
    public Prior withFreeAnchor() {
        return with(shiftSd, structure, Optional.of(Anchor.USUAL));
    }

    /** The same with one floor for few-shot and finetuned rows: Delta is held at 0. */
    public Prior withoutShift() {
        return with(HELD, structure, anchor);
    }

    private Prior with(double otherShiftSd, Structure other, Optional<Anchor> otherAnchor) {
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
                other,
                checkpointSd,
                floor,
                otherAnchor);
    }
}
