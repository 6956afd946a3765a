package org.emergencelaw.cli.study;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.emergencelaw.cli.option.AllTasksOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LockOptions;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.RunSizeOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.report.ForecastText;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.report.PlanningText;
import org.emergencelaw.rival.OtherAssumptions;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.sweep.StudyAnswers;
import org.emergencelaw.sweep.SweepStudy;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.PlanRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "forecast",
        description = {"Forecasts a planned training run from small-model results.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "The plan is --params and --tokens, or --train-flops, or --loss where the loss is better known than the"
                    + " study's own loss law tells it. Numbers may be written 13B, 1.4T, 6e21.",
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law forecast rows.csv --task mmlu --params 13B --tokens 1T",
            "  emergence-law forecast rows.csv --task mmlu --train-flops 7.8e22 --json",
            "  emergence-law forecast rows.csv --train-flops 7.8e22 --lock --study own \\",
            "    --deadline 2027-06-30 --seen nothing_run --assumptions 'same recipe'",
            "  emergence-law forecast mmlu.csv --all-tasks --params 34B --tokens 1.5T > out.csv",
            "  emergence-law forecast rows.csv --task mmlu --train-flops 7.8e22 --tornado",
            "  emergence-law forecast rows.csv --task mmlu --plans plans.csv > out.csv"
        })
public final class ForecastCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private FitInput study = new FitInput();

    @Mixin
    private RunSizeOptions size = new RunSizeOptions();

    @Option(names = "--loss", paramLabel = "NATS", description = "Pretraining loss expected of the planned run.")
    private Optional<String> loss = Optional.empty();

    @Option(
            names = "--eval-items",
            paramLabel = "N",
            description = "Items on which the run will be evaluated (default: as the few-shot rows state, else as the"
                    + " catalogue has it, else 1000).")
    private Optional<Integer> evalItems = Optional.empty();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            completionCandidates = Paths.class,
            description =
                    "What stays fixed while compute grows: ${COMPLETION-CANDIDATES} (default: own_ratio, the plan's own"
                            + " tokens per parameter; 20 where the plan is a compute).")
    private PathChoice path = PathChoice.OWN_RATIO;

    /** Paths as the API names them. */
    static final class Paths extends FitInput.Words {
        Paths() {
            super(PathChoice.values());
        }
    }

    @Option(
            names = "--level",
            paramLabel = "0..1",
            description =
                    "Accuracy that is asked for, above guessing (default: that of the catalogue, else a fifth of the way from guessing to 1).")
    private Optional<Double> level = Optional.empty();

    @Mixin
    private AllTasksOptions allTasks = new AllTasksOptions();

    @Mixin
    private LockOptions lock = new LockOptions();

    @Option(names = "--tornado", description = "Show which assumption matters most to the answer; refits four times.")
    private boolean tornado;

    @Option(names = "--next", description = "Show which further measurement would narrow the answer most.")
    private boolean next;

    @Option(
            names = "--plans",
            paramLabel = "FILE",
            description = "Forecast a list of plans and print it as CSV; - reads stdin. Columns: name, params, tokens,"
                    + " train_flops, pretrain_loss_nats, eval_items, path; a cell such as 1B|3B|7B makes a grid.")
    private Optional<String> plans = Optional.empty();

    @Option(
            names = "--p",
            paramLabel = "0..1",
            description = "Probability of reaching the named level that the cheapest of the plans must have (default:"
                    + " ${DEFAULT-VALUE}).")
    private double wanted = PlanTableCsv.DEFAULT_P;

    public ForecastCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (allTasks.given()) return all();
        if (plans.isPresent()) return list(plans.get());
        if (next) return showNext(study.fit(terminal));
        PlannedRun stated = new PlannedRun(
                size.paramCount(),
                size.tokenCount(),
                size.flops(),
                NumberText.quantity("--loss", loss),
                evalItems.orElse(PlannedRun.DEFAULT_EVAL_ITEMS),
                path,
                level());
        if (lock.given()) return lock();
        FittedStudy fitted = study.fit(terminal);
        PlannedRun plan = stated.evaluatedOn(items(fitted));
        if (tornado) {
            PlannedRun asked = plan.toLevel(OptionalDouble.of(level().orElse(study.usualLevel(fitted))));
            return show(SensitivityTornado.of(fitted, asked), PlanningText::tornado);
        }
        ForecastAnswer report = answer(fitted, study.forecaster(fitted), plan);
        terminal.out().println(study.json() ? FitInput.json(report) : ForecastText.of(report));
        return 0;
    }

    private int all() throws IOException {
        if (lock.given() || tornado || next)
            throw new IllegalArgumentException("--all-tasks goes with none of --lock, --tornado, --next");
        Optional<String> table = plans.isPresent()
                ? Optional.of(ObservationFile.read(plans.get(), terminal).text())
                : Optional.empty();
        List<SuitePlan> asked =
                table.isPresent() ? PlanTableCsv.ofSuite(table.get(), level()) : List.of(plan().ofSuite());
        return allTasks.run(
                terminal,
                study,
                new AllTasksOptions.Asked(
                        StudyAnswers.FORECASTS,
                        asked + " " + wanted,
                        (answers, each) -> answers.forecast(each, asked),
                        (answers, each) -> alone(answers, each, asked, table)));
    }

    /** What is printed of a task by itself: of one plan the forecast, of a list the table. */
    private Object alone(StudyAnswers answers, SweepStudy each, List<SuitePlan> asked, Optional<String> table) {
        FittedStudy fitted = answers.fitted(each);
        Forecaster forecaster = answers.forecaster(fitted);
        int usual = evalItems.orElse(answers.catalogue().items(fitted.task(), fitted.rows()));
        if (table.isPresent())
            return PlanTableCsv.forecast(
                    forecaster, table.get(), wanted, new PlanTableCsv.Defaults(level(), usual, path));
        return answer(fitted, forecaster, asked.get(0).of(usual));
    }

    private static ForecastAnswer answer(FittedStudy fitted, Forecaster forecaster, PlannedRun plan) {
        Forecast forecast = new OtherAssumptions(forecaster).beside(forecaster.forecast(plan), plan);
        return new ForecastAnswer(fitted.fit(), forecast);
    }

    private int lock() throws IOException {
        FitInput.Chosen chosen = study.read(terminal);
        ForecastLedger.Entry entry =
                lock.lock(clock, chosen.task(), chosen.rows(), study.convention(), study.request(), plan());
        terminal.out().println(study.json() ? FitInput.jsonThroughout(entry) : LedgerText.of(entry));
        return 0;
    }

    private int items(FittedStudy fitted) throws IOException {
        return evalItems.isPresent() ? evalItems.get() : study.usualItems(fitted);
    }

    private OptionalDouble level() {
        return level.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** The plan as the API takes it. */
    private PlanRequest plan() {
        return new PlanRequest(
                size.params,
                size.tokens,
                size.trainFlops,
                loss,
                evalItems.map(OptionalInt::of).orElse(OptionalInt.empty()),
                Optional.of(path),
                level());
    }

    private <T> int show(T answer, Function<T, String> text) throws IOException {
        terminal.out().println(study.json() ? FitInput.json(answer) : text.apply(answer));
        return 0;
    }

    private int showNext(FittedStudy fitted) throws IOException {
        Optional<NextMeasurement> found = NextMeasurement.of(fitted, level().orElse(study.usualLevel(fitted)));
        if (found.isEmpty())
            throw new IllegalArgumentException(
                    "--next needs few-shot accuracies of at least three checkpoints that can be" + " compared");
        return show(found.get(), PlanningText::next);
    }

    private int list(String file) throws IOException {
        String csv = ObservationFile.read(file, terminal).text();
        FittedStudy fitted = study.fit(terminal);
        PlanTable table = PlanTableCsv.forecast(
                study.forecaster(fitted), csv, wanted, new PlanTableCsv.Defaults(level(), items(fitted), path));
        terminal.err().println(table.answer());
        for (Warning warning : table.warnings()) terminal.warn(warning.code() + ": " + warning.message());
        terminal.out().print(study.json() ? FitInput.json(table) + "\n" : PlanTableCsv.csv(table));
        return 0;
    }
}
