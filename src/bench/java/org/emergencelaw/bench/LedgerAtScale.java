package org.emergencelaw.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.emergencelaw.ledger.FrozenPrediction;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.ledger.Outcome;
import org.emergencelaw.ledger.ResolvedOutcome;
import org.emergencelaw.store.LedgerStore;
import org.emergencelaw.web.LedgerSite;
import org.emergencelaw.web.RunningService;

/**
 * Times a ledger of 10,000 locked forecasts, half of them resolved: its page over HTTP in several orders, the recomputation of the
 * chain, and the scoreboard. The entries are those of a real lock, with other probabilities and families. After {@code package}:
 *
 * <pre>java -cp target/test-classes:target/emergence-law.jar org.emergencelaw.bench.LedgerAtScale</pre>
 */
public final class LedgerAtScale {

    private static final int LOCKS = 10_000;
    private static final int ROUNDS = 9;

    private LedgerAtScale() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("ledger-at-scale");
        try (RunningService service = RunningService.in(directory)) {
            String draft = LedgerSite.draft(service, LedgerSite.fit(service));
            LedgerSite.lock(service, draft);
            service.postCsv(draft + "/outcome", LedgerSite.results(0.3, 1000));
            fill(service.database().ledger(), service, LedgerSite.id(draft));
            LedgerEntry head = service.database().ledger().head().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%d locked forecasts, %d entries of %.1f KB, %d MB%n",
                    LOCKS,
                    head.sequence(),
                    head.text().length() / 1024.0,
                    Files.size(directory.resolve("studies.db")) >> 20);
            for (String path : new String[] {
                "/ledger",
                "/ledger?cursor=9950",
                "/ledger?sort=probability&order=desc",
                "/ledger?state=open&sort=deadline",
                "/ledger?counted=prospective&from=0.3&below=0.4",
                "/ledger.json"
            }) time(path, () -> good(service.get(path)));
            time("verify", () -> {
                if (!service.database().ledger().verify().whole()) throw new IllegalStateException("broken");
            });
            time("scores, computed anew", () -> {
                service.database()
                        .ledger()
                        .append(
                                Kind.NOTE,
                                LedgerSite.id(draft),
                                Instant.now(),
                                Optional.empty(),
                                new LedgerEntry.Note("n"),
                                Optional.empty());
                good(service.get("/scores.json"));
            });
            time("/scores, again", () -> good(service.get("/scores")));
        }
    }

    private static void fill(LedgerStore ledger, RunningService service, String id) {
        Random random = new Random(1);
        LockedForecast lock = ledger.body(ledger.of(id).get(0), LockedForecast.class);
        ResolvedOutcome outcome = ledger.body(ledger.of(id).get(1), ResolvedOutcome.class);
        int batch = 500;
        for (int from = 1; from < LOCKS; from += batch) {
            int first = from;
            service.database().atomically(() -> {
                for (int i = first; i < Math.min(LOCKS, first + batch); i++) {
                    String forecast = UUID.randomUUID().toString();
                    double p = random.nextDouble();
                    Instant now = RunningService.NOW.plusSeconds(i);
                    ledger.append(
                            Kind.LOCK,
                            forecast,
                            now,
                            Optional.empty(),
                            with(lock, p, "family-" + i % 40),
                            Optional.empty());
                    if (i % 2 == 0)
                        ledger.append(
                                Kind.OUTCOME,
                                forecast,
                                now,
                                Optional.empty(),
                                with(outcome, random.nextDouble() < p),
                                Optional.empty());
                }
                return true;
            });
        }
    }

    private static LockedForecast with(LockedForecast lock, double p, String family) {
        FrozenPrediction own = lock.forecast();
        return new LockedForecast(
                lock.claim(),
                lock.studyId(),
                lock.studyName(),
                family,
                lock.task(),
                lock.terms(),
                lock.run(),
                lock.otherName(),
                lock.claimItems(),
                lock.leastRight(),
                new FrozenPrediction(
                        own.key(),
                        own.description(),
                        java.util.OptionalDouble.of(p),
                        own.basis(),
                        Optional.of(java.util.Collections.nCopies(
                                lock.claimItems().orElseThrow().size(), p)),
                        own.emergenceLossNats(),
                        own.accuracy(),
                        own.accuracySample(),
                        own.abstention()),
                lock.rivals(),
                lock.atLoss(),
                lock.inputSha256(),
                lock.seed(),
                lock.law(),
                lock.method(),
                lock.prior(),
                lock.version(),
                lock.fitNumbers(),
                lock.forecastNumbers());
    }

    private static ResolvedOutcome with(ResolvedOutcome outcome, boolean emerged) {
        return new ResolvedOutcome(
                emerged ? Outcome.EMERGED : Outcome.NOT_EMERGED,
                outcome.explanation(),
                outcome.right(),
                outcome.items(),
                outcome.accuracy(),
                outcome.pValue(),
                outcome.rows(),
                outcome.pretrainLossNats(),
                outcome.trainFlops(),
                outcome.emergenceLossNats(),
                outcome.afterDeadline(),
                outcome.resultsSha256());
    }

    private static void good(RunningService.Answer answer) {
        if (answer.status() != 200) throw new IllegalStateException(answer.status() + " " + answer.body());
    }

    private static void time(String what, Runnable work) {
        double[] millis = new double[ROUNDS], busy = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime(), processor = processorNanos();
            work.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
            busy[i] = (processorNanos() - processor) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        Arrays.sort(busy);
        System.out.printf(
                Locale.ROOT,
                "%-50s first %6.0f ms, median of %d %6.0f ms, least %6.0f ms; %6.0f ms of processor time%n",
                what,
                first,
                ROUNDS,
                millis[ROUNDS / 2],
                millis[0],
                busy[ROUNDS / 2]);
    }

    /** Of all threads: what a busy machine does not stretch. */
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
