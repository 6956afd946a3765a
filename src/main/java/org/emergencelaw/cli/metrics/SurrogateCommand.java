package org.emergencelaw.cli.metrics;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LossOptions;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.TaskOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.report.ConsoleTable;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.rival.SurrogateEvaluation;
import org.emergencelaw.rival.SurrogateRival;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "surrogate",
        description = {
            "Predicts the accuracy of held-out checkpoints from a smooth measure of the others, beside a hinge through"
                    + " their accuracies alone.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Rows need a pretrain_loss_nats, or --loss-law, and a column such as log_likelihood or brier; rows with split = held_out"
                    + " are predicted and never seen.",
            "",
            "Example:",
            "  emergence-law metrics surrogate observations.csv --task mmlu"
        })
final class SurrogateCommand implements Callable<Integer> {

    private static final List<String> COMPARED = List.of("smooth_surrogate", "few_shot_relu");

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "Observations as CSV, or JSON with the same names; - reads stdin.")
    private String file = "";

    @Mixin
    private TaskOptions options = new TaskOptions();

    @Mixin
    private LossOptions lossOptions = new LossOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    SurrogateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Trials and what to know about the link, as JSON. */
    record Compared(String task, List<SurrogateEvaluation> trials, Optional<Warning> warning) {}

    @Override
    public Integer call() throws IOException {
        TaskCatalogue catalogue = options.catalogue();
        ImportResult read = ObservationFile.read(file, terminal).goodRows(lossOptions.rules());
        for (Warning warning : read.warnings()) terminal.warn(warning.message());
        List<Observation> rows = options.choose(read.observations(), options.family, catalogue);
        Task task = options.task(rows, catalogue);
        StudyRows study = StudyRows.of(task, rows, lossOptions.basis(), "");
        study.losses().warning(study.borrowed()).ifPresent(warning -> terminal.warn(warning.message()));
        List<SurrogateEvaluation> trials = Rivals.all().stream()
                .filter(rival -> COMPARED.contains(rival.key()))
                .map((Rival rival) -> SurrogateEvaluation.of(rival, study, seed))
                .toList();
        Compared compared = new Compared(task.name(), trials, SurrogateRival.cameApart(study));
        terminal.out().println(json ? FitInput.json(compared) : text(compared));
        return 0;
    }

    private static String text(Compared compared) {
        ConsoleTable table = new ConsoleTable().row("rival", "held out", "mean |error|", "90% coverage", "mean width");
        for (SurrogateEvaluation trial : compared.trials()) {
            double width = trial.rows().stream()
                    .mapToDouble(row -> row.predicted().q95() - row.predicted().q05())
                    .average()
                    .orElse(0);
            table.row(
                    DisplayNames.label(trial.rival()),
                    Integer.toString(trial.rows().size()),
                    DisplayNumbers.decimal3(trial.meanError()),
                    trial.within() + " of " + trial.rows().size(),
                    trial.abstention().orElseGet(() -> DisplayNumbers.decimal3(width)));
        }
        return compared.task() + "\n" + table
                + compared.warning()
                        .map(warning -> "warning: " + warning.message())
                        .orElse("");
    }
}
