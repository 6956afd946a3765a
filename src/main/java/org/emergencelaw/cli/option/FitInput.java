package org.emergencelaw.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.sweep.StudyAnswers;
import org.emergencelaw.sweep.SweepStudy;
import org.emergencelaw.workspace.FitRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of observations and how to fit it: what {@code fit}, {@code forecast} and {@code compare} share. */
public final class FitInput {

    public static final String COLUMNS = "Columns of FILE: " + Columns.HELP;

    @Parameters(paramLabel = "FILE", description = "Observations as CSV, or JSON with the same names; - reads stdin.")
    private String file = "";

    @Mixin
    private TaskOptions taskOptions = new TaskOptions();

    @Mixin
    private LossOptions lossOptions = new LossOptions();

    @Option(
            names = "--law",
            paramLabel = "LAW",
            completionCandidates = Laws.class,
            description = "Form of the emergence law: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EmergenceLawForm law = FitOptions.DEFAULT.law();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            completionCandidates = Methods.class,
            description = "How uncertainty is found: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Method method = FitOptions.DEFAULT.method();

    @Option(names = "--no-shift", description = "Few-shot rows have no floor of their own.")
    private boolean noShift = !FitOptions.DEFAULT.fewShotShift();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed; the same seed gives the same numbers (default: ${DEFAULT-VALUE}).")
    private long seed = FitOptions.DEFAULT.seed();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    /** Laws as the API names them. */
    public static final class Laws extends Words {
        public Laws() {
            super(EmergenceLawForm.values());
        }
    }

    /** Methods as the API names them. */
    static final class Methods extends Words {
        Methods() {
            super(Method.values());
        }
    }

    /** Constants as the API names them. */
    public static class Words implements Iterable<String> {
        private final List<String> words;

        public Words(Enum<?>[] values) {
            words = Arrays.stream(values).map(Words::of).toList();
        }

        public static String of(Enum<?> value) {
            return DisplayNames.key(value);
        }

        @Override
        public Iterator<String> iterator() {
            return words.iterator();
        }
    }

    public static String defaultMethod() {
        return Words.of(FitOptions.DEFAULT.method());
    }

    /** The program's defaults, as help shows them; null for an option without one. */
    public static @Nullable String defaultOf(CommandLine.Model.ArgSpec argument) {
        if (!(argument instanceof CommandLine.Model.OptionSpec option)) return null;
        return switch (option.longestName()) {
            case "--law" -> Words.of(FitOptions.DEFAULT.law());
            case "--method" -> defaultMethod();
            default -> null;
        };
    }

    public String file() {
        return file;
    }

    public boolean json() {
        return json;
    }

    /** Reads the file, warns of what an import would warn of, and fits. */
    public FittedStudy fit(Terminal terminal) throws IOException {
        return fit(file, taskOptions.family, terminal);
    }

    /** The same of another file. */
    public FittedStudy fit(String other, Optional<String> family, Terminal terminal) throws IOException {
        Chosen chosen = read(other, family, terminal);
        StudyRows study =
                StudyRows.of(chosen.task(), chosen.rows(), lossOptions.basis(), ObservationCsv.sha256(chosen.rows()));
        return EmergenceFitter.fit(study, request().options());
    }

    /** Accuracy that is asked for where nobody names one: that of the catalogue, else the task's usual one. */
    public double usualLevel(FittedStudy fitted) throws IOException {
        return taskOptions.catalogue().level(fitted.task());
    }

    /** Items on which a run is evaluated where nobody says how many: as the rows state it, else the catalogue. */
    public int usualItems(FittedStudy fitted) throws IOException {
        return taskOptions.catalogue().items(fitted.task(), fitted.rows());
    }

    /** Forecasts by such a fit, with that level. */
    public Forecaster forecaster(FittedStudy fitted) throws IOException {
        return new Forecaster(fitted, usualLevel(fitted));
    }

    /** How a study of the file counts and where its losses come from, by the names of the API. */
    public Map<String, String> convention() {
        return lossOptions.stated();
    }

    /** The options of the fit, as the API takes them. */
    public FitRequest request() {
        return new FitRequest(Optional.of(law), Optional.of(method), Optional.of(!noShift), OptionalLong.of(seed));
    }

    /** Every task and family of the file that no option leaves out; warns of what an import would warn of. */
    public List<SweepStudy> studies(Terminal terminal) throws IOException {
        ImportResult read = ObservationFile.read(file, terminal).goodRows(lossOptions.rules());
        for (Warning warning : read.warnings()) terminal.warn(warning.message());
        return taskOptions.studies(read.observations(), taskOptions.catalogue()).stream()
                .flatMap(rows -> SweepStudy.of(file, rows).stream())
                .toList();
    }

    /** What is asked of each of them, where the options say what the catalogue does not. */
    public StudyAnswers answers() throws IOException {
        return new StudyAnswers(
                taskOptions.catalogue(),
                taskOptions.settings(),
                lossOptions.basis(),
                request().options());
    }

    /** How rows of the file are read. */
    public ImportRules rules() {
        return lossOptions.rules();
    }

    /** Rows of one task. */
    public record Chosen(Task task, List<Observation> rows) {}

    /** Reads the file, and warns of what an import would warn of. */
    public Chosen read(Terminal terminal) throws IOException {
        return read(file, taskOptions.family, terminal);
    }

    private Chosen read(String other, Optional<String> family, Terminal terminal) throws IOException {
        TaskCatalogue catalogue = taskOptions.catalogue();
        ImportResult read = ObservationFile.read(other, terminal).goodRows(lossOptions.rules());
        List<Observation> rows = taskOptions.choose(read.observations(), family, catalogue);
        Task task = taskOptions.task(rows, catalogue);
        for (Warning warning : read.warnings()) terminal.warn(warning.message());
        return new Chosen(task, rows);
    }

    /** The same of an answer that holds JSON as text, which is laid out too. */
    public static String jsonThroughout(Object answer) throws JsonProcessingException {
        return json(Json.mapper().readTree(Json.write(answer)));
    }

    /** A record as the API would send it, laid out for people and for diffs. */
    public static String json(Object answer) throws JsonProcessingException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }
}
