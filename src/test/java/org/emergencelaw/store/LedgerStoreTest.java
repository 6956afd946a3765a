package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ledger.CanonicalJson;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.ledger.LedgerStanding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain in the file: what is appended stays, and nothing else can be done with it. Locks in full are tested over HTTP. */
class LedgerStoreTest extends WithDatabase {

    /** Of a lock what the columns and the standing read. */
    private static final java.util.Map<String, Object> LOCK = java.util.Map.of(
            "claim", "it will",
            "task", java.util.Map.of("name", "t"),
            "family", "f",
            "forecast", java.util.Map.of("probability", 0.75),
            "run", java.util.Map.of("train_flops", 1e24),
            "terms",
                    java.util.Map.of(
                            "seen",
                            "nothing_run",
                            "backtest",
                            false,
                            "rule",
                            java.util.Map.of("deadline", "2027-01-01T00:00:00Z")));

    private static final String CSV = "task,model\nt,m\n";

    private LedgerStore ledger;
    private LedgerEntry lock;

    @BeforeEach
    void aLock() {
        ledger = database.ledger();
        lock = ledger.append(
                Kind.LOCK,
                "id-1",
                NOW,
                Optional.empty(),
                LOCK,
                Optional.of(new LedgerStore.Rows(CanonicalJson.sha256(CSV), CSV)));
    }

    @Test
    void anEntryComesBackByteForByteAndFollowsTheOneBefore() {
        LedgerEntry note = ledger.append(
                Kind.NOTE, "id-1", NOW, Optional.empty(), new LedgerEntry.Note("Größe"), Optional.empty());

        assertThat(ledger.of("id-1")).containsExactly(lock, note);
        assertThat(note.previousSha256()).isEqualTo(lock.sha256());
        assertThat(ledger.head()).contains(note);
        assertThat(ledger.body(note, LedgerEntry.Note.class)).isEqualTo(new LedgerEntry.Note("Größe"));
        assertThat(ledger.rows(CanonicalJson.sha256(CSV))).contains(CSV);
        assertThat(ledger.rows("0")).isEmpty();
        assertThat(ledger.verify().whole()).isTrue();
        assertThat(ledger.verify().entries()).isEqualTo(2);
    }

    @Test
    void theStandingFollowsFromTheEntries() {
        assertThat(ledger.find("id-1").orElseThrow().state()).isEqualTo(LedgerStanding.State.OPEN);

        ledger.append(
                Kind.VISIBILITY, "id-1", NOW, Optional.empty(), new LedgerEntry.Visibility(false), Optional.empty());
        ledger.append(Kind.WITHDRAWAL, "id-1", NOW, Optional.empty(), new LedgerEntry.Reason("r"), Optional.empty());

        assertThat(ledger.find("id-1").orElseThrow().listed()).isFalse();
        assertThat(ledger.states()).containsEntry(LedgerStanding.State.WITHDRAWN, 1);
        assertThat(ledger.find("id-2")).isEmpty();
    }

    @Test
    void whatTheStandingDoesNotAllowIsNotWritten() throws Exception {
        for (Runnable refused : List.<Runnable>of(
                () -> ledger.append(Kind.LOCK, "id-1", NOW, Optional.empty(), LOCK, Optional.empty()),
                () -> ledger.append(
                        Kind.DISPUTE, "id-1", NOW, Optional.empty(), new LedgerEntry.Reason("r"), Optional.empty()),
                () -> ledger.append(
                        Kind.NOTE, "id-2", NOW, Optional.empty(), new LedgerEntry.Note("n"), Optional.empty())))
            assertThatThrownBy(refused::run)
                    .isInstanceOf(LedgerConflict.class)
                    .hasMessageContaining("cannot take this");
        assertThat(count("ledger")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger set entry = entry where sequence = 1",
                "delete from ledger",
                "update ledger_rows set csv = ''",
                "delete from ledger_rows",
                "insert into ledger (sequence, sha256, entry) values (7, 'x', '{\"sequence\":7}')",
                "insert into ledger (sequence, sha256, entry) values (2, 'x', '{\"sequence\":3}')",
                "update ledger set kind = 'note'"
            })
    void nothingIsChangedCutOrPutInBetween(String tampering) {
        assertThatThrownBy(() -> sql(tampering)).isInstanceOf(SQLException.class);
        assertThat(ledger.of("id-1")).containsExactly(lock);
        assertThat(ledger.verify().whole()).isTrue();
    }

    @Test
    void aLockOutlivesItsStudy() throws Exception {
        study("s");
        database.studies().delete("s");

        assertThat(ledger.of("id-1")).containsExactly(lock);
    }
}
