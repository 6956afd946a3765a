package org.emergencelaw.cli.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FewShotFile;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.ChanceTest;
import org.emergencelaw.metric.DetectionLimit;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.report.ConsoleTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "resolution",
        description = {
            "What the evaluated items can tell from chance: of every few-shot row of FILE, or of a plan without a FILE.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Exact one-sided binomial tests. Without a FILE: --items tells the smallest accuracy that so many items find,"
                    + " --accuracy the items that an accuracy needs; both need --trivial-accuracy.",
            "",
            "Examples:",
            "  emergence-law metrics resolution observations.csv",
            "  emergence-law metrics resolution --trivial-accuracy 0.25 --items 100",
            "  emergence-law metrics resolution --trivial-accuracy 0.25 --accuracy 0.27"
        })
final class ResolutionCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FewShotFile file = new FewShotFile();

    @Option(names = "--items", paramLabel = "N", description = "Items of a planned measurement.")
    private Optional<Integer> items = Optional.empty();

    @Option(names = "--accuracy", paramLabel = "0..1", description = "True accuracy that is to be told from chance.")
    private Optional<Double> accuracy = Optional.empty();

    @Option(names = "--level", paramLabel = "0..1", description = "Level of the test (default: ${DEFAULT-VALUE}).")
    private double level = DetectionLimit.LEVEL;

    @Option(
            names = "--power",
            paramLabel = "0..1",
            description = "Wanted probability of finding the model (default: ${DEFAULT-VALUE}).")
    private double power = DetectionLimit.POWER;

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    ResolutionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** One reading of one checkpoint, as JSON. */
    record Row(String task, int shots, String model, ChanceTest reading) {}

    /** The answer for a plan, as JSON. */
    record Plan(Optional<DetectionLimit> resolution, OptionalInt itemsNeeded) {}

    @Override
    public Integer call() throws IOException {
        if (file.given()) {
            List<Row> rows = rows();
            terminal.out().println(json ? FitInput.json(rows) : text(rows));
        } else {
            double trivial = file.trivialAccuracy("the task");
            if (items.isEmpty() && accuracy.isEmpty())
                throw new IllegalArgumentException("give a FILE, or --items, or --accuracy");
            Plan plan = new Plan(
                    items.map(n -> DetectionLimit.of(n, trivial, level, power)),
                    accuracy.isPresent()
                            ? DetectionLimit.itemsNeeded(accuracy.get(), trivial, level, power)
                            : OptionalInt.empty());
            terminal.out().println(json ? FitInput.json(plan) : text(plan));
        }
        return 0;
    }

    private List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (FewShotSeries series : file.read(terminal)) {
            double trivial = file.trivialAccuracy(series.task());
            for (FewShotPoint point : series.points())
                rows.add(new Row(
                        series.task(),
                        series.shots(),
                        point.checkpoint().model(),
                        ChanceTest.of(point.accuracy(), trivial)));
        }
        return rows;
    }

    private static String text(List<Row> rows) {
        ConsoleTable table = new ConsoleTable()
                .row("task", "shots", "model", "right", "items", "p", "verdict", "detectable from", "items needed");
        for (Row row : rows)
            table.row(
                    row.task(),
                    Integer.toString(row.shots()),
                    row.model(),
                    Integer.toString(row.reading().accuracy().right()),
                    Integer.toString(row.reading().accuracy().items()),
                    DisplayNumbers.pValue(row.reading().pValue()),
                    row.reading().verdict(),
                    DisplayNumbers.decimal3(row.reading().resolution().detectableAccuracy()),
                    row.reading().itemsNeeded().isPresent()
                            ? DisplayNumbers.whole(row.reading().itemsNeeded().getAsInt())
                            : DisplayNumbers.ABSENT);
        long chance = rows.stream().filter(row -> row.reading().atChance()).count();
        List<Row> below =
                rows.stream().filter(row -> row.reading().belowChance()).toList();
        return table + "\n" + chance + " of " + rows.size() + " readings are indistinguishable from chance."
                + (below.isEmpty()
                        ? ""
                        : "\n" + below.size() + " are below chance. The first: "
                                + below.get(0).reading().words());
    }

    private String text(Plan plan) {
        StringBuilder text = new StringBuilder();
        plan.resolution().ifPresent(found -> text.append(resolution(found)).append('\n'));
        if (accuracy.isPresent())
            text.append(
                    plan.itemsNeeded().isPresent()
                            ? "An accuracy of " + accuracy.get() + " needs "
                                    + DisplayNumbers.plural(plan.itemsNeeded().getAsInt(), "item") + "."
                            : "An accuracy of " + accuracy.get() + " needs more than "
                                    + DisplayNumbers.plural(DetectionLimit.MAX_ITEMS, "item") + ".");
        return text.toString().stripTrailing();
    }

    private static String resolution(DetectionLimit found) {
        return DisplayNumbers.plural(found.items(), "item") + ": the smallest accuracy above zero is "
                + DisplayNumbers.significant3(found.smallestNonZero()) + "; "
                + (found.detectableAccuracy().isPresent()
                        ? DisplayNumbers.plural(found.leastRight().orElseThrow(), "right answer")
                                + " or more are above chance at " + DisplayNumbers.exact(found.trivialAccuracy())
                                + ", and a model of accuracy "
                                + DisplayNumbers.decimal3(found.detectableAccuracy())
                                + " gets that many with probability "
                                + DisplayNumbers.percent(found.power())
                        : "no number of right answers is above chance")
                + ".";
    }
}
