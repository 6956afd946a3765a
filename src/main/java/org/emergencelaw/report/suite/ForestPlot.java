package org.emergencelaw.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.emergencelaw.forecast.Occurrence;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.TaskForecast;

/**
 * Where on a logarithmic axis of compute the tasks of a suite reach their level: a bar a task, drawn without a script.
 *
 * @param low log10 of the compute at the left edge, FLOPs
 * @param high at the right edge
 */
public record ForestPlot(double low, double high) {

    /** Width of the drawing. */
    public static final int WIDTH = 180;

    private static final double MARGIN = 6;
    /** What lies further from the plan than this has an arrow. */
    private static final double DECADES = 6;

    /** A bar, in the coordinates of the drawing. */
    public record Bar(String from, String to, String median, boolean open) {}

    /** A whole power of ten on the axis. */
    public record Tick(String at, String text) {}

    public static ForestPlot of(SuiteForecast forecast) {
        double[] all = forecast.items().stream()
                .flatMap(task -> task.crossing().stream())
                .map(Occurrence::trainFlops)
                .flatMapToDouble(flops -> DoubleStream.concat(
                        flops.median().stream(), DoubleStream.concat(flops.q05().stream(), flops.q95().stream())))
                .map(Math::log10)
                .toArray();
        OptionalDouble plan = planned(forecast);
        double middle = plan.orElse(DoubleStream.of(all).average().orElse(22));
        double low = Math.max(middle - DECADES, DoubleStream.of(all).min().orElse(middle - 1));
        double high = Math.min(middle + DECADES, DoubleStream.of(all).max().orElse(middle + 1));
        return new ForestPlot(Math.floor(Math.min(low, middle)), Math.ceil(Math.max(high, middle) + 1e-9));
    }

    private static OptionalDouble planned(SuiteForecast forecast) {
        OptionalDouble flops = forecast.plannedRun().trainFlops();
        if (flops.isPresent()) return OptionalDouble.of(Math.log10(flops.getAsDouble()));
        if (forecast.plannedRun().params().isEmpty()
                || forecast.plannedRun().tokens().isEmpty()) return OptionalDouble.empty();
        return OptionalDouble.of(Math.log10(forecast.suite().convention().flopsPerParamToken()
                * forecast.plannedRun().params().getAsDouble()
                * forecast.plannedRun().tokens().getAsDouble()));
    }

    /** Where the planned run lies; absent where its compute is not known. */
    public Optional<String> plan(SuiteForecast forecast) {
        OptionalDouble at = planned(forecast);
        return at.isPresent() ? Optional.of(place(at.getAsDouble())) : Optional.empty();
    }

    /** Absent where no compute is forecast. */
    public Optional<Bar> bar(TaskForecast task) {
        Optional<Percentiles> found = task.crossing().map(Occurrence::trainFlops);
        if (found.isEmpty() || found.get().q05().isEmpty()) return Optional.empty();
        Percentiles flops = found.get();
        double from = Math.log10(flops.q05().getAsDouble());
        double to = flops.q95().isPresent() ? Math.log10(flops.q95().getAsDouble()) : Double.POSITIVE_INFINITY;
        return Optional.of(new Bar(
                place(from),
                place(to),
                flops.median().isPresent() ? place(Math.log10(flops.median().getAsDouble())) : "",
                to > high));
    }

    /** At most about four. */
    public List<Tick> ticks() {
        int step = Math.max(1, (int) Math.ceil((high - low) / 4));
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) low; power <= high; power += step)
            ticks.add(new Tick(
                    place(power), DisplayNumbers.flops(Math.pow(10, power)).replaceFirst("^1\\.0 × ", "")));
        return ticks;
    }

    private String place(double log) {
        double share = Math.min(1, Math.max(0, (log - low) / (high - low)));
        return String.format(Locale.ROOT, "%.1f", MARGIN + share * (WIDTH - 2 * MARGIN));
    }
}
