package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.emergencelaw.observation.Observation;
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
