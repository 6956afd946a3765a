package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.spill.RowSequence;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

class ObservationStoreTest extends WithDatabase {

    @Test
    void everyBitComesBackInTheOrderOfSubmission() {
        study("s");
        database.observations().add("s", FewRows.few(2));
        database.observations().add("s", FewRows.few(3).subList(2, 3));

        assertThat(database.observations().of("s")).isEqualTo(FewRows.few(3));
        assertThat(database.observations().count("s")).isEqualTo(3);
    }

    @Test
    void replacedRowsAreGone() {
        study("s");
        database.observations().add("s", FewRows.few(3));

        database.observations().replace("s", FewRows.few(1));

        assertThat(database.observations().of("s")).isEqualTo(FewRows.few(1));
    }

    @Test
    void rowsThatChangeKeepTheirPlaceAndOthersStayAsTheyAre() {
        study("s");
        List<Observation> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) many.addAll(FewRows.few(3));
        database.observations().add("s", many);
        int[] at = {0};

        database.observations().change("s", row -> at[0]++ == 2_999 ? row.excludedFor("broken") : row);

        assertThat(at[0]).isEqualTo(many.size());
        many.set(2_999, many.get(2_999).excludedFor("broken"));
        assertThat(database.observations().of("s")).isEqualTo(many);
        assertThat(database.observations().count("s", Split.EXCLUDED)).isEqualTo(1);
    }

    @Test
    void rowsAreReadOneByOneAsTheyAreReadAtOnce() {
        study("s");
        List<Observation> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) many.addAll(FewRows.few(3));
        database.observations().add("s", many);
        RowSequence sequence = database.observations().sequence("s");
        List<Observation> read = new ArrayList<>();

        sequence.forEach(read::add);

        assertThat(read).isEqualTo(many);
        assertThat(sequence.size()).isEqualTo(many.size());
        assertThat(sequence.noteNames())
                .isEqualTo(RowSequence.of(many).noteNames())
                .isNotEmpty();
    }

    @Test
    void rowsOfNoStudyAreRefusedWhole() throws Exception {
        assertThatThrownBy(() -> database.observations().add("none", FewRows.few(3)))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageMatching("(?is).*foreign key.*");
        assertThat(count("observation")).isZero();
    }

    @Test
    void moreRowsThanABatchStayInOrder() {
        study("s");
        List<Observation> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) many.addAll(FewRows.few(3));
        Collections.rotate(many, 1);

        database.observations().add("s", many);

        assertThat(database.observations().of("s")).isEqualTo(many);
    }
}
