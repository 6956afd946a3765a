package org.emergencelaw.cli.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.calibration.MirageStudy;
import org.emergencelaw.cli.option.FewShotFile;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.mirage.CurveComparison;
import org.emergencelaw.metric.mirage.MirageCheck;
import org.emergencelaw.report.ConsoleTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "mirage",
        description = {
            "Whether the jump of a few-shot series is made by its metric: an elbow and a smooth law of as many"
                    + " parameters predict checkpoints that they have not seen.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Verdicts: metric_explains_it, elbow_remains, too_few_items, cannot_tell.",
            "",
            "Examples:",
            "  emergence-law metrics mirage observations.csv",
            "  emergence-law metrics mirage --simulate 200 > data/calibration/mirage.csv"
        })
final class MirageCommand implements Callable<Integer> {

    private static final int[] CHECKPOINTS = {8, 16, 32};
    private static final int[] ITEMS = {100, 1_000, 10_000};

    private final Terminal terminal;

    @Mixin
    private FewShotFile file = new FewShotFile();

    @Option(
            names = "--simulate",
            paramLabel = "N",
            description =
                    "Without a FILE: how often the check is right on simulated series whose truth is known, N in each"
                            + " cell, as CSV.")
    private Optional<Integer> simulate = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulation (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    MirageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The check of one series, as JSON. */
    record Checked(String task, String family, int shots, MirageCheck mirage) {}

    @Override
    public Integer call() throws IOException {
        if (simulate.isPresent()) {
            simulate(simulate.get());
            return 0;
        }
        List<Checked> all = new ArrayList<>();
        for (FewShotSeries series : file.read(terminal))
            all.add(new Checked(
                    series.task(),
                    series.family(),
                    series.shots(),
                    MirageCheck.of(series, file.trivialAccuracy(series.task()))));
        terminal.out().println(json ? FitInput.json(all) : text(all));
        return 0;
    }

    private void simulate(int tasks) {
        if (!(tasks >= 1 && tasks <= 100_000))
            throw new IllegalArgumentException("--simulate must be from 1 to 100000, was " + tasks);
        terminal.out()
                .println("world,checkpoints,items,smooth_measure,tasks,metric_explains_it,elbow_remains,too_few_items,"
                        + "cannot_tell");
        for (boolean measure : new boolean[] {false, true})
            for (int checkpoints : CHECKPOINTS)
                for (int items : ITEMS)
                    for (MirageStudy.World world : MirageStudy.World.values())
                        terminal.out()
                                .println(line(MirageStudy.run(world, checkpoints, items, measure, tasks, seed), tasks));
    }

    private static String line(MirageStudy.Row row, int tasks) {
        StringBuilder line = new StringBuilder();
        line.append(DisplayNames.key(row.world()))
                .append(',')
                .append(row.checkpoints())
                .append(',');
        line.append(row.items())
                .append(',')
                .append(row.smoothMeasure())
                .append(',')
                .append(tasks);
        for (MirageCheck.Verdict verdict : MirageCheck.Verdict.values())
            line.append(',').append(row.verdicts().get(verdict));
        return line.toString();
    }

    private static String text(List<Checked> all) {
        StringBuilder text = new StringBuilder();
        for (Checked one : all) {
            text.append(one.task())
                    .append(", ")
                    .append(DisplayNumbers.plural(one.shots(), "shot"))
                    .append(": ")
                    .append(DisplayNames.label(one.mirage().verdict()))
                    .append(": ")
                    .append(one.mirage().words())
                    .append("\n\n");
            text.append(contests(one.mirage().contests())).append('\n');
        }
        return text.toString().stripTrailing();
    }

    private static ConsoleTable contests(List<CurveComparison> contests) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "measure",
                        "checkpoints",
                        "for the smooth law, nats",
                        "can be expected",
                        "error ahead, smooth",
                        "error ahead, elbow",
                        "elbow, nats");
        for (CurveComparison contest : contests)
            table.row(
                    DisplayNames.label(contest.measure()),
                    Integer.toString(contest.checkpoints()),
                    DisplayNumbers.signed3(contest.leftOut()),
                    DisplayNumbers.significant3(contest.expected()),
                    DisplayNumbers.decimal3(contest.aheadSmooth()),
                    DisplayNumbers.decimal3(contest.aheadElbow()),
                    DisplayNumbers.decimal3(contest.elbowNats()));
        return table;
    }
}
