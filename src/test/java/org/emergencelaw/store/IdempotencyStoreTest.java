package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdempotencyStoreTest extends WithDatabase {

    private static final IdempotencyStore.Answer MADE =
            new IdempotencyStore.Answer("digest", 201, Optional.of("/api/v1/studies/s"), "{\"id\": \"s\"}");

    @Test
    void anAnswerComesBackUnderItsKey() {
        database.idempotency().add("key", MADE, NOW);

        assertThat(database.idempotency().find("key", NOW)).contains(MADE);
        assertThat(database.idempotency().find("other", NOW)).isEmpty();
    }

    @Test
    void theFirstAnswerOfAKeyStays() {
        database.idempotency().add("key", MADE, NOW);
        database.idempotency().add("key", new IdempotencyStore.Answer("another", 204, Optional.empty(), ""), NOW);

        assertThat(database.idempotency().find("key", NOW)).contains(MADE);
    }

    @Test
    void anAnswerHoldsForATimeAndItsKeyIsFreeThen() {
        database.idempotency().add("key", MADE, NOW);

        assertThat(database.idempotency().find("key", NOW.plusNanos(1))).isEmpty();
        database.idempotency().forgetBefore(NOW.plusNanos(1));
        IdempotencyStore.Answer other = new IdempotencyStore.Answer("another", 204, Optional.empty(), "");
        database.idempotency().add("key", other, NOW.plusSeconds(1));
        assertThat(database.idempotency().find("key", NOW)).contains(other);
    }
}
