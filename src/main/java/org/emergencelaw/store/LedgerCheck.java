package org.emergencelaw.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ledger.CanonicalJson;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.store.dialect.Dialect;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Recomputes the chain as it is kept, the columns that lists read out of it, and the digest of all rows that it names. */
record LedgerCheck(Handle handle, Dialect dialect) {

    /** Entries that are checked at once: enough to keep all cores busy, few enough for a small heap. */
    private static final int BATCH = 512;

    private static final String WITHOUT_ROWS = """
            select sequence from ledger where rows_sha256 is not null
                and not exists (select 1 from ledger_rows where ledger_rows.sha256 = ledger.rows_sha256)
            order by sequence limit 1""";

    ChainVerification verify() {
        ChainVerification chain = links();
        if (!chain.whole()) return chain;
        // lists and standings read columns, not entries
        Optional<ChainVerification> otherwise = handle.createQuery(LedgerColumns.differing(dialect))
                .map((row, context) -> chain.brokenAt(
                        row.getLong("sequence"),
                        "its column " + row.getString("differing") + " does not say what its text says"))
                .findOne();
        if (otherwise.isPresent()) return otherwise.get();
        Optional<Long> withoutRows =
                handle.createQuery(WITHOUT_ROWS).mapTo(Long.class).findOne();
        if (withoutRows.isPresent())
            return chain.brokenAt(withoutRows.get(), "the rows whose SHA-256 it names are not there");
        return rows(chain);
    }

    private ChainVerification links() {
        ChainVerification chain = ChainVerification.START;
        List<ChainVerification.Link> batch = new ArrayList<>();
        try (ResultIterator<ChainVerification.Link> links = handle.createQuery(
                        "select sha256, entry from ledger order by sequence")
                .map((row, context) -> new ChainVerification.Link(row.getString("entry"), row.getString("sha256")))
                .iterator()) {
            while (links.hasNext() && chain.whole()) {
                batch.add(links.next());
                if (batch.size() < BATCH && links.hasNext()) continue;
                chain = chain.then(batch);
                batch.clear();
            }
        }
        return chain;
    }

    private ChainVerification rows(ChainVerification chain) {
        try (ResultIterator<LedgerStore.Rows> rows = handle.createQuery("select * from ledger_rows")
                .map((row, context) -> new LedgerStore.Rows(row.getString("sha256"), row.getString("csv")))
                .iterator()) {
            while (rows.hasNext()) {
                LedgerStore.Rows kept = rows.next();
                if (CanonicalJson.sha256(kept.csv()).equals(kept.sha256())) continue;
                long names = handle.createQuery(
                                "select coalesce(min(sequence), 0) from ledger where rows_sha256 = :sha256")
                        .bind("sha256", kept.sha256())
                        .mapTo(Long.class)
                        .one();
                return chain.brokenAt(
                        names, "the rows that it names were changed: they no longer have the SHA-256 " + kept.sha256());
            }
        }
        return chain;
    }
}
