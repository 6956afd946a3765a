package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.emergencelaw.report.LedgerCsv;
import org.emergencelaw.workspace.ForecastLedger;

/** The whole ledger as a file: a table for spreadsheets, and the chain itself, which verifies on its own. */
public record LedgerFiles(ForecastLedger ledger) {

    /** The chain, an entry a line. */
    public static final String LINES = "application/jsonl";

    /** All pages of a query. */
    public void csv(Context ctx) {
        StringBuilder table = new StringBuilder(LedgerCsv.HEADER);
        ledger.all(LedgerFilter.of(ctx), line -> table.append(LedgerCsv.of(line)));
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"ledger.csv\"")
                .result(table.toString());
    }

    /** Every entry of the chain; filters do not apply. */
    public void lines(Context ctx) throws IOException {
        ctx.contentType(LINES + "; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"ledger.jsonl\"");
        ledger.export(new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8));
    }

    /** The entries of one forecast. */
    public void linesOfOne(Context ctx) {
        ForecastLedger.Entry entry = ledger.entry(ctx.pathParam("id"));
        StringBuilder lines = new StringBuilder();
        for (ForecastLedger.Event event : entry.entries())
            lines.append(event.line()).append('\n');
        ctx.contentType(LINES + "; charset=utf-8")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + entry.standing().forecastId() + ".jsonl\"")
                .result(lines.toString());
    }
}
