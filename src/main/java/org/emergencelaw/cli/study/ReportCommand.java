package org.emergencelaw.cli.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.RunSizeOptions;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.BasePath;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.page.share.Reports;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = {
            "Writes a study, a forecast or a locked forecast as one HTML file, to print or to send.",
            "",
            "FILE is a table of observations, or the id of a study or a forecast in the database: the report of a locked"
                    + " forecast is that of its entry in the ledger. The charts are inside; nothing is loaded and no script runs."
                    + " With --json it writes what the page shows as JSON instead.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Examples:",
            "  emergence-law report rows.csv --task mmlu --output report.html",
            "  emergence-law report rows.csv --task mmlu --params 13B --tokens 1T \\",
            "    --output report.html",
            "  emergence-law report mmlu-3b --output report.html"
        })
public final class ReportCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private FitInput input = new FitInput();

    @Mixin
    private RunSizeOptions size = new RunSizeOptions();

    @Option(
            names = "--level",
            paramLabel = "0..1",
            description = "Accuracy that is asked for, above guessing (default: that of the catalogue, else a fifth of"
                    + " the way from guessing to 1).")
    private Optional<String> level = Optional.empty();

    @Option(
            names = "--eval-items",
            paramLabel = "N",
            description = "Items on which the run will be evaluated (default: as the few-shot rows state, else as the"
                    + " catalogue has it, else 1000).")
    private Optional<String> evalItems = Optional.empty();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file (default: standard output).")
    private Optional<Path> output = Optional.empty();

    public ReportCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        boolean rows = input.file().equals("-") || Files.exists(Path.of(input.file()));
        String report = rows ? ofRows() : ofDatabase(input.file());
        byte[] page = report.getBytes(StandardCharsets.UTF_8);
        if (output.isPresent()) Files.write(output.get(), page);
        else terminal.out().write(page);
        return 0;
    }

    /** The planned run by the fields of the page; what is left out is as there. */
    private Map<String, String> plan() {
        Map<String, String> plan = new LinkedHashMap<>();
        size.params.ifPresent(text -> plan.put("params", text));
        size.tokens.ifPresent(text -> plan.put("tokens", text));
        size.trainFlops.ifPresent(text -> plan.put("train_flops", text));
        level.ifPresent(text -> plan.put("level", text));
        evalItems.ifPresent(text -> plan.put("eval_items", text));
        return plan;
    }

    private static Reports reports(Workspace workspace) {
        return new Reports(workspace, new Pages(new BasePath("")), Optional.empty());
    }

    private String ofDatabase(String id) throws IOException {
        try (Workspace workspace = service.openExisting(clock)) {
            Optional<Study> study = workspace.find(id);
            if (study.isPresent()) return ofStudy(workspace, study.get());
            if (!plan().isEmpty())
                throw new IllegalArgumentException("there is no file and no study " + id
                        + ": a planned run goes with one of these, for a forecast has its own");
            if (input.json()) return FitInput.json(reports(workspace).record(id));
            return workspace.ledger().find(id).isPresent()
                    ? reports(workspace).entry(id)
                    : reports(workspace).forecast(id);
        }
    }

    private String ofStudy(Workspace workspace, Study study) throws IOException {
        return input.json()
                ? FitInput.json(reports(workspace).record(study, plan()))
                : reports(workspace).study(study, plan());
    }

    /** As a study of a database that is gone afterwards. */
    private String ofRows() throws IOException {
        FitInput.Chosen chosen = input.read(terminal);
        Path directory = Files.createTempDirectory("emergence-law-");
        Path database = directory.resolve("report.db");
        ServiceConfig settings = service.settings().with("database", database.toString());
        try (Workspace workspace = Workspace.open(settings, TaskCatalogue.of(settings), clock)) {
            Study study = workspace.studies().create(asked(chosen));
            ImportResult read = workspace
                    .imports()
                    .submit(
                            study,
                            ObservationImport.Mode.ADD,
                            rules -> ObservationCsv.read(ObservationCsv.text(chosen.rows()), rules));
            if (!read.accepted())
                throw new IllegalArgumentException(read.errors().get(0).message());
            workspace.fits().fit(study, input.request());
            return ofStudy(workspace, study);
        } finally {
            for (String ending : List.of("", "-wal", "-shm")) Files.deleteIfExists(Path.of(database + ending));
            Files.deleteIfExists(directory);
        }
    }

    private NewStudy asked(FitInput.Chosen chosen) throws IOException {
        String task = chosen.task().name();
        String family = chosen.rows().stream()
                .map((Observation row) -> row.checkpoint().family())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(task);
        return NewStudy.of("report", task + ", " + family, chosen.task(), family)
                .with(input.convention());
    }
}
