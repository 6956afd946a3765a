package org.emergencelaw.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.emergencelaw.SettableClock;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.job.Job;
import org.emergencelaw.job.Job.State;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.job.JobKind;
import org.emergencelaw.workspace.job.JobQueue;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who works on a job where several processes share a database; progress, cancelling and restarts are tested over HTTP. */
class JobQueueTest {

    private static final Path CSV = Path.of("data/lab-exploration-djl-picl015/observations.csv");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(NOW);
    private Database database;
    private Workspace workspace;
    private Study study;
    private StudyJobs kinds;

    @BeforeEach
    void aStudyWithRows() throws Exception {
        database = Database.open(TestDatabase.at(directory.resolve("studies.db")));
        workspace = new Workspace(database, TaskCatalogue.empty(), new PublishedLossLaws(List.of()), clock);
        study = workspace
                .studies()
                .create(NewStudy.of(
                        "lab", "n", new Task("attribute_label", "accuracy", 0.25, 8), "lab-exploration-djl-picl015"));
        // few-shot rows alone: a backtest of many parts that each cost little
        String few = Files.readAllLines(CSV).stream()
                .filter(line -> line.startsWith("task,") || line.contains(",few_shot,8,"))
                .collect(Collectors.joining("\n", "", "\n"));
        byte[] rows = few.getBytes(StandardCharsets.UTF_8);
        workspace
                .imports()
                .submit(
                        study,
                        ObservationImport.Mode.ADD,
                        rules -> ImportFiles.of("rows", rows).read(rules, TaskCatalogue.empty()));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    /** As a service has it. */
    private JobQueue queue(Clock now) {
        JobQueue jobs = new JobQueue(workspace, now);
        kinds = StudyJobs.of(jobs, workspace);
        return jobs;
    }

    private Job queued(String id, int parts) {
        return Job.ofStudy(id, "lab", Job.Kind.BACKTEST, 3, workspace.revision(study), parts, NOW);
    }

    private Job ended(JobQueue jobs, String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> jobs.job(id), job -> !job.state().open());
    }

    @Test
    void aJobAtWorkElsewhereIsLeftAloneUntilItsLeaseRunsOut() {
        String id;
        try (JobQueue asking = queue(clock)) {
            // taken by another process before this one comes to it
            database.jobs().add(queued("j", 1_000), Optional.empty());
            database.jobs().start("j", "another process", NOW, NOW.plusSeconds(15));
            asking.start();
            id = kinds.backtests().ask(study, 3).id();

            assertThat(ended(asking, id).state()).as("its own job").isEqualTo(State.DONE);
            assertThat(asking.job("j").state()).as("the other's job").isEqualTo(State.RUNNING);
            assertThat(asking.job("j").done()).isZero();

            clock.set(NOW.plusSeconds(15));

            assertThat(ended(asking, "j").state()).isEqualTo(State.DONE);
            assertThat(database.jobs()
                            .result("j")
                            .orElseThrow()
                            .equals(database.jobs().result(id).orElseThrow()))
                    .as("the bytes of the same work")
                    .isTrue();
        }
    }

    @Test
    void aQueueThatIsClosedLetsGoOfItsJob() {
        JobQueue first = queue(clock);
        String id = kinds.backtests().ask(study, 3).id();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> first.job(id).done() > 0);
        first.close();
        assertThat(database.jobs().find(id).orElseThrow().state()).isIn(State.RUNNING, State.DONE);

        try (JobQueue second = queue(clock)) {
            second.start();
            assertThat(ended(second, id).state())
                    .as("at once, with the clock as it was")
                    .isEqualTo(State.DONE);
        }
    }

    @Test
    void aJobWhosePartsCannotBeWrittenGoesOnWhenTheyCan() throws Exception {
        try (JobQueue jobs = queue(Clock.systemUTC())) {
            jobs.start();
            String id = kinds.backtests().ask(study, 3).id();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> jobs.job(id).done() > 0);
            try (Connection other = TestDatabase.connect(directory.resolve("studies.db"));
                    Statement statement = other.createStatement()) {
                TestDatabase.beginWriting(statement);
                Thread.sleep(6_000);
                statement.execute("rollback");
            }

            assertThat(ended(jobs, id).state()).isEqualTo(State.DONE);
        }
    }

    /** Parts that each read the rows of a study, as fits of the tasks of a suite do, with room for one and a half of them. */
    @Test
    void eachPartTakesHeapByItselfOnWhicheverThreadAndNoneWaitsForAnother() throws Exception {
        int rows = 2_500;
        List<Study> large = List.of(large("a", rows), large("b", rows), large("c", rows), large("d", rows));
        long ofOne = 1_900L * rows;
        AtomicInteger atWork = new AtomicInteger(), most = new AtomicInteger();
        Set<Integer> made = ConcurrentHashMap.newKeySet();
        JobKind reading = reading(large, part -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            pause();
            atWork.decrementAndGet();
            made.add(part);
        });
        try (HeapBudget.Share others = workspace.heap().share(Duration.ZERO);
                JobQueue jobs = new JobQueue(workspace, Clock.systemUTC())) {
            assertThat(others.take(workspace.heap().bytes() - ofOne * 3 / 2)).isTrue();
            jobs.does(reading);
            jobs.start();
            jobs.add(queued("large", large.size()), Optional.empty());

            assertThat(ended(jobs, "large").state()).isEqualTo(State.DONE);
            assertThat(made).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(most).as("no two of them found room at once").hasValue(1);
            assertThat(workspace.heap().share(Duration.ZERO).take(ofOne * 4 / 3))
                    .as("all is given back")
                    .isTrue();
        }
    }

    @Test
    void partsOfOneLargeStudyHaveWhatTheirJobHas() throws Exception {
        Study one = large("a", 2_500);
        long ofOne = 1_900L * 2_500;
        try (HeapBudget.Share others = workspace.heap().share(Duration.ZERO);
                JobQueue jobs = new JobQueue(workspace, Clock.systemUTC())) {
            assertThat(others.take(workspace.heap().bytes() - ofOne * 3 / 2)).isTrue();
            CyclicBarrier together =
                    new CyclicBarrier(Math.min(2, Runtime.getRuntime().availableProcessors()));
            JobKind parts = reading(List.of(one, one), part -> await(together));
            jobs.does(new JobKind() {
                @Override
                public Job.Kind kind() {
                    return parts.kind();
                }

                @Override
                public Work work(Job job, Optional<String> request) {
                    assertThat(workspace.observations(one)).hasSize(2_500);
                    return parts.work(job, request);
                }
            });
            jobs.start();
            jobs.add(queued("large", 2), Optional.empty());

            assertThat(ended(jobs, "large").state())
                    .as("both at once: neither needs more")
                    .isEqualTo(State.DONE);
        }
    }

    private Study large(String id, int rows) {
        StringBuilder csv =
                new StringBuilder("task,family,model,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n");
        for (int i = 0; i < rows; i++) csv.append("t,f,m%d,%.4f,few_shot,5,1,0.25,1000\n".formatted(i, 4 - i * 0.001));
        Study made = workspace.studies().create(NewStudy.of(id, id, new Task("t", "accuracy", 0.25, 5), "f"));
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        workspace
                .imports()
                .submit(
                        made,
                        ObservationImport.Mode.ADD,
                        rules -> ImportFiles.of("rows", bytes).read(rules, TaskCatalogue.empty()));
        return made;
    }

    /** Reads the rows of a study a part, and does something while it has them. */
    private JobKind reading(List<Study> studies, IntConsumer meanwhile) {
        return new JobKind() {
            @Override
            public Job.Kind kind() {
                return Job.Kind.BACKTEST;
            }

            @Override
            public Work work(Job job, Optional<String> request) {
                return new Work(
                        studies.size(),
                        part -> {
                            int rows = workspace.observations(studies.get(part)).size();
                            meanwhile.accept(part);
                            return rows;
                        },
                        parts -> Done.of(parts));
            }
        };
    }

    private static void pause() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException apart) {
            throw new IllegalStateException(apart);
        }
    }

    @Test
    void whoeverWaitsForAJobIsToldWhyItFailedAndThatOurFaultsAreOurs() {
        for (String id : List.of("rows", "fault")) {
            database.jobs().add(queued(id, 1), Optional.empty());
            database.jobs().start(id, "a process", NOW, NOW.plusSeconds(15));
        }
        database.jobs().fail("rows", "a process", NOW, "the observations changed");
        database.jobs().fail("fault", "a process", NOW, "an internal error of the service");

        try (JobQueue jobs = queue(clock)) {
            assertThatThrownBy(() -> jobs.whole(jobs.job("rows")))
                    .isInstanceOfSatisfying(
                            Conflict.class, failed -> assertThat(failed.code()).isEqualTo(ProblemCode.JOB_FAILED))
                    .hasMessage("the observations changed");
            assertThatThrownBy(() -> jobs.whole(jobs.job("fault")))
                    .as("answered as 500, and logged")
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void nothingIsTakenUpBeforeTheQueueIsStarted() {
        database.jobs().add(queued("j", 1), Optional.empty());

        try (JobQueue jobs = queue(clock)) {
            assertThat(jobs.job("j").state()).isEqualTo(State.QUEUED);
            assertThat(kinds.backtests().newest(study)).map(Job::id).contains("j");
        }
        assertThat(database.jobs().find("j").orElseThrow().state()).isEqualTo(State.QUEUED);
    }
}
