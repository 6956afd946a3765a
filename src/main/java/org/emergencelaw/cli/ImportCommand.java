package org.emergencelaw.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ImportRules;
import org.emergencelaw.ingest.TaskCatalogue;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {"Adds observations to a study: all rows, or none.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Main.CurrentVersion.class,
        footer = {
            "",
            "A study that does not exist yet is made, with the file's task and family; a task that the catalogue does"
                    + " not have needs --trivial-accuracy and --shots.",
            "",
            FittedFile.COLUMNS,
            "",
            "Examples:",
            "  emergence-law import rows.csv --study mmlu-3b --dry-run",
            "  emergence-law import rows.csv --study own --trivial-accuracy 0.25 --shots 5",
            "  emergence-law import rows.csv --study mmlu-3b --url http://127.0.0.1:8080"
        })
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(paramLabel = "FILE", description = "Observations as CSV or JSON; - reads stdin.")
    private String file = "";

    @Option(names = "--study", paramLabel = "ID", required = true, description = "Study that the rows belong to.")
    private String study = "";

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Import into a running service instead, such as http://127.0.0.1:8080.")
    private Optional<String> url = Optional.empty();

    @Option(names = "--dry-run", description = "Check the rows and save nothing.")
    private boolean dryRun;

    @Option(names = "--replace", description = "Put the rows in the place of the study's rows.")
    private boolean replace;

    @Option(names = "--name", paramLabel = "TEXT", description = "Name of a new study (default: its id).")
    private Optional<String> name = Optional.empty();

    @Mixin
    private TaskOptions taskOptions = new TaskOptions();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    ImportCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (url.isPresent() && options.databaseGiven())
            throw new IllegalArgumentException("give --url or --database, not both");
        ObservationFile rows = ObservationFile.read(file, terminal);
        try (StudyPlace place = url.isPresent()
                ? new RemoteStudies(Api.at(url.get()))
                : LocalStudies.open(options.settings().database(), clock)) {
            report(place.has(study) ? submit(place, rows) : submitToNew(place, rows));
        }
        return 0;
    }

    private Imported submit(StudyPlace place, ObservationFile rows) throws IOException {
        if (taskOptions.trivialAccuracy.isPresent() || taskOptions.shots.isPresent() || name.isPresent())
            terminal.warn("study " + study + " exists already; its name, trivial accuracy and shots stay as they are");
        return place.submit(study, Desk.Mode.of(dryRun, replace), rows);
    }

    /** Checks the rows before the study is made, so that a refused import leaves nothing behind. */
    private Imported submitToNew(StudyPlace place, ObservationFile rows) throws IOException {
        Study draft = draft(rows);
        Import read = rows.goodRows(ImportRules.of(draft));
        if (dryRun) return Imported.of(study, Desk.Mode.PREVIEW, read);
        place.create(draft);
        return place.submit(study, Desk.Mode.of(dryRun, replace), rows);
    }

    private Study draft(ObservationFile rows) throws IOException {
        TaskCatalogue catalogue = taskOptions.catalogue();
        List<Observation> chosen =
                taskOptions.choose(rows.goodRows(ImportRules.any()).observations(), catalogue);
        String given = name.orElse(study);
        String family = taskOptions.family.orElseGet(() -> chosen.stream()
                .map(row -> row.checkpoint().family())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(given));
        return new Study(study, given, taskOptions.task(chosen, catalogue), family, clock.instant());
    }

    private void report(Imported imported) throws IOException {
        for (Warning warning : imported.warnings()) terminal.warn(warning.message());
        String count = imported.rows() + (imported.rows() == 1 ? " row" : " rows");
        if (json) terminal.out().println(FittedFile.json(imported));
        else if (imported.saved()) terminal.out().println("saved " + count + " in study " + imported.studyId());
        else terminal.out().println(count + " would be saved in study " + imported.studyId() + "; this was a dry run");
    }
}
