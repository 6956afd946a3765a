package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.chart.PlanGrid;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.PlanCsv;
import org.emergencelaw.suite.SuitePlan;
import org.jspecify.annotations.Nullable;

/** A list of plans as CSV, in and out. */
public final class PlanTableCsv {

    /** Probability that a plan must reach where nothing else is asked. */
    public static final double DEFAULT_P = 0.8;

    private static final String HEADER =
            "name,params,tokens,train_flops,pretrain_loss_nats,loss_q05,loss_q95,p_past_elbow,"
                    + "p_exceeds_trivial,accuracy,accuracy_q05,accuracy_q95,extrapolation_factor,path,emergence_flops,"
                    + "emergence_flops_q05,emergence_flops_q95,p_never,enough,cheapest,level,p_reaches_level,basis";

    /**
     * What holds for plans that do not say otherwise.
     *
     * @param level absent for the task's own
     */
    public record Defaults(OptionalDouble level, int evalItems, PathChoice path) {

        public static Defaults of(OptionalDouble level, int evalItems) {
            return new Defaults(level, evalItems, PathChoice.OWN_RATIO);
        }
    }

    private PlanTableCsv() {}

    /**
     * Forecasts every plan of a CSV text.
     *
     * @param usual path and evaluated items where a plan names none, and the named level of all of them
     * @throws IllegalArgumentException naming every faulty line
     */
    public static PlanTable forecast(Forecaster forecaster, String csv, double wanted, Defaults usual) {
        List<PlanTable.Named> plans = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (PlanCsv.Plan plan : PlanCsv.read(csv)) {
            try {
                String name = plan.text("name").orElse("plan " + (plans.size() + 1));
                plans.add(new PlanTable.Named(name, plan(plan, usual)));
            } catch (IllegalArgumentException broken) {
                faults.add("line " + plan.line() + ": " + broken.getMessage());
            }
        }
        if (!faults.isEmpty())
            throw new IllegalArgumentException(
                    "plans: " + faults.stream().distinct().limit(20).collect(Collectors.joining("; ")));
        return PlanTable.of(forecaster, plans, wanted);
    }

    /** The probability wanted, as text; the default when blank. */
    public static double wanted(@Nullable String text) {
        return NumberText.quantity("p", Optional.ofNullable(text)).orElse(DEFAULT_P);
    }

    /** Plans of a table as they are asked of all tasks of a suite; items where a plan names none are those of each task. */
    public static List<SuitePlan> ofSuite(String csv, OptionalDouble level) {
        return PlanCsv.read(csv).stream()
                .map(plan -> new SuitePlan(
                        plan.quantity("params"),
                        plan.quantity("tokens"),
                        plan.quantity("train_flops"),
                        plan.quantity("pretrain_loss_nats"),
                        items(plan).isPresent()
                                ? OptionalInt.of((int) items(plan).getAsDouble())
                                : OptionalInt.empty(),
                        path(plan.text("path"), PathChoice.OWN_RATIO),
                        level))
                .toList();
    }

    private static OptionalDouble items(PlanCsv.Plan plan) {
        OptionalDouble items = plan.quantity("eval_items");
        if (items.isPresent() && items.getAsDouble() != Math.rint(items.getAsDouble()))
            throw new IllegalArgumentException("eval_items must be a whole number, was " + items.getAsDouble());
        return items;
    }

    private static PlannedRun plan(PlanCsv.Plan plan, Defaults usual) {
        return new PlannedRun(
                plan.quantity("params"),
                plan.quantity("tokens"),
                plan.quantity("train_flops"),
                plan.quantity("pretrain_loss_nats"),
                (int) items(plan).orElse(usual.evalItems),
                path(plan.text("path"), usual.path),
                usual.level);
    }

    private static PathChoice path(Optional<String> text, PathChoice usual) {
        if (text.isEmpty()) return usual;
        return Arrays.stream(PathChoice.values())
                .filter(path -> DisplayNames.key(path).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("path must be one of "
                        + Arrays.stream(PathChoice.values())
                                .map(DisplayNames::key)
                                .collect(Collectors.joining(", "))
                        + ", was " + text.get()));
    }

    /** The table as CSV, one row a plan. */
    public static String csv(PlanTable table) {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (PlanTable.Row row : table.plans())
            csv.append(line(row, table.cheapest())).append('\n');
        return csv.toString();
    }

    /** The cheapest run of each size that is likely enough, as CSV; the head alone where there is none. */
    public static String enough(Optional<PlanGrid> grid) {
        StringBuilder csv = new StringBuilder("params,tokens,train_flops,level,p_reaches_level\n");
        grid.ifPresent(found -> found.enough()
                .forEach(run -> csv.append(Stream.of(
                                        run.params(),
                                        run.tokens(),
                                        run.trainFlops(),
                                        found.level(),
                                        run.pReachesLevel())
                                .map(PlanTableCsv::number)
                                .collect(Collectors.joining(",")))
                        .append('\n')));
        return csv.toString();
    }

    private static String line(PlanTable.Row row, Optional<PlanTable.Row> cheapest) {
        List<String> cells = new ArrayList<>();
        var run = row.plannedRun();
        cells.add(CsvWriter.cell(row.name()));
        add(cells, run.params(), run.tokens(), run.trainFlops());
        cells.addAll(run.pretrainLossNats()
                .map(loss -> List.of(number(loss.median()), number(loss.q05()), number(loss.q95())))
                .orElse(List.of("", "", "")));
        add(cells, row.pPastElbow(), row.pExceedsTrivial());
        cells.addAll(row.accuracy()
                .map(accuracy -> List.of(number(accuracy.median()), number(accuracy.q05()), number(accuracy.q95())))
                .orElse(List.of("", "", "")));
        add(cells, row.extrapolationFactor());
        cells.add(row.emergenceOnPath()
                .map(found -> CsvWriter.cell(found.along()))
                .orElse(""));
        row.emergenceOnPath()
                .ifPresentOrElse(
                        found -> add(
                                cells,
                                found.trainFlops().median(),
                                found.trainFlops().q05(),
                                found.trainFlops().q95(),
                                OptionalDouble.of(found.pNever())),
                        () -> cells.addAll(List.of("", "", "", "")));
        cells.add(Boolean.toString(row.enough()));
        cells.add(Boolean.toString(cheapest.equals(Optional.of(row))));
        add(cells, row.level(), row.pReachesLevel());
        cells.add(row.basis().map(DisplayNames::key).orElse(""));
        return String.join(",", cells);
    }

    private static void add(List<String> cells, OptionalDouble... values) {
        for (OptionalDouble value : values) cells.add(value.isPresent() ? number(value.getAsDouble()) : "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1e5 ? "%.6e" : "%.6f", value);
    }
}
