package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.emergencelaw.calibration.CoverageFigure;
import org.emergencelaw.calibration.CoverageRow;
import org.emergencelaw.calibration.CoverageStudy;
import org.emergencelaw.calibration.CoverageTables;
import org.emergencelaw.calibration.MethodStudy;
import org.emergencelaw.calibration.RankStudy;
import org.emergencelaw.calibration.ResumableRows;
import org.emergencelaw.calibration.SimulatedWorld;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.EmergenceLawForm;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate",
        description = {
            "Simulation study of the default method: draws tasks whose truth is known, infers their point of"
                    + " emergence, and prints as CSV its error, width and coverage, one row per world and one for"
                    + " all. Runs on all cores, or on a cluster; the same seed gives the same bytes on any number of them.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Examples:",
            "  emergence-law calibrate --tasks 20",
            "  emergence-law calibrate --tasks 300 --seed 4 --output data/calibration",
            "  emergence-law calibrate --doublings anchored_log_power --tasks 20",
            "  emergence-law calibrate --without-signal 1000 > data/calibration/without-signal.csv",
            "  emergence-law calibrate --sbc 400 > data/calibration/sbc.csv",
            "  emergence-law calibrate --methods 12 --seed 2 > data/calibration/methods.csv",
            "  emergence-law calibrate --draw data/calibration > src/docs/calibration.svg"
        })
public final class CalibrateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--worlds",
            split = ",",
            paramLabel = "WORLD",
            description =
                    "Worlds, if left out all in which something emerges, without --doublings those up to alpha_large:"
                            + " ${COMPLETION-CANDIDATES}.")
    private List<SimulatedWorld> named = List.of();

    @Option(
            names = "--doublings",
            paramLabel = "LAW",
            completionCandidates = FitInput.Laws.class,
            description = "Fit this form over doublings of compute, as the combined forecast does, instead of the"
                    + " default law in nats: ${COMPLETION-CANDIDATES}.")
    private Optional<EmergenceLawForm> doublings = Optional.empty();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @ArgGroup
    private StudySize size = new StudySize();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the study (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description =
                    "Write every table and a figure there, and finished rows to FOLDER/rows: started again, the study"
                            + " resumes where it was interrupted.")
    private Optional<Path> output = Optional.empty();

    public CalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (size.drawn.isPresent()) {
            if (cluster.given()) throw new IllegalArgumentException("--master: --draw has nothing to work out");
            terminal.out().print(figure(size.drawn.get()));
            return 0;
        }
        size.requireTasks();
        if (named.contains(SimulatedWorld.NULL))
            throw new IllegalArgumentException("--worlds: nothing emerges there; use --without-signal N");
        if (size.option().equals("--tasks")) study();
        else terminal.out().print(ClusterTrials.on(cluster, this::table));
        return 0;
    }

    /** The figure of a study, from its tables as they were written. */
    static String figure(Path folder) throws IOException {
        Map<String, String> tables = new HashMap<>();
        for (String name : CoverageFigure.TABLES) tables.put(name, Files.readString(folder.resolve(name)));
        return CoverageFigure.svg(tables);
    }

    private List<SimulatedWorld> worlds() {
        if (!named.isEmpty()) return named;
        SimulatedWorld last = doublings.isPresent() ? SimulatedWorld.UNLIKE_CHECKPOINTS : SimulatedWorld.ALPHA_LARGE;
        // without signal there is no point of emergence to be near to
        return List.copyOf(EnumSet.range(SimulatedWorld.BASE, last));
    }

    private String table(TrialRunner runner) {
        return switch (size.option()) {
            case "--without-signal" -> without(runner);
            case "--sbc" -> ranks(runner);
            default -> methods(runner);
        };
    }

    private void study() throws IOException {
        List<CoverageRow> rows = ClusterTrials.on(cluster, this::rows);
        terminal.out().print(CoverageTables.worlds(rows));
        if (output.isEmpty()) return;
        Map<String, String> files = CoverageTables.of(rows);
        for (Map.Entry<String, String> file : files.entrySet())
            Files.writeString(output.get().resolve(file.getKey()), file.getValue());
        Files.writeString(output.get().resolve("calibration.svg"), CoverageFigure.svg(files));
    }

    private List<CoverageRow> rows(TrialRunner runner) {
        return withProgress(worlds().size() * size.asked(), done -> rows(runner, done));
    }

    private List<CoverageRow> rows(TrialRunner runner, Runnable done) {
        List<CoverageRow> rows = new ArrayList<>();
        for (SimulatedWorld world : worlds()) {
            if (output.isPresent()) {
                Path finished = output.get().resolve("rows");
                rows.addAll(new ResumableRows(finished, seed, doublings, runner)
                        .of(world, size.asked(), row -> done.run()));
                continue;
            }
            CoverageStudy.run(runner, world, 0, size.asked(), seed, doublings, row -> {
                rows.add(row);
                done.run();
            });
        }
        return rows;
    }

    private String without(TrialRunner runner) {
        CoverageStudy.NullVerdicts found = withProgress(
                size.without, done -> CoverageStudy.withoutSignal(runner, doublings, size.without, seed, done));
        StringBuilder text = new StringBuilder("outcome,tasks\n");
        found.verdicts()
                .forEach((verdict, count) -> text.append(DisplayNames.key(verdict))
                        .append(',')
                        .append(count)
                        .append('\n'));
        text.append("with_confident_verdict,").append(found.confident());
        return text.append("\nwith_interval,")
                .append(found.intervals())
                .append('\n')
                .toString();
    }

    private String methods(TrialRunner runner) {
        return withProgress(
                (long) worlds().size() * size.methods,
                done -> MethodStudy.run(runner, worlds(), size.methods, seed, done));
    }

    private String ranks(TrialRunner runner) {
        StringBuilder text = new StringBuilder("parameter,chi_square,p_value,tasks_by_rank\n");
        for (RankStudy.Ranks of :
                withProgress(size.ranks, done -> RankStudy.run(runner, doublings, size.ranks, seed, done)))
            text.append(String.format(Locale.ROOT, "%s,%.3f,%.4f,", of.parameter(), of.chiSquare(), of.pValue()))
                    .append(of.counts().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                    .append('\n');
        return text.toString();
    }

    /** Shows how far the work is, on a terminal only. */
    private <T> T withProgress(long steps, Function<Runnable, T> work) {
        if (System.console() == null) return work.apply(() -> {});
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("calibrate")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .build()) {
            return work.apply(bar::step);
        }
    }
}
