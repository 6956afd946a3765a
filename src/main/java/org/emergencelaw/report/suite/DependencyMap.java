package org.emergencelaw.report.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.suite.EmergenceOrder;
import org.emergencelaw.suite.OrderedPair;
import org.emergencelaw.suite.TaskEmergence;

/**
 * The order of a suite's tasks, drawn without a script: a line a task, placed by the compute at which its level is reached, and arrows
 * from what comes first to what comes next; and as a table.
 *
 * @param more tasks that are not drawn
 */
public record DependencyMap(int height, List<Node> nodes, List<Edge> edges, List<Tick> ticks, int more) {

    public static final int WIDTH = 900;
    private static final int LINE = 22;
    private static final int TOP = 26;
    private static final int LEFT = 20;
    private static final int RIGHT = 640;
    private static final int MOST = 40;
    private static final int MOST_ARROWS = 2;

    /** A task. */
    public record Node(String task, String x, String y, String labelX, boolean reached, String title) {}

    /** An arrow. */
    public record Edge(String path, boolean warned, String title) {}

    /** A power of ten on the axis. */
    public record Tick(String x, String text) {}

    /** Tasks whose order to some other can be told, at most {@value #MOST} of them. */
    public static DependencyMap of(EmergenceOrder order) {
        Set<String> told = new HashSet<>();
        for (OrderedPair pair : order.pairs())
            if (pair.direct()) {
                told.add(pair.first());
                told.add(pair.then());
            }
        List<TaskEmergence> all = order.tasks().stream()
                .filter(task -> told.contains(task.task().name()))
                .toList();
        List<TaskEmergence> drawn = all.subList(0, Math.min(MOST, all.size()));
        double[] logs = drawn.stream()
                .flatMapToDouble(task -> median(task).stream())
                .map(Math::log10)
                .toArray();
        double low = Arrays.stream(logs).min().orElse(20),
                high = Arrays.stream(logs).max().orElse(24);
        Scale scale = new Scale(Math.floor(low), Math.max(Math.floor(low) + 1, Math.ceil(high)));
        Map<String, double[]> places = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            TaskEmergence task = drawn.get(i);
            double x = scale.x(median(task)), y = TOP + LINE * (i + 0.5);
            places.put(task.task().name(), new double[] {x, y});
            nodes.add(node(task, x, y));
        }
        return new DependencyMap(
                TOP + LINE * drawn.size() + 8,
                nodes,
                edges(order, places),
                scale.ticks(),
                order.tasks().size() - drawn.size());
    }

    private static OptionalDouble median(TaskEmergence task) {
        return task.crossingFlops().map(flops -> flops.median()).orElse(OptionalDouble.empty());
    }

    private static Node node(TaskEmergence task, double x, double y) {
        return new Node(
                task.task().name(),
                text(x),
                text(y),
                text(x + 9),
                task.reached() > 0,
                task.task().name() + ": " + DisplayNumbers.plural(task.reached(), "checkpoint") + " reached "
                        + DisplayNumbers.decimal3(task.level()) + "; forecast at "
                        + (median(task).isPresent() ? DisplayNumbers.flops(median(task)) + " FLOPs" : "no compute"));
    }

    /** Into each task the last few arrows, which come from what is nearest. */
    private static List<Edge> edges(EmergenceOrder order, Map<String, double[]> places) {
        List<Edge> edges = new ArrayList<>();
        Map<String, Integer> into = new HashMap<>();
        for (int i = order.pairs().size() - 1; i >= 0; i--) {
            OrderedPair pair = order.pairs().get(i);
            double[] from = places.get(pair.first()), to = places.get(pair.then());
            if (!pair.direct() || from == null || to == null) continue;
            if (into.merge(pair.then(), 1, Integer::sum) > MOST_ARROWS) continue;
            double bend = Math.max(12, Math.abs(to[1] - from[1]) / 3);
            edges.add(new Edge(
                    "M" + text(from[0]) + " " + text(from[1] + 4) + " C" + text(from[0]) + " " + text(from[1] + bend)
                            + " " + text(to[0] - bend) + " " + text(to[1]) + " " + text(to[0] - 6) + " " + text(to[1]),
                    !pair.warnings().isEmpty(),
                    pair.first() + " before " + pair.then()));
        }
        return edges;
    }

    private static String text(double at) {
        return String.format(Locale.ROOT, "%.1f", at);
    }

    /** A logarithmic axis of compute; what is never reached lies at its end. */
    private record Scale(double low, double high) {

        double x(OptionalDouble flops) {
            if (flops.isEmpty()) return RIGHT;
            double share = (Math.log10(flops.getAsDouble()) - low) / (high - low);
            return LEFT + Math.min(1, Math.max(0, share)) * (RIGHT - LEFT);
        }

        List<Tick> ticks() {
            int step = Math.max(1, (int) Math.ceil((high - low) / 8));
            List<Tick> ticks = new ArrayList<>();
            for (int power = (int) low; power <= high; power += step)
                ticks.add(new Tick(
                        text(x(OptionalDouble.of(Math.pow(10, power)))),
                        DisplayNumbers.flops(Math.pow(10, power)).replaceFirst("^1\\.0 × ", "")));
            return ticks;
        }
    }

    /** All pairs whose order can be told, as CSV. */
    public static String csv(EmergenceOrder order) {
        StringBuilder csv = new StringBuilder(
                CsvWriter.line(List.of("first", "then", "before", "of", "p_first", "p_then", "direct", "warnings")));
        for (OrderedPair pair : order.pairs())
            csv.append(CsvWriter.line(List.of(
                    pair.first(),
                    pair.then(),
                    Integer.toString(pair.before()),
                    Integer.toString(pair.of()),
                    NumberText.text(pair.pFirst()),
                    NumberText.text(pair.pThen()),
                    Boolean.toString(pair.direct()),
                    String.join(" ", pair.warnings().stream().map(Warning::code).toList()))));
        return csv.toString();
    }
}
