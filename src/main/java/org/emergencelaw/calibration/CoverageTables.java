package org.emergencelaw.calibration;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.emergencelaw.calibration.CoverageRow.InDoublings;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.statistics.Summary;

/** Tables of a simulation study, as CSV. */
public final class CoverageTables {
    private static final int PIT_BINS = 20;
    private static final int RELIABILITY_BINS = 10;
    /** What the authors of the law call a success, nats. */
    private static final double SUCCESS = 0.1;

    private CoverageTables() {}

    /** By file name. */
    public static Map<String, String> of(List<CoverageRow> rows) {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("worlds.csv", worlds(rows));
        tables.put("pit.csv", pit(rows));
        tables.put("reliability.csv", reliability(rows));
        tables.put("discrimination.csv", discrimination(rows));
        tables.put("verdicts.csv", verdicts(rows));
        tables.put("levels.csv", levels(rows));
        return tables;
    }

    /** A row a world and one for all. */
    public static String worlds(List<CoverageRow> rows) {
        return "world," + header(rows) + groups(rows, row -> row.world().key(), true);
    }

    /** What each verdict was worth. */
    static String verdicts(List<CoverageRow> rows) {
        return "verdict," + header(rows) + groups(rows, row -> DisplayNames.key(row.verdict()), true);
    }

    /** By data amounts with an elbow inside the losses and by width of the interval: what the verdict's thresholds rest on. */
    static String levels(List<CoverageRow> rows) {
        boolean doublings = !inDoublings(rows).isEmpty();
        return "resolved_levels,width_" + (doublings ? "doublings," : "nats,") + header(rows)
                + groups(
                        rows,
                        row -> Math.min(5, row.resolvedLevels()) + (row.resolvedLevels() > 4 ? "+," : ",") + width(row),
                        false);
    }

    private static String width(CoverageRow row) {
        double[] edges = row.doublings().isPresent()
                ? new double[] {0, 2, 4, 6, 8, 12, 16}
                : new double[] {0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8};
        double width = row.doublings().map(InDoublings::width).orElse(row.width());
        int k = edges.length - 1;
        while (width < edges[k]) k--;
        return k == edges.length - 1 ? edges[k] + "+" : edges[k] + "-" + edges[k + 1];
    }

    private static final String SUMMARY = "tasks,least_squares_error_nats,median_error_nats,within_0.1_nats,coverage90,"
            + "truth_below,truth_above,median_width_nats,crps_nats";
    private static final String IN_DOUBLINGS =
            ",median_error_doublings,coverage90_doublings,median_width_doublings,crps_doublings";

    private static String header(List<CoverageRow> rows) {
        return SUMMARY + (inDoublings(rows).isEmpty() ? "" : IN_DOUBLINGS) + "\n";
    }

    private static List<InDoublings> inDoublings(List<CoverageRow> rows) {
        return rows.stream().flatMap(row -> row.doublings().stream()).toList();
    }

    private static String groups(List<CoverageRow> rows, Function<CoverageRow, String> key, boolean all) {
        Map<String, List<CoverageRow>> groups =
                rows.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
        // worlds stay in the order of the study
        Map<String, List<CoverageRow>> ordered = groups.containsKey("base") ? groups : new TreeMap<>(groups);
        StringBuilder text = new StringBuilder();
        ordered.forEach((name, of) -> text.append(summary(name, of)));
        if (all) text.append(summary("all", rows));
        return text.toString();
    }

    private static String summary(String name, List<CoverageRow> rows) {
        double[] values = {
            median(rows, row -> Math.abs(row.leastSquares() - row.truth())),
            median(rows, CoverageRow::error),
            share(rows, row -> row.error() <= SUCCESS),
            share(rows, CoverageRow::covered),
            share(rows, row -> row.truth() < row.q05()),
            share(rows, row -> row.truth() > row.q95()),
            median(rows, CoverageRow::width),
            rows.stream().mapToDouble(CoverageRow::crps).average().orElseThrow()
        };
        return line(
                name + "," + rows.size(),
                DoubleStream.concat(Arrays.stream(values), Arrays.stream(summary(inDoublings(rows))))
                        .toArray());
    }

    private static double[] summary(List<InDoublings> rows) {
        if (rows.isEmpty()) return new double[0];
        return new double[] {
            Summary.median(rows.stream().mapToDouble(InDoublings::error).toArray()),
            rows.stream().filter(InDoublings::covered).count() / (double) rows.size(),
            Summary.median(rows.stream().mapToDouble(InDoublings::width).toArray()),
            rows.stream().mapToDouble(InDoublings::crps).average().orElseThrow()
        };
    }

    private static double median(List<CoverageRow> rows, ToDoubleFunction<CoverageRow> value) {
        return Summary.median(rows.stream().mapToDouble(value).toArray());
    }

    private static double share(List<CoverageRow> rows, Function<CoverageRow, Boolean> counts) {
        return rows.stream().filter(counts::apply).count() / (double) rows.size();
    }

    /** Histogram of the probability integral transform: flat where intervals of every level hold what they promise. */
    static String pit(List<CoverageRow> rows) {
        int[] counts = new int[PIT_BINS];
        for (CoverageRow row : rows) counts[Math.min(PIT_BINS - 1, (int) (PIT_BINS * row.pit()))]++;
        StringBuilder text = new StringBuilder("from,to,tasks,share\n");
        for (int b = 0; b < PIT_BINS; b++)
            text.append(line(
                    decimal((double) b / PIT_BINS) + "," + decimal((b + 1.0) / PIT_BINS) + "," + counts[b],
                    counts[b] / (double) rows.size()));
        return text.toString();
    }

    /** Stated probabilities of emergence within a reach against what happened. */
    static String reliability(List<CoverageRow> rows) {
        StringBuilder text = new StringBuilder("world,within,from,to,tasks,stated,observed,standard_error\n");
        List<CoverageRow> never =
                rows.stream().filter(row -> row.world() == SimulatedWorld.NEVER).toList();
        if (!never.isEmpty()) text.append(reliability("never", never));
        return text.append(reliability("all", rows)).toString();
    }

    private static String reliability(String name, List<CoverageRow> rows) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < CoverageRow.REACHES.size(); k++) {
            int reach = CoverageRow.REACHES.get(k), at = k;
            for (int b = 0; b < RELIABILITY_BINS; b++) {
                double from = (double) b / RELIABILITY_BINS, to = (b + 1.0) / RELIABILITY_BINS;
                boolean last = b == RELIABILITY_BINS - 1;
                List<CoverageRow> bin = rows.stream()
                        .filter(row -> stated(row, at) >= from && (last || stated(row, at) < to))
                        .toList();
                if (bin.isEmpty()) continue;
                double stated = bin.stream()
                        .mapToDouble(row -> stated(row, at))
                        .average()
                        .orElseThrow();
                double error = Math.sqrt(bin.stream()
                                .mapToDouble(row -> stated(row, at) * (1 - stated(row, at)))
                                .sum())
                        / bin.size();
                text.append(line(
                        name + "," + reach + "," + decimal(from) + "," + decimal(to) + "," + bin.size(),
                        stated,
                        share(bin, row -> row.flopsAhead() <= reach),
                        error));
            }
        }
        return text.toString();
    }

    private static double stated(CoverageRow row, int reach) {
        return row.emergesWithin().get(reach);
    }

    /** Area under the ROC curve of the stated probabilities, by world; none where all or no task emerges in time. */
    public static String discrimination(List<CoverageRow> rows) {
        StringBuilder text = new StringBuilder("world,within,emerge,others,auc\n");
        Map<SimulatedWorld, List<CoverageRow>> worlds = rows.stream()
                .collect(Collectors.groupingBy(CoverageRow::world, LinkedHashMap::new, Collectors.toList()));
        worlds.forEach((world, of) -> {
            for (int k = 0; k < CoverageRow.REACHES.size(); k++) {
                int reach = CoverageRow.REACHES.get(k), at = k;
                double[] emerge = of.stream()
                        .filter(row -> row.flopsAhead() <= reach)
                        .mapToDouble(row -> stated(row, at))
                        .toArray();
                double[] others = of.stream()
                        .filter(row -> !(row.flopsAhead() <= reach))
                        .mapToDouble(row -> stated(row, at))
                        .toArray();
                if (emerge.length > 0 && others.length > 0)
                    text.append(line(
                            world.key() + "," + reach + "," + emerge.length + "," + others.length,
                            auc(emerge, others)));
            }
        });
        return text.toString();
    }

    /** Chance that one of the first is above one of the second, ties half. */
    static double auc(double[] first, double[] second) {
        double sum = 0;
        for (double a : first) for (double b : second) sum += a > b ? 1 : a == b ? 0.5 : 0;
        return sum / first.length / second.length;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String line(String start, double... values) {
        StringBuilder text = new StringBuilder(start);
        for (double value : values) text.append(String.format(Locale.ROOT, ",%.4f", value));
        return text.append('\n').toString();
    }
}
