package org.emergencelaw.member;

import java.util.Arrays;
import java.util.List;

/**
 * Prior of the hinge on a grid of elbows and slopes, with a spike for "never".
 *
 * <p>Elbow e, doublings: -14 to 16 by 0.2, Student t of 3 degrees of freedom, centre 1.5, scale 1.5. Slope a, per doubling:
 * {@code ln a ~ normal(ln 0.13, 1.3)} at 13 points to 2.2 standard deviations. {@code P(never) = 0.1}.
 *
 * <p>The emergence law enters as evidence: the prior of e is multiplied by {@code 0.7 k(e) / (0.2 sum k) + 0.3 / 16}, k a Student t
 * kernel (4 degrees of freedom, scale 1.5) about the elbows that the law drew; that of "never" by 0.3 / 16. So nothing that the law
 * says can outweigh a flat share.
 */
final class HingePrior {

    private static final int ELBOWS = 151;
    private static final double FIRST_ELBOW = -14;
    private static final int ELBOWS_PER_DOUBLING = 5;
    private static final double CENTRE = 1.5;
    private static final double SCALE = 1.5;
    private static final int SLOPES = 13;
    private static final double SLOPE_REACH = 2.2;
    private static final double SLOPE_CENTRE = 0.13;
    private static final double SLOPE_LOG_SD = 1.3;
    private static final double P_NEVER = 0.1;
    private static final double LAW_SCALE = 1.5;
    private static final double LAW_FLAT_SHARE = 0.3;
    private static final double LAW_FLAT_DOUBLINGS = 16;
    private static final double LAW_FIRST = -30;
    private static final double LAW_LAST = 40;

    /** Pairs of elbow and slope, and "never" as the last. */
    static final int CELLS = ELBOWS * SLOPES + 1;

    private final double[] elbowPrior;
    private final double neverPrior;

    private HingePrior(double[] elbowPrior, double neverPrior) {
        this.elbowPrior = elbowPrior;
        this.neverPrior = neverPrior;
    }

    static HingePrior withoutLaw() {
        double[] prior = new double[ELBOWS];
        for (int i = 0; i < ELBOWS; i++) {
            double z = (elbowAt(i) - CENTRE) / SCALE, spread = 1 + z * z / 3;
            prior[i] = 1 / (spread * spread);
        }
        double total = Arrays.stream(prior).sum();
        for (int i = 0; i < ELBOWS; i++) prior[i] *= (1 - P_NEVER) / total;
        return new HingePrior(prior, P_NEVER);
    }

    /** @param lawDraws few-shot curves of the law, of equal weight, at least one */
    static HingePrior withLaw(List<HingeCurve> lawDraws) {
        HingePrior alone = withoutLaw();
        double[] kernel = new double[ELBOWS], places = new double[ELBOWS];
        Arrays.setAll(places, HingePrior::elbowAt);
        for (HingeCurve draw : lawDraws) {
            double centre = Math.max(LAW_FIRST, Math.min(LAW_LAST, draw.elbowDoublings()));
            for (int i = 0; i < ELBOWS; i++) {
                double z = (places[i] - centre) / LAW_SCALE, spread = 1 + z * z / 4;
                kernel[i] += 1 / (spread * spread * Math.sqrt(spread));
            }
        }
        double scale = (1 - LAW_FLAT_SHARE)
                * ELBOWS_PER_DOUBLING
                / Arrays.stream(kernel).sum();
        double flat = LAW_FLAT_SHARE / LAW_FLAT_DOUBLINGS;
        double[] prior = new double[ELBOWS];
        for (int i = 0; i < ELBOWS; i++) prior[i] = alone.elbowPrior[i] * (scale * kernel[i] + flat);
        return new HingePrior(prior, P_NEVER * flat);
    }

    private static double elbowAt(int i) {
        // a quotient of integers, so that whole doublings are met exactly and an elbow at 0 is not ahead
        return (FIRST_ELBOW * ELBOWS_PER_DOUBLING + i) / ELBOWS_PER_DOUBLING;
    }

    private static double slopeZ(int slope) {
        return SLOPE_REACH * (2.0 * slope / (SLOPES - 1) - 1);
    }

    static boolean never(int cell) {
        return cell == CELLS - 1;
    }

    /** Elbow of the cell, doublings; positive infinity for "never". */
    static double elbow(int cell) {
        return never(cell) ? Double.POSITIVE_INFINITY : elbowAt(cell / SLOPES);
    }

    /** Accuracy a doubling; any number serves where there is no rise. */
    static double slope(int cell) {
        return never(cell) ? SLOPE_CENTRE : SLOPE_CENTRE * Math.exp(SLOPE_LOG_SD * slopeZ(cell % SLOPES));
    }

    /** Log prior weights of the cells, of any common scale. */
    double[] logPrior() {
        double[] slopePrior = new double[SLOPES];
        for (int i = 0; i < SLOPES; i++) slopePrior[i] = Math.exp(-slopeZ(i) * slopeZ(i) / 2);
        double total = Arrays.stream(slopePrior).sum();
        double[] log = new double[CELLS];
        for (int cell = 0; cell < CELLS - 1; cell++)
            log[cell] = Math.log(elbowPrior[cell / SLOPES] * slopePrior[cell % SLOPES] / total);
        log[CELLS - 1] = Math.log(neverPrior);
        return log;
    }
}
