package org.emergencelaw.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.LawForm;
import org.emergencelaw.fit.LossBasis;
import org.emergencelaw.fit.Method;
import org.emergencelaw.forecast.FamilyRace;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.Tornado;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ImportRules;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.ingest.ObservationDigest;
import org.emergencelaw.ingest.TaskCatalogue;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file of observations and how to fit it: what {@code fit}, {@code forecast} and {@code compare} share. */
final class FittedFile {

    static final String COLUMNS =
            "Columns of FILE: task, model, regime (few_shot or finetuned), examples (shots, or finetuning examples),"
                    + " accuracy (0..1), and pretrain_loss_nats; besides, if known: family, params, tokens, train_flops,"
                    + " loss_corpus, seed, n_eval, split (fit or held_out), metric, filter, note.";

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
    private LawForm law = FitOptions.DEFAULT.law();

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
    static final class Laws extends Words {
        Laws() {
            super(LawForm.values());
        }
    }

    /** Methods as the API names them. */
    static final class Methods extends Words {
        Methods() {
            super(Method.values());
        }
    }

    /** Constants as the API names them. */
    static class Words implements Iterable<String> {
        private final List<String> words;

        Words(Enum<?>[] values) {
            words = Arrays.stream(values).map(Words::of).toList();
        }

        static String of(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Iterator<String> iterator() {
            return words.iterator();
        }
    }

    static String defaultMethod() {
        return Words.of(FitOptions.DEFAULT.method());
    }

    /** The program's defaults, as help shows them; null for an option without one. */
    static @Nullable String defaultOf(CommandLine.Model.ArgSpec argument) {
        if (!(argument instanceof CommandLine.Model.OptionSpec option)) return null;
        return switch (option.longestName()) {
            case "--law" -> Words.of(FitOptions.DEFAULT.law());
            case "--method" -> defaultMethod();
            default -> null;
        };
    }

    /** The observations with their fit. */
    record Fitted(Task task, List<Observation> observations, FitOptions options, EmergenceFit.WithDraws fit) {

        /** The rows as the fit sees them. */
        List<Observation> rows() {
            return options.losses().complete(observations);
        }

        Forecaster forecaster() {
            return new Forecaster(task, fit, rows());
        }

        Optional<NextMeasurement> nextMeasurement() {
            return NextMeasurement.of(task, fit, rows());
        }

        FamilyRace.Entrant entrant() {
            return new FamilyRace.Entrant(observations.get(0).checkpoint().family(), task, fit, observations);
        }

        Tornado tornado(PlannedRun plan) {
            return Tornado.of(task, observations, options, fit, plan);
        }
    }

    String file() {
        return file;
    }

    boolean json() {
        return json;
    }

    /** Reads the file, warns of what an import would warn of, and fits. */
    Fitted fit(Terminal terminal) throws IOException {
        return fit(file, taskOptions.family, terminal);
    }

    /** The same of another file. */
    Fitted fit(String other, Optional<String> family, Terminal terminal) throws IOException {
        Chosen chosen = read(other, family, terminal);
        String digest = ObservationDigest.sha256(chosen.rows());
        return new Fitted(
                chosen.task(),
                chosen.rows(),
                options(),
                EmergenceFitter.fit(chosen.task(), chosen.rows(), options(), digest));
    }

    private FitOptions options() throws IOException {
        return new FitOptions(law, method, !noShift, seed, lossOptions.basis());
    }

    /** The options of the fit, as the API takes them. */
    Map<String, Object> request() throws IOException {
        if (!options().losses().equals(LossBasis.DEFAULT))
            throw new IllegalArgumentException(
                    "a study's own convention says how it counts and where its losses come from:"
                            + " import the rows into such a study, forecast there, and lock that");
        return Map.of("law", Words.of(law), "method", Words.of(method), "few_shot_shift", !noShift, "seed", seed);
    }

    /** Rows of one task. */
    record Chosen(Task task, List<Observation> rows) {}

    /** Reads the file, and warns of what an import would warn of. */
    Chosen read(Terminal terminal) throws IOException {
        return read(file, taskOptions.family, terminal);
    }

    private Chosen read(String other, Optional<String> family, Terminal terminal) throws IOException {
        TaskCatalogue catalogue = taskOptions.catalogue();
        Import read = ObservationFile.read(other, terminal).goodRows(ImportRules.any());
        List<Observation> rows = taskOptions.choose(read.observations(), family, catalogue);
        Task task = taskOptions.task(rows, catalogue);
        for (Warning warning : read.warnings()) terminal.warn(warning.message());
        return new Chosen(task, rows);
    }

    /** A record as the API would send it, laid out for people and for diffs. */
    static String json(Object answer) throws JsonProcessingException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }
}
