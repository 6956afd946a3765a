package org.emergencelaw.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.forecast.AccuracyTrial;
import org.emergencelaw.forecast.Rival;
import org.emergencelaw.forecast.Rivals;
import org.emergencelaw.forecast.SurrogateRival;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ImportRules;
import org.emergencelaw.ingest.TaskCatalogue;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
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
        versionProvider = Main.CurrentVersion.class,
        footer = {
            "",
            "Rows need a pretrain_loss_nats, and a column such as log_likelihood or brier; rows with split = held_out"
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

    @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    SurrogateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Trials and what to know about the link, as JSON. */
    record Compared(String task, List<AccuracyTrial> trials, Optional<Warning> warning) {}

    @Override
    public Integer call() throws IOException {
        TaskCatalogue catalogue = options.catalogue();
        Import read = ObservationFile.read(file, terminal).goodRows(ImportRules.any());
        List<Observation> rows = options.choose(read.observations(), options.family, catalogue);
        Task task = options.task(rows, catalogue);
        List<AccuracyTrial> trials = Rivals.all().stream()
                .filter(rival -> COMPARED.contains(rival.key()))
                .map((Rival rival) -> AccuracyTrial.of(rival, task, rows, seed))
                .toList();
        Compared compared = new Compared(task.name(), trials, SurrogateRival.cameApart(task, rows));
        terminal.out().println(json ? FittedFile.json(compared) : text(compared));
        return 0;
    }

    private static String text(Compared compared) {
        Table table = new Table().row("rival", "held out", "mean |error|", "within 90%", "mean width");
        for (AccuracyTrial trial : compared.trials()) {
            double width = trial.rows().stream()
                    .mapToDouble(row -> row.predicted().q95() - row.predicted().q05())
                    .average()
                    .orElse(0);
            table.row(
                    trial.rival(),
                    Integer.toString(trial.rows().size()),
                    Table.plain(trial.meanError()),
                    trial.within() + " of " + trial.rows().size(),
                    trial.abstention().orElseGet(() -> String.format(Locale.ROOT, "%.4f", width)));
        }
        return compared.task() + "\n" + table
                + compared.warning()
                        .map(warning -> "warning: " + warning.message())
                        .orElse("");
    }
}
