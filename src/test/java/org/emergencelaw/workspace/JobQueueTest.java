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
import org.emergencelaw.workspace.job.JobQueue;
import org.emergencelaw.workspace.job.StudyJobs;
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
