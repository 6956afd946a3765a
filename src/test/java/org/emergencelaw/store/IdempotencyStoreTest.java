package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdempotencyStoreTest extends WithDatabase {

    private static final IdempotencyStore.Answer MADE =
            new IdempotencyStore.Answer("digest", 201, Optional.of("/api/v1/studies/s"), "{\"id\": \"s\"}");

    @Test
    void anAnswerComesBackUnderItsKey() {
        database.idempotency().add("key", MADE);

        assertThat(database.idempotency().find("key")).contains(MADE);
        assertThat(database.idempotency().find("other")).isEmpty();
    }

    @Test
    void theFirstAnswerOfAKeyStays() {
        database.idempotency().add("key", MADE);
        database.idempotency().add("key", new IdempotencyStore.Answer("another", 204, Optional.empty(), ""));

        assertThat(database.idempotency().find("key")).contains(MADE);
    }
}
