package org.emergencelaw.cli.study;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.InvalidInputException;
import org.emergencelaw.cli.option.StudyLocation;
import org.emergencelaw.cli.option.TaskOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.ImportSources;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.report.MappingText;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {"Adds observations to a study: all rows, or none.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "A study that does not exist yet is created, with the file's task and family; a task that the catalogue does"
                    + " not have needs --trivial-accuracy and --shots.",
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law import rows.csv --study mmlu-3b --dry-run",
            "  emergence-law import rows.csv --study own --trivial-accuracy 0.25 --shots 5",
            "  emergence-law import rows.csv --study mmlu-3b --url http://127.0.0.1:8080",
            "  emergence-law import results/ --models models.csv --study arc --task arc_easy --metric acc",
            "  emergence-law import wide.csv --study mmlu --task mmlu --column model=name --column tokens=seen"
                    + " --column params=size --column accuracy[mmlu]=acc_mmlu --column regime:=few_shot"
                    + " --column examples:=5"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int NAMES_SHOWN = 10;

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Observations as CSV, JSON, Parquet or XLSX; or files of evaluation programs, such as results_*.json and"
                            + " samples_*.jsonl of lm-evaluation-harness, or folders or zips of them. - reads stdin.")
    private List<String> names = List.of();

    @Option(
            names = "--models",
            paramLabel = "FILE",
            description =
                    "models.csv: family, model, revision, params, tokens, loss, finetune_examples, seed of the models"
                            + " that harness files are about. It is kept for later imports.")
    private Optional<String> models = Optional.empty();

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "Take this metric of harness files, such as acc_norm (default: every accuracy).")
    private Optional<String> metric = Optional.empty();

    @Option(
            names = "--filter",
            paramLabel = "NAME",
            description = "Take this answer filter of harness files, such as strict-match (default: every filter).")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description = "Model of files that name none, such as those of GPT-NeoX: NAME, or NAME@REVISION.")
    private Optional<String> modelName = Optional.empty();

    @Option(names = "--study", paramLabel = "ID", required = true, description = "Study that the rows belong to.")
    private String study = "";

    @Mixin
    private StudyLocation location = new StudyLocation();

    @Option(names = "--dry-run", description = "Check the rows and save nothing.")
    private boolean dryRun;

    @Option(
            names = "--update",
            description =
                    "Take rows that are saved with other numbers, too: they replace those. Rows that are saved as they are"
                            + " are passed over in any case.")
    private boolean update;

    @Option(
            names = "--adopt",
            description = "Let a study without rows take the task and the family of these, whatever it was made with.")
    private boolean adopt;

    @Option(names = "--replace", description = "Replace the study's rows with these.")
    private boolean replace;

    @Option(names = "--name", paramLabel = "TEXT", description = "Name of a new study (default: its id).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description =
                    "Field of a new study as the API names it, such as loss_law=besiroglu_2024 or flops_per_param_token=12."
                            + " Give it once a field.")
    private Map<String, String> fields = Map.of();

    @Mixin
    private TaskOptions taskOptions = new TaskOptions();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    @Option(
            names = "--column",
            paramLabel = "COLUMN=NAME",
            description =
                    "A CSV with columns of its own: model=name takes the column name for model, regime:=few_shot sets"
                            + " one text, model:={size}@{step} joins columns, accuracy[mmlu]=acc_mmlu is the column of one"
                            + " task. Give the option once per column.")
    private List<String> columns = List.of();

    public ImportCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        TaskCatalogue catalogue = taskOptions.catalogue();
        ImportSources sources = ImportSources.of(names, models, terminal.in());
        passedOver(sources.passedOver());
        ImportFiles files = new ImportFiles(
                sources.files(),
                new ScoreSelection(metric, filter, modelName),
                columns.isEmpty() ? Optional.empty() : Optional.of(ColumnMapping.of(columns)));
        try (StudyLocation.Studies studies = location.open(catalogue, clock)) {
            report(studies.has(study) ? submit(studies, files) : submitToNew(studies, files, catalogue));
        }
        return 0;
    }

    private void passedOver(List<String> names) {
        if (names.isEmpty()) return;
        String first = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        terminal.warn("passed over, as of no format that is read: " + first
                + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : ""));
    }

    private ImportReport submit(StudyLocation.Studies studies, ImportFiles files) throws IOException {
        if (taskOptions.trivialAccuracy.isPresent() || taskOptions.shots.isPresent() || name.isPresent())
            terminal.warn("study " + study + " exists already; its name, trivial accuracy and shots stay as they are");
        if (adopt) return studies.adopt(study, ObservationImport.Mode.of(dryRun, replace, update), files);
        return studies.submit(study, ObservationImport.Mode.of(dryRun, replace, update), files);
    }

    /** Checks the rows before the study is made, so that a refused import leaves nothing behind. */
    private ImportReport submitToNew(StudyLocation.Studies studies, ImportFiles files, TaskCatalogue catalogue)
            throws IOException {
        List<KnownModel> known = studies.models();
        NewStudy asked = asked(files, known, catalogue);
        Study draft = asked.study(catalogue, location.lossLaws(), clock.instant());
        ImportResult read = good(
                files, ImportRules.of(draft).withMaxRows(location.maxRows()).withModels(known), catalogue);
        if (dryRun) return ImportReport.of(study, ObservationImport.Mode.PREVIEW, read);
        studies.create(asked);
        return studies.submit(study, ObservationImport.Mode.of(dryRun, replace, update), files);
    }

    private static ImportResult good(ImportFiles files, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        ImportResult read = files.read(rules, catalogue);
        if (!read.accepted()) throw new InvalidInputException(files.name(), Problem.refusal(read));
        return read;
    }

    private NewStudy asked(ImportFiles files, List<KnownModel> known, TaskCatalogue catalogue) throws IOException {
        ImportRules rules = ImportRules.any()
                .withMaxRows(location.maxRows())
                .withModels(known)
                .withShots(shots(catalogue));
        ImportFiles results = files.withoutItems();
        boolean ofTask = taskOptions.task.isPresent() && (results.ofProgram() || !columns.isEmpty());
        ImportResult read = good(results, ofTask ? rules.withTask(taskOptions.task.get()) : rules, catalogue);
        List<Observation> chosen = taskOptions.choose(read.observations(), taskOptions.family, catalogue);
        String given = name.orElse(study);
        String family = taskOptions.family.orElseGet(() -> family(chosen).orElse(given));
        return NewStudy.of(study, given, taskOptions.task(chosen, catalogue), family)
                .with(fields);
    }

    /** Of the study that is to be, for files that do not say theirs. */
    private OptionalInt shots(TaskCatalogue catalogue) {
        Optional<Integer> usual = taskOptions
                .task
                .flatMap(catalogue::find)
                .map(TaskCatalogue.Entry::task)
                .map(Task::shots);
        return taskOptions.shots.or(() -> usual).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Optional<String> family(List<Observation> rows) {
        List<String> families = rows.stream()
                .map(row -> row.checkpoint().family())
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
        if (families.size() > 1)
            throw new IllegalArgumentException("the rows have several values of family: choose one with --family ("
                    + String.join(", ", families.subList(0, Math.min(10, families.size()))) + ")");
        return families.stream().findFirst();
    }

    private void report(ImportReport imported) throws IOException {
        for (Warning warning : imported.warnings()) terminal.warn(warning.message());
        if (dryRun && !json) MappingText.print(imported.series(), imported.mapping(), terminal.out());
        String count = imported.rows() + (imported.rows() == 1 ? " row" : " rows");
        if (json) terminal.out().println(FitInput.json(imported));
        else if (imported.saved()) terminal.out().println("saved " + count + " in study " + imported.studyId());
        else terminal.out().println(count + " would be saved in study " + imported.studyId() + "; this was a dry run");
    }
}
