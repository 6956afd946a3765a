package org.emergencelaw.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.web.page.LockForm;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Locks a forecast of a file into the ledger. */
public final class LockOptions {

    @Option(names = "--lock", description = "Lock the forecast into the ledger, permanently.")
    private boolean lock;

    @Option(names = "--study", paramLabel = "ID", description = "Lock: study of the rows; created if there is none.")
    private Optional<String> study = Optional.empty();

    @Option(names = "--deadline", paramLabel = "DAY", description = "Lock: when results will be there, as 2027-06-30.")
    private Optional<String> deadline = Optional.empty();

    @Option(
            names = "--seen",
            paramLabel = "WHAT",
            completionCandidates = Seen.class,
            description = "Lock: what has been seen of the run: ${COMPLETION-CANDIDATES}.")
    private Optional<Foreknowledge> seen = Optional.empty();

    @Option(
            names = "--assumptions",
            paramLabel = "TEXT",
            description = "Lock: what must hold for the forecast to mean anything.")
    private Optional<String> assumptions = Optional.empty();

    @Option(names = "--run-name", paramLabel = "NAME", description = "Lock: model name that the results will carry.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--level", paramLabel = "P", description = "Lock: level of the test (default: 0.05).")
    private Optional<Double> level = Optional.empty();

    @Option(
            names = "--minimum-effect",
            paramLabel = "X",
            description = "Lock: minimum excess over guessing (default: 0).")
    private Optional<Double> effect = Optional.empty();

    @Option(names = "--backtest", description = "Lock: an exercise on a run that was hidden on purpose.")
    private boolean backtest;

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    /** What may have been seen, as the API names it. */
    static final class Seen extends FitInput.Words {
        Seen() {
            super(Foreknowledge.values());
        }
    }

    public boolean given() {
        return lock;
    }

    /**
     * Submits the rows where the study does not have them yet, fits, forecasts and locks.
     *
     * @return the entry, as the API has it
     */
    public JsonNode lock(
            Clock clock, Task task, List<Observation> rows, Map<String, Object> fit, Map<String, Object> plan)
            throws IOException {
        String id =
                study.orElseThrow(() -> new IllegalArgumentException("--lock needs --study, the study of the rows"));
        Map<String, Object> terms = terms();
        return place.ask(clock, true, api -> {
            submit(api, clock, new Study(id, id, task, family(rows, id), clock.instant()), rows);
            String fitId =
                    api.postJson("/studies/" + id + "/fits", fit).get("id").asText();
            String forecast = api.postJson("/fits/" + fitId + "/forecasts", plan)
                    .get("id")
                    .asText();
            return api.postJson("/forecasts/" + forecast + "/lock", terms);
        });
    }

    private Map<String, Object> terms() {
        Map<String, Object> terms = new LinkedHashMap<>();
        terms.put(
                "deadline",
                LockForm.endOf(deadline.orElseThrow(() -> new IllegalArgumentException("--lock needs --deadline")))
                        .toString());
        terms.put(
                "seen",
                seen.orElseThrow(() -> new IllegalArgumentException("--lock needs --seen"))
                        .name()
                        .toLowerCase(Locale.ROOT));
        terms.put(
                "assumptions",
                assumptions.orElseThrow(() -> new IllegalArgumentException("--lock needs --assumptions")));
        terms.put("backtest", backtest);
        model.ifPresent(name -> terms.put("model", name));
        level.ifPresent(value -> terms.put("level", value));
        effect.ifPresent(value -> terms.put("minimum_effect", value));
        return terms;
    }

    private static String family(List<Observation> rows, String otherwise) {
        return rows.stream()
                .map(row -> row.checkpoint().family())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    private static void submit(ServiceClient api, Clock clock, Study study, List<Observation> rows) throws IOException {
        String csv = ObservationCsv.text(rows);
        RemoteStudies studies = new RemoteStudies(api);
        if (!studies.has(study.id())) studies.create(study);
        String saved = api.get("/studies/" + study.id() + "/observations.csv");
        if (saved.equals(csv)) return;
        if (saved.lines().count() > 1)
            throw new IllegalArgumentException("study " + study.id()
                    + " has other rows than the file: import the file first, or name another --study");
        api.post("/studies/" + study.id() + "/observations", "text/csv", csv.getBytes(StandardCharsets.UTF_8));
    }
}
