package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.junit.jupiter.api.Test;

class StudyStoreTest extends WithDatabase {

    @Test
    void aStudyComesBackAsItWasWithItsConvention() {
        Study study = study("s");

        assertThat(database.studies().find("s")).contains(study);
        assertThat(database.studies().find("other")).isEmpty();
    }

    @Test
    void anIdIsTakenOnce() {
        Study first = study("s");
        Study second = new Study("s", "another", first.task(), "g", NOW.plusSeconds(1));

        assertThat(database.studies().add(second)).isFalse();
        assertThat(database.studies().find("s")).contains(first);
    }

    @Test
    void pagesFollowTheOrderOfIds() {
        for (String id : List.of("c", "a", "b")) study(id);

        assertThat(database.studies().list("", 2)).extracting(Study::id).containsExactly("a", "b");
        assertThat(database.studies().list("b", 2)).extracting(Study::id).containsExactly("c");
    }

    @Test
    void deletionTakesRowsAndJobsWithIt() throws Exception {
        study("s");
        study("kept");
        for (String id : List.of("s", "kept")) {
            database.observations().add(id, FewRows.few(3));
            database.jobs().add(Job.ofStudy("job-" + id, id, Job.Kind.BACKTEST, 1, "0", 2, NOW), Optional.empty());
            database.jobs().addPart("job-" + id, 0, "{}");
        }

        assertThat(database.studies().delete("s")).isTrue();

        assertThat(database.studies().delete("s")).isFalse();
        assertThat(count("observation")).isEqualTo(3);
        assertThat(count("job")).isEqualTo(1);
        assertThat(count("job_part")).isEqualTo(1);
    }

    @Test
    void theRevisionIsKeptUntilRowsChangeWhoeverChangesThem() throws Exception {
        study("s");
        study("other");
        database.observations().add("s", FewRows.few(2));
        assertThat(database.studies().revision("s")).isEmpty();

        for (String change : List.of(
                "insert into observation select 's', 9, task, family, model, params, tokens, train_flops,"
                        + " pretrain_loss_nats, loss_corpus, regime, examples, seed, accuracy, n_eval, split, metric,"
                        + " filter, notes from observation where study_id = 's' and position = 1",
                "update observation set accuracy = 0.5 where study_id = 's' and position = 9",
                "delete from observation where study_id = 's' and position = 9")) {
            database.studies().setRevision("s", "abc");
            database.studies().setRevision("other", "def");
            assertThat(database.studies().revision("s")).contains("abc");

            sql(change);

            assertThat(database.studies().revision("s")).as(change).isEmpty();
            assertThat(database.studies().revision("other")).isEqualTo(Optional.of("def"));
        }
    }
}
