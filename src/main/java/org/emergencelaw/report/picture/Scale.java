package org.emergencelaw.report.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A straight or logarithmic axis.
 *
 * @param from value at its start; above {@code to} on an axis that runs down
 * @param start its place in the drawing
 */
record Scale(double from, double to, boolean log, double start, double end) {

    /** Multiples of a power of ten between which ticks stand, the closest last. */
    private static final double[] STEPS = {10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001};

    /** What share of the way a value lies. */
    double share(double value) {
        return log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }

    double at(double value) {
        return start + share(value) * (end - start);
    }

    boolean holds(double value) {
        double share = share(value);
        return share >= -1e-9 && share <= 1 + 1e-9;
    }

    /** The nearest value that the axis has. */
    double within(double value) {
        return Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
    }

    /** Round values, at most so many. */
    List<Double> ticks(int most) {
        return log ? powers(most) : round(most);
    }

    private List<Double> round(int most) {
        double low = Math.min(from, to), high = Math.max(from, to);
        double step = STEPS[0];
        for (double closer : STEPS) {
            if ((high - low) / closer > most) break;
            step = closer;
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9; i++) ticks.add(i * step);
        return ticks;
    }

    private List<Double> powers(int most) {
        List<Double> ticks = new ArrayList<>();
        int low = (int) Math.floor(Math.log10(from)), high = (int) Math.ceil(Math.log10(to));
        int every = Math.max(1, (int) Math.ceil((Math.log10(to / from) - 1) / most));
        double[] between = Math.log10(to / from) < 2 ? new double[] {1, 2, 5} : new double[] {1};
        for (int power = low; power <= high; power += every)
            for (double factor : between) {
                double tick = factor * Math.pow(10, power);
                if (holds(tick)) ticks.add(tick);
            }
        return ticks;
    }
}
