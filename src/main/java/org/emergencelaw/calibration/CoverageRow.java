package org.emergencelaw.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * @param doublings the same in doublings of compute, where the law was fitted over those
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
        Optional<InDoublings> doublings,
        List<Double> emergesWithin) {

    /**
     * Of the elbow in doublings past the strongest checkpoint, with the truth placed by the study's own loss law.
     *
     * @param crps doublings
     */
    public record InDoublings(double truth, double median, double q05, double q95, double crps) {

        boolean covered() {
            return q05 <= truth && truth <= q95;
        }

        double width() {
            return q95 - q05;
        }

        double error() {
            return Math.abs(median - truth);
        }
    }

    /** Compute, over the largest checkpoint's, by which emergence is forecast. */
    static final List<Integer> REACHES = List.of(2, 4, 8, 16);

    public static final String HEADER =
            "world,task,truth_nats,flops_ahead,signal_p,resolved_levels,share_emerged,least_squares_nats,"
                    + "median_nats,q05_nats,q95_nats,pit,crps_nats,"
                    + REACHES.stream().map(reach -> "p_within_" + reach).collect(Collectors.joining(","));
    private static final int COLUMNS = 13 + REACHES.size(), IN_DOUBLINGS = 5;

    /** Header of rows that are in doublings, too. */
    public static final String HEADER_WITH_DOUBLINGS =
            HEADER + ",truth_doublings,median_doublings,q05_doublings,q95_doublings,crps_doublings";

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
        SignalTest signal = new SignalTest(signalP, resolvedLevels, shareEmerged > 0);
        return doublings
                .map(of -> Verdict.ofDoublings(signal, shareEmerged, of.width()))
                .orElseGet(() -> Verdict.of(signal, shareEmerged, width()));
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
        Stream<Double> last = doublings.stream().flatMap(of -> Stream.of(of.truth, of.median, of.q05, of.q95, of.crps));
        return Stream.of(fixed, emergesWithin.stream(), last)
                .flatMap(cells -> cells)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    public static CoverageRow parse(String line) {
        String[] cells = line.split(",", -1);
        boolean both = cells.length == COLUMNS + IN_DOUBLINGS;
        if (cells.length != COLUMNS && !both)
            throw new IllegalArgumentException("a row must have " + COLUMNS + " columns, or " + IN_DOUBLINGS
                    + " more in doublings, had " + cells.length);
        double[] values = new double[cells.length];
        for (int c = 0; c < cells.length; c++) if (c > 0) values[c] = Double.parseDouble(cells[c]);
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
                both
                        ? Optional.of(new InDoublings(
                                values[COLUMNS],
                                values[COLUMNS + 1],
                                values[COLUMNS + 2],
                                values[COLUMNS + 3],
                                values[COLUMNS + 4]))
                        : Optional.empty(),
                Arrays.stream(values, 13, COLUMNS).boxed().toList());
    }
}
