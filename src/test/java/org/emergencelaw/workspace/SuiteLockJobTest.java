package org.emergencelaw.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.emergencelaw.SettableClock;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.job.Job;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.Database;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.web.SuiteRows;
import org.emergencelaw.workspace.ObservationImport.Mode;
import org.emergencelaw.workspace.job.JobQueue;
import org.emergencelaw.workspace.suite.NewSuite;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteImport;
import org.emergencelaw.workspace.suite.SuiteLedger;
import org.emergencelaw.workspace.suite.SuiteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of whole suites as jobs: whoever is stopped in the middle, and whoever finishes, all of it is written once, or nothing. */
class SuiteLockJobTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> TASKS =
            IntStream.range(0, 8).mapToObj(i -> "own_" + i).toList();

    private static final SuitePlan PLAN = new SuitePlan(
            OptionalDouble.of(6.4e9),
            OptionalDouble.of(128e9),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            PathChoice.OWN_RATIO,
            OptionalDouble.empty());

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(NOW);
    private Life first;
    private Suite suite;

    /** What a process has: a connection to the one database, and a queue. */
    private record Life(Workspace workspace, JobQueue jobs, SuiteForecasts forecasts) implements AutoCloseable {

        SuiteLedger ledger() {
            return new SuiteLedger(workspace, forecasts);
        }

        @Override
        public void close() {
            jobs.close();
            workspace.close();
        }
    }

    private Life life() {
        Workspace workspace = new Workspace(
                Database.open(TestDatabase.at(directory.resolve("studies.db"))),
                TaskCatalogue.empty(),
                new PublishedLossLaws(List.of()),
                clock);
        JobQueue jobs = new JobQueue(workspace, clock);
        return new Life(workspace, jobs, SuiteForecasts.of(workspace, jobs, clock));
    }

    @BeforeEach
    void aSuite() {
        first = life();
        suite = first.forecasts.suites().create(NewSuite.of(Optional.of("many"), "Many", Optional.of("f")));
        submit(5);
    }

    @AfterEach
    void close() {
        first.close();
    }

    private void submit(int models) {
        ImportFiles rows = ImportFiles.of("rows", SuiteRows.of(TASKS, models).getBytes(StandardCharsets.UTF_8));
        SuiteImport imports = new SuiteImport(first.workspace, first.forecasts.suites());
        SuiteImport.Done done = imports.save(imports.read(
                suite,
                Mode.ADD,
                new TaskSettings(OptionalDouble.empty(), OptionalInt.of(5)),
                rules -> rows.read(rules, TaskCatalogue.empty())));
        assertThat(done.read().accepted()).isTrue();
    }

    private SuiteLock.Status lock(Life life) {
        LockRequest terms = new LockRequest(
                NOW.plus(Duration.ofDays(90)),
                Foreknowledge.NOTHING_RUN,
                "same recipe",
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return life.ledger().lock(suite, PLAN, terms, Optional.of("somebody"));
    }

    private SuiteLock.Status status(Life life) {
        return life.ledger().view(suite).lock().orElseThrow();
    }

    private SuiteLock.Status ended(Life life) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> status(life), lock -> lock.state() != SuiteLock.State.RUNNING);
    }

    private int done(Life life) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> status(life).done(), done -> done > 0);
    }

    private void assertLockedOnce(Life life, SuiteLock.Status lock) {
        assertThat(lock.state()).as(lock.toString()).isEqualTo(SuiteLock.State.WRITTEN);
        assertThat(lock.items()).extracting(SuiteLock.Item::task).containsExactlyElementsOf(TASKS);
        List<LedgerSummary> locked = life.ledger().view(suite).items();
        assertThat(locked).extracting(LedgerSummary::task).containsExactlyInAnyOrderElementsOf(TASKS);
        assertThat(life.workspace.ledger().verify().whole()).isTrue();
        assertThat(life.workspace.ledger().chain().entries()).isEqualTo(TASKS.size());
        assertThat(life.workspace
                        .ledger()
                        .entry(locked.get(0).forecastId())
                        .entries()
                        .get(0)
                        .by())
                .contains("somebody");
    }

    @Test
    void aLockThatIsStoppedInTheMiddleIsFinishedByTheNextLifeWithWhatIsFrozen() {
        String id = lock(first).jobId();
        done(first);
        first.jobs.close();
        int done = status(first).done();
        assertThat(done).as("in the middle").isBetween(1, TASKS.size() - 1);
        assertThat(first.workspace.ledger().chain().entries()).isZero();
        TreeMap<Integer, String> frozen = first.workspace.database().jobs().parts(id);

        try (Life second = life()) {
            second.jobs.start();
            SuiteLock.Status lock = ended(second);

            assertLockedOnce(second, lock);
            for (String part : frozen.values()) {
                String forecast = lock.items().stream()
                        .flatMap(item -> item.forecastId().stream())
                        .filter(part::contains)
                        .findFirst()
                        .orElseThrow();
                assertThat(second.workspace.ledger().find(forecast)).isPresent();
            }
        }
    }

    @Test
    void aLockThatAnotherTakesFromAStalledServiceIsWrittenOnce() {
        lock(first);
        done(first);
        try (Life second = life()) {
            // the first one's lease has run out, and it knows nothing of it
            clock.set(NOW.plusSeconds(20));
            second.jobs.start();

            assertLockedOnce(second, ended(second));
            first.jobs.close();
            assertThat(first.workspace.ledger().chain().entries()).isEqualTo(TASKS.size());
        }
    }

    @Test
    void whatIsUnderWayIsNotBegunTwiceAndCancelledItWritesNothing() {
        String id = lock(first).jobId();

        assertThatThrownBy(() -> lock(first)).isInstanceOf(Conflict.class).hasMessageContaining("under way");
        first.jobs.cancel(id);

        assertThat(status(first).state()).isEqualTo(SuiteLock.State.FAILED);
        assertThat(status(first).reason()).contains("it was cancelled");
        assertLockedOnce(first, ended(again()));
    }

    private Life again() {
        clock.set(NOW.plusSeconds(1));
        lock(first);
        return first;
    }

    @Test
    void rowsThatComeMeanwhileAreNoPartOfALock() {
        lock(first);
        String request =
                first.workspace.database().jobs().request(status(first).jobId()).orElseThrow();
        first.jobs.cancel(status(first).jobId());
        // as it was asked for before there were other rows
        clock.set(NOW.plusSeconds(1));
        first.jobs.add(
                Job.ofSuite("l", suite.id(), Job.Kind.SUITE_LOCK, 1, "0".repeat(64), TASKS.size(), clock.instant()),
                Optional.of(request));

        SuiteLock.Status lock = ended(first);

        assertThat(lock.state()).isEqualTo(SuiteLock.State.FAILED);
        assertThat(lock.reason().orElseThrow()).contains("rows of the suite changed");
        assertThat(first.workspace.ledger().chain().entries()).isZero();
    }
}
