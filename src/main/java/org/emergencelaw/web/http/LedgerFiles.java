package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.report.LedgerCsv;
import org.emergencelaw.store.LedgerQuery;
import org.emergencelaw.store.LedgerStore;
import org.emergencelaw.store.LedgerSummary;

/** The whole ledger as a file: a table for spreadsheets, and the chain itself, which verifies on its own. */
public final class LedgerFiles {

    private static final int BATCH = 1_000;

    private LedgerFiles() {}

    /** All pages of a query. */
    public static void csv(Context ctx, LedgerStore ledger, LedgerQuery query) {
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"ledger.csv\"")
                .result(csv(ledger, query));
    }

    private static String csv(LedgerStore ledger, LedgerQuery query) {
        StringBuilder table = new StringBuilder(LedgerCsv.HEADER);
        List<LedgerSummary> lines;
        int offset = 0;
        do {
            lines = ledger.list(query.page(BATCH, offset));
            for (LedgerSummary line : lines) table.append(LedgerCsv.of(line));
            offset += lines.size();
        } while (lines.size() == BATCH);
        return table.toString();
    }

    /** Every entry of the chain, one a line; filters do not apply, for a chain with gaps proves nothing. */
    public static void lines(Context ctx, LedgerStore ledger) throws IOException {
        ctx.contentType("application/jsonl; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"ledger.jsonl\"");
        lines(ledger, Optional.empty(), new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8));
    }

    /** @param forecastId of the forecast whose entries alone are written */
    public static void lines(LedgerStore ledger, Optional<String> forecastId, Writer out) throws IOException {
        if (forecastId.isPresent()) for (var entry : ledger.of(forecastId.get())) out.write(entry.line() + "\n");
        else
            ledger.read(entry -> {
                try {
                    out.write(entry.line() + "\n");
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
        out.flush();
    }
}
