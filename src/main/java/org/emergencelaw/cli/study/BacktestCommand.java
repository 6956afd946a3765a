package org.emergencelaw.cli.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.Clusters;
import org.emergencelaw.backtest.MultiStudyRanking;
import org.emergencelaw.cli.option.AllTasksOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LossOptions;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.TaskOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.cli.option.WorkProgress;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.report.BacktestCsv;
import org.emergencelaw.report.BacktestTables;
import org.emergencelaw.sweep.StudyAnswers;
import org.emergencelaw.sweep.SweepStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backtest",
        description = {
            "Tests the emergence law and its rivals on a study's own history: hides the larger checkpoints, lets each of them"
                    + " predict, and compares with what was observed.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Cuts run from the fewest checkpoints that allow a fit up to all that are not held out; held-out rows are never"
                    + " shown. Every task and family of the files is a study of its own, unless --task or --family chooses.",
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law backtest observations.csv --task mmlu",
            "  emergence-law backtest data/lab*/observations.csv --cluster 'exploration=lab-exploration*'"
        })
public final class BacktestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Observations as CSV, or JSON with the same names; - reads stdin.")
    private List<String> files = List.of();

    @Mixin
    private TaskOptions taskOptions = new TaskOptions();

    @Mixin
    private LossOptions lossOptions = new LossOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed; the same seed gives the same numbers (default: ${DEFAULT-VALUE}).")
    private long seed = FitOptions.DEFAULT.seed();

    @Option(names = "--json", description = "Print JSON: the API's for one study, a list and a tally for several.")
    private boolean json;

    @Option(
            names = "--cluster",
            paramLabel = "NAME=FAMILY,...",
            description =
                    "Families that count as one in the bootstrap over several studies; * stands for anything; may be"
                            + " repeated. A family that is in none is one of its own.")
    private List<String> clusters = List.of();

    @Mixin
    private AllTasksOptions allTasks = new AllTasksOptions();

    @Option(names = "--csv", description = "Print the standings of every study as CSV.")
    private boolean csv;

    public BacktestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Several studies, as JSON. */
    record Several(List<Backtest> items, List<MultiStudyRanking> tallies) {}

    @Override
    public Integer call() throws IOException {
        if (json && csv) throw new IllegalArgumentException("--json and --csv exclude each other");
        if (allTasks.given()) return all();
        List<Backtest> done = new ArrayList<>();
        for (Backtest.Work work : work()) {
            long began = System.nanoTime();
            done.add(run(work));
            terminal.err().printf("%d parts in %.1f s%n", work.parts(), (System.nanoTime() - began) * 1e-9);
            if (!json && !csv) terminal.out().println(BacktestTables.of(done.get(done.size() - 1)));
        }
        if (csv) {
            terminal.out().print(BacktestCsv.of(done));
            return 0;
        }
        List<MultiStudyRanking> tallies = MultiStudyRanking.of(done, Clusters.of(clusters));
        if (!json && done.size() > 1) terminal.out().println(BacktestTables.of(tallies));
        if (json) terminal.out().println(FitInput.json(done.size() == 1 ? done.get(0) : new Several(done, tallies)));
        return 0;
    }

    /** A study a core, not a part: so that what is done can be gone on with. */
    private int all() throws IOException {
        List<SweepStudy> studies = new ArrayList<>();
        for (String file : files) {
            ImportResult read = ObservationFile.read(file, terminal).goodRows(lossOptions.rules());
            for (Warning warning : read.warnings()) terminal.warn(warning.message());
            for (List<Observation> rows : taskOptions.studies(read.observations(), taskOptions.catalogue()))
                studies.addAll(SweepStudy.of(file, rows));
        }
        FitOptions options = FitOptions.DEFAULT.withSeed(seed);
        StudyAnswers answers =
                new StudyAnswers(taskOptions.catalogue(), taskOptions.settings(), lossOptions.basis(), options);
        return allTasks.run(
                terminal,
                studies,
                answers,
                new AllTasksOptions.Asked(StudyAnswers.BACKTESTS, "", StudyAnswers::backtest, StudyAnswers::replayed),
                json);
    }

    /** One for each task and family of the files. */
    private List<Backtest.Work> work() throws IOException {
        TaskCatalogue catalogue = taskOptions.catalogue();
        LossSource losses = lossOptions.basis();
        List<Backtest.Work> all = new ArrayList<>();
        for (String file : files) {
            ImportResult read = ObservationFile.read(file, terminal).goodRows(lossOptions.rules());
            for (Warning warning : read.warnings()) terminal.warn(warning.message());
            for (List<Observation> rows : taskOptions.studies(read.observations(), catalogue))
                study(file, rows, catalogue, losses).ifPresent(all::add);
        }
        if (all.isEmpty())
            throw new IllegalArgumentException("there is no study in the files whose history can be replayed");
        return all;
    }

    /** A study that cannot be replayed is left out with a warning: another one in the file may be fine. */
    private Optional<Backtest.Work> study(
            String file, List<Observation> rows, TaskCatalogue catalogue, LossSource losses) {
        try {
            Task task = taskOptions.task(rows, catalogue);
            StudyRows study = StudyRows.of(task, rows, losses, ObservationCsv.sha256(rows));
            losses.warning(study.borrowed()).ifPresent(warning -> terminal.warn(warning.message()));
            return Optional.of(new Backtest.Work(study, seed));
        } catch (IllegalArgumentException without) {
            Observation first = rows.get(0);
            terminal.warn(file + ", " + first.task() + " on "
                    + first.checkpoint().family() + ", is left out: " + without.getMessage());
            return Optional.empty();
        }
    }

    /** On all cores; parts do not depend on each other. */
    private Backtest run(Backtest.Work work) {
        try (WorkProgress bar = WorkProgress.of(terminal, "backtest")) {
            bar.more(work.parts());
            return work.report(IntStream.range(0, work.parts())
                    .parallel()
                    .mapToObj(index -> {
                        Backtest.Part part = work.part(index);
                        bar.step();
                        return part;
                    })
                    .toList());
        }
    }
}
