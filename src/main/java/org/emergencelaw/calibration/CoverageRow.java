package org.emergencelaw.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.leastsquares.SignalTest;

/**
 * What came out for one simulated task.
 *
 * @param truth the true E(D0), nats
 * @param flopsAhead compute at emergence over the largest; infinite for never
 * @param signalP F test of the law against floors only
 * @param resolvedLevels data amounts whose elbow lies inside the losses, by the least-squares fit
 * @param shareEmerged share of draws by which few-shot accuracy rises within the checkpoints, 0 where none beats guessing
 * @param leastSquares E(D0), nats
 * @param median of the inferred E(D0), nats
 * @param pit share of the inferred distribution below the truth
 * @param crps continuous ranked probability score, nats
 * @param emergesWithin stated probability of emergence by {@link #REACHES} times the largest compute, the loss law known
 */
public record CoverageRow(
        SimulatedWorld world,
        long task,
        double truth,
        double flopsAhead,
        double signalP,
        int resolvedLevels,
        double shareEmerged,
        double leastSquares,
        double median,
        double q05,
        double q95,
        double pit,
        double crps,
        List<Double> emergesWithin) {

    /** Compute, over the largest checkpoint's, by which emergence is forecast. */
    static final List<Integer> REACHES = List.of(2, 4, 8, 16);

    public static final String HEADER =
            "world,task,truth_nats,flops_ahead,signal_p,resolved_levels,share_emerged,least_squares_nats,"
                    + "median_nats,q05_nats,q95_nats,pit,crps_nats,"
                    + REACHES.stream().map(reach -> "p_within_" + reach).collect(Collectors.joining(","));
    private static final int COLUMNS = 13 + REACHES.size();

    double error() {
        return Math.abs(median - truth);
    }

    double width() {
        return q95 - q05;
    }

    boolean covered() {
        return q05 <= truth && truth <= q95;
    }

    Verdict verdict() {
        return Verdict.of(new SignalTest(signalP, resolvedLevels, shareEmerged > 0), shareEmerged, width());
    }

    /** A line of CSV from which {@link #parse} makes the same row again, to the last bit. */
    public String csv() {
        Stream<Object> fixed = Stream.of(
                world.key(),
                task,
                truth,
                flopsAhead,
                signalP,
                resolvedLevels,
                shareEmerged,
                leastSquares,
                median,
                q05,
                q95,
                pit,
                crps);
        return Stream.concat(fixed, emergesWithin.stream()).map(String::valueOf).collect(Collectors.joining(","));
    }

    public static CoverageRow parse(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS)
            throw new IllegalArgumentException("a row must have " + COLUMNS + " columns, had " + cells.length);
        double[] values = new double[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) if (c > 0) values[c] = Double.parseDouble(cells[c]);
        return new CoverageRow(
                SimulatedWorld.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                (long) values[1],
                values[2],
                values[3],
                values[4],
                (int) values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                values[10],
                values[11],
                values[12],
                Arrays.stream(values, 13, COLUMNS).boxed().toList());
    }
}
