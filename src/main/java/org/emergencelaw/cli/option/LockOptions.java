package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ledger.ClaimedEvent;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.PlanRequest;
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

    @Option(names = "--test-level", paramLabel = "P", description = "Lock: level of the test (default: 0.05).")
    private Optional<Double> testLevel = Optional.empty();

    @Option(
            names = "--minimum-effect",
            paramLabel = "X",
            description = "Lock: minimum excess over guessing (default: 0).")
    private Optional<Double> effect = Optional.empty();

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            completionCandidates = Events.class,
            description =
                    "Lock: what is claimed: ${COMPLETION-CANDIDATES} (default: level, the named level of the forecast;"
                            + " exceeds_trivial where terms of the test are given).")
    private Optional<ClaimedEvent> event = Optional.empty();

    /** Events as the API names them. */
    static final class Events extends FitInput.Words {
        Events() {
            super(ClaimedEvent.values());
        }
    }

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
     * @param convention fields of a new study, which say how it counts and where its losses come from
     */
    public ForecastLedger.Entry lock(
            Clock clock,
            Task task,
            List<Observation> rows,
            Map<String, String> convention,
            FitRequest fit,
            PlanRequest plan)
            throws IOException {
        String id =
                study.orElseThrow(() -> new IllegalArgumentException("--lock needs --study, the study of the rows"));
        LockRequest terms = terms();
        try (LedgerLocation.Ledger ledger = place.openOrCreate(clock)) {
            if (ledger.has(id) && !convention.isEmpty())
                throw new IllegalArgumentException(
                        "study " + id + " exists, and says itself how it counts and where its losses come from: leave "
                                + String.join(", ", convention.keySet()) + " out, or name another --study");
            submit(ledger, NewStudy.of(id, id, task, family(rows, id)).with(convention), rows);
            return ledger.lock(ledger.forecast(ledger.fit(id, fit), plan), terms);
        }
    }

    private LockRequest terms() {
        return new LockRequest(
                LockRequest.endOf(deadline.orElseThrow(() -> new IllegalArgumentException("--lock needs --deadline"))),
                seen.orElseThrow(() -> new IllegalArgumentException("--lock needs --seen")),
                assumptions.orElseThrow(() -> new IllegalArgumentException("--lock needs --assumptions")),
                Optional.of(backtest),
                number(testLevel),
                number(effect),
                model,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                event);
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.stream().mapToDouble(Double::doubleValue).findFirst();
    }

    private static String family(List<Observation> rows, String otherwise) {
        return rows.stream()
                .map(row -> row.checkpoint().family())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    private static void submit(LedgerLocation.Ledger ledger, NewStudy asked, List<Observation> rows)
            throws IOException {
        String id = asked.id().orElseThrow();
        if (!ledger.has(id)) ledger.create(asked);
        String csv = ObservationCsv.text(rows), saved = ledger.rows(id);
        if (saved.equals(csv)) return;
        if (saved.lines().count() > 1)
            throw new IllegalArgumentException(
                    "study " + id + " has other rows than the file: import the file first, or name another --study");
        ledger.submit(id, ObservationImport.Mode.ADD, ImportFiles.of("rows", csv.getBytes(StandardCharsets.UTF_8)));
    }
}
