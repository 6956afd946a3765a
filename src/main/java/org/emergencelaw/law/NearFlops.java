package org.emergencelaw.law;

import java.util.function.DoubleUnaryOperator;

/**
 * About the inverse of a loss law along a path, for whoever asks for thousands of losses: {@code ln C} by cubic interpolation in
 * {@code ln(L - Lmin)}, over which it is all but straight.
 *
 * <p>It is within {@link #ERROR}, and infinite where, and only where, the inverse is.
 */
public final class NearFlops implements DoubleUnaryOperator {

    /** Of ln C. */
    public static final double ERROR = 1e-3;

    private static final double STEP = 1.0 / 3;
    private static final int NODES = 20;

    /** Between these, ln C is far from where the inverse is cut. */
    private static final double LEAST = 1, MOST = Math.log(ParamTokenLaw.MAX_FLOPS) - 1;

    private final DoubleUnaryOperator flops;
    private final double leastNats;
    private final double top;
    /** ln C at {@code top}, and at steps below it. */
    private final double[] nodes = new double[NODES];

    /** @param highestNats what is asked for lies below it, if not by much; elsewhere it costs as much as the inverse */
    public NearFlops(LossLaw law, ComputePath path, double highestNats) {
        flops = law.trainFlops(path);
        leastNats = law.minLossNats(path);
        top = Math.log(highestNats - leastNats) + STEP;
        for (int i = 0; i < NODES; i++) nodes[i] = Math.log(flops.applyAsDouble(leastNats + Math.exp(top - i * STEP)));
    }

    @Override
    public double applyAsDouble(double lossNats) {
        double place = (top - Math.log(lossNats - leastNats)) / STEP;
        int i = (int) place;
        if (!(place >= 1 && i < NODES - 2)) return exact(lossNats);
        double t = place - i, before = nodes[i - 1], here = nodes[i], next = nodes[i + 1], last = nodes[i + 2];
        double log = here * (1 - t)
                + next * t
                - t * (1 - t) / 6 * ((2 - t) * (before - 2 * here + next) + (1 + t) * (here - 2 * next + last));
        return log > LEAST && log < MOST ? log : exact(lossNats);
    }

    private double exact(double lossNats) {
        return Math.log(flops.applyAsDouble(lossNats));
    }
}
