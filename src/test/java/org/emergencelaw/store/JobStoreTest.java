package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.emergencelaw.job.Job;
import org.emergencelaw.job.Job.State;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Suite;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs, their parts, and who may work on them. */
class JobStoreTest extends WithDatabase {

    private static final Instant LEASED = NOW.plusSeconds(15);

    private JobStore jobs;

    @BeforeEach
    void aQueuedJob() {
        study("s");
        jobs = database.jobs();
        add("j", "s", NOW);
    }

    private static Job of(String id, String study, Instant at) {
        return Job.ofStudy(id, study, Job.Kind.BACKTEST, -7, "abc", 4, at);
    }

    private void add(String id, String study, Instant at) {
        jobs.add(of(id, study, at), Optional.empty());
    }

    private State state() {
        return jobs.find("j").orElseThrow().state();
    }

    @Test
    void aJobComesBackAsItWas() {
        assertThat(jobs.find("j")).contains(of("j", "s", NOW));
        assertThat(jobs.find("none")).isEmpty();
        assertThat(jobs.result("j")).isEmpty();
    }

    @Test
    void theNewestOfAStudyIsTheLastThatWasMade() {
        add("a", "s", NOW.plusSeconds(1));

        assertThat(jobs.newestOfStudy("s", Job.Kind.BACKTEST)).map(Job::id).contains("a");
        assertThat(jobs.open()).extracting(Job::id).containsExactly("j", "a");
        assertThat(jobs.newestOfStudy("none", Job.Kind.BACKTEST)).isEmpty();
    }

    @Test
    void aJobOfNoStudyIsRefused() {
        assertThatThrownBy(() -> add("k", "none", NOW))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageMatching("(?is).*foreign key.*");
    }

    @Test
    void partsAreCountedAndAPartIsKeptOnce() {
        jobs.addPart("j", 2, "{\"n\": 2}");
        jobs.addPart("j", 0, "{}");
        jobs.addPart("j", 2, "{\"n\": 3}");

        assertThat(jobs.parts("j")).containsExactly(java.util.Map.entry(0, "{}"), java.util.Map.entry(2, "{\"n\": 2}"));
        assertThat(jobs.find("j").orElseThrow().done()).isEqualTo(2);
    }

    @Test
    void aFinishedJobIsDoneInAllItsPartsWithoutThem() {
        jobs.addPart("j", 0, "{}");
        jobs.start("j", "a", NOW, LEASED);

        assertThat(jobs.finish("j", "a", NOW, "[]")).isTrue();

        assertThat(jobs.parts("j")).isEmpty();
        assertThat(jobs.find("j").orElseThrow().done()).isEqualTo(4);
    }

    @Test
    void aJobOfASuiteComesBackAsItWasAndGoesWithIt() {
        database.suites().add(new Suite("many", "Many", "f", NOW, ComputeConvention.DEFAULT));
        Job of = Job.ofSuite("l", "many", Job.Kind.SUITE_LOCK, 1, "abc", 3, NOW);
        jobs.add(of, Optional.of("{\"plan\": 1}"));

        assertThat(jobs.find("l")).contains(of);
        assertThat(jobs.request("l")).contains("{\"plan\": 1}");
        assertThat(jobs.request("j")).isEmpty();
        assertThat(jobs.newestOfSuite("many", Job.Kind.SUITE_LOCK)).contains(of);
        assertThat(jobs.newestOfSuite("many", Job.Kind.SUITE_FORECAST)).isEmpty();

        database.suites().delete("many");

        assertThat(jobs.find("l")).isEmpty();
    }

    @Test
    void aJobThatRunsElsewhereIsNotStarted() {
        assertThat(jobs.start("j", "a", NOW, LEASED)).isTrue();

        assertThat(jobs.start("j", "b", NOW.plusSeconds(14), LEASED.plusSeconds(14)))
                .isFalse();
        assertThat(jobs.start("j", "a", NOW, LEASED))
                .as("nor a second time here")
                .isFalse();
        assertThat(jobs.startable(NOW.plusSeconds(14))).isEmpty();
        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aLeaseThatRanOutCanBeTaken() {
        jobs.start("j", "a", NOW, LEASED);
        assertThat(jobs.startable(LEASED)).extracting(Job::id).containsExactly("j");

        assertThat(jobs.start("j", "b", LEASED, LEASED.plusSeconds(15))).isTrue();

        assertThat(jobs.renew("j", "a", LEASED.plusSeconds(30)))
                .as("it is another's now")
                .isFalse();
        assertThat(jobs.finish("j", "a", LEASED, "{}")).isFalse();
        assertThat(jobs.fail("j", "a", LEASED, "why")).isFalse();
        assertThat(jobs.finish("j", "b", LEASED, "{\"by\": \"b\"}")).isTrue();
        assertThat(jobs.result("j")).contains("{\"by\": \"b\"}");
    }

    @Test
    void aRenewedLeaseLastsLonger() {
        jobs.start("j", "a", NOW, LEASED);

        assertThat(jobs.renew("j", "a", LEASED.plusSeconds(15))).isTrue();

        assertThat(jobs.start("j", "b", LEASED.plusSeconds(14), LEASED.plusSeconds(60)))
                .isFalse();
        assertThat(jobs.start("j", "b", LEASED.plusSeconds(15), LEASED.plusSeconds(60)))
                .isTrue();
    }

    @Test
    void whatAnOwnerLetsGoCanBeTakenAtOnce() {
        jobs.start("j", "a", NOW, LEASED);
        jobs.release("b");
        assertThat(jobs.startable(NOW)).isEmpty();

        jobs.release("a");

        assertThat(jobs.startable(NOW)).extracting(Job::id).containsExactly("j");
        assertThat(jobs.start("j", "b", NOW, LEASED)).isTrue();
    }

    @Test
    void aJobThatAnEarlierVersionLeftRunningHasNoOwnerAndCanBeTaken() throws Exception {
        sql("update job set state = 'running' where id = 'j'");

        assertThat(jobs.startable(NOW)).extracting(Job::id).containsExactly("j");
        assertThat(jobs.start("j", "a", NOW, LEASED)).isTrue();
    }

    @Test
    void aFinishedJobStaysAsItIs() {
        jobs.start("j", "a", NOW, LEASED);
        assertThat(jobs.fail("j", "a", NOW, "why")).isTrue();

        assertThat(jobs.cancel("j", NOW)).isFalse();
        assertThat(jobs.start("j", "a", LEASED, LEASED)).isFalse();
        assertThat(jobs.open()).isEmpty();
        assertThat(jobs.find("j").orElseThrow().reason()).contains("why");
        assertThat(jobs.find("j").orElseThrow().finishedAt()).contains(NOW);
    }

    @Test
    void whoeverWorksOnItACancelledJobIsTakenAway() {
        jobs.start("j", "a", NOW, LEASED);

        assertThat(jobs.cancel("j", NOW)).isTrue();

        assertThat(jobs.renew("j", "a", LEASED)).isFalse();
        assertThat(jobs.finish("j", "a", NOW, "{}")).isFalse();
        assertThat(state()).isEqualTo(State.CANCELLED);
    }
}
