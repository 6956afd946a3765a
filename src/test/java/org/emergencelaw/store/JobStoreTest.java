package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.backtest.BacktestJob.State;
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
        jobs.add(BacktestJob.queued("j", "s", -7, "abc", 4, NOW));
    }

    private State state() {
        return jobs.find("j").orElseThrow().state();
    }

    @Test
    void aJobComesBackAsItWas() {
        assertThat(jobs.find("j")).contains(BacktestJob.queued("j", "s", -7, "abc", 4, NOW));
        assertThat(jobs.find("none")).isEmpty();
        assertThat(jobs.result("j")).isEmpty();
    }

    @Test
    void theNewestOfAStudyIsTheLastThatWasMade() {
        jobs.add(BacktestJob.queued("a", "s", 1, "abc", 4, NOW.plusSeconds(1)));

        assertThat(jobs.latest("s")).map(BacktestJob::id).contains("a");
        assertThat(jobs.open()).extracting(BacktestJob::id).containsExactly("j", "a");
        assertThat(jobs.latest("none")).isEmpty();
    }

    @Test
    void aJobOfNoStudyIsRefused() {
        assertThatThrownBy(() -> jobs.add(BacktestJob.queued("k", "none", 1, "abc", 4, NOW)))
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
        assertThat(jobs.startable(LEASED)).containsExactly("j");

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

        assertThat(jobs.startable(NOW)).containsExactly("j");
        assertThat(jobs.start("j", "b", NOW, LEASED)).isTrue();
    }

    @Test
    void aJobThatAnEarlierVersionLeftRunningHasNoOwnerAndCanBeTaken() throws Exception {
        sql("update job set state = 'running' where id = 'j'");

        assertThat(jobs.startable(NOW)).containsExactly("j");
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
