package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.harness.HarnessSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.web.http.LedgerFiles;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ForecastLedger;

/** {@code /ledger/{id}}: a locked forecast as a certificate that can be printed, and what may still be said about it. */
public final class LedgerEntryPage {

    private final ForecastLedger ledger;
    private final TaskCatalogue catalogue;
    private final Pages pages;

    public LedgerEntryPage(ForecastLedger ledger, TaskCatalogue catalogue, Pages pages) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.pages = pages;
    }

    public void register(RoutesConfig routes) {
        routes.get("/ledger/{id}.json", ctx -> ctx.json(ledger.entry(ctx.pathParam("id"))));
        routes.get("/ledger/{id}.jsonl", this::lines);
        routes.get("/ledger/{id}", ctx -> show(ctx, Form.of(Map.of())));
        routes.post("/ledger/{id}/outcome", this::outcome);
        routes.post("/ledger/{id}/void", ctx -> say(ctx, Kind.VOID, "reason"));
        routes.post("/ledger/{id}/withdrawal", ctx -> say(ctx, Kind.WITHDRAWAL, "reason"));
        routes.post("/ledger/{id}/dispute", ctx -> say(ctx, Kind.DISPUTE, "reason"));
        routes.post("/ledger/{id}/note", ctx -> say(ctx, Kind.NOTE, "note"));
        routes.post("/ledger/{id}/visibility", ctx -> say(ctx, Kind.VISIBILITY, "listed"));
    }

    private void show(Context ctx, Form form) {
        pages.show(ctx, "entry.jte", Map.of("view", ledger.entry(ctx.pathParam("id")), "form", form));
    }

    private void lines(Context ctx) throws IOException {
        String id = ledger.entry(ctx.pathParam("id")).standing().forecastId();
        ctx.contentType("application/jsonl; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + id + ".jsonl\"");
        LedgerFiles.lines(
                ledger.store(), Optional.of(id), new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8));
    }

    private void say(Context ctx, Kind kind, String field) {
        String id = ctx.pathParam("id");
        Form form = Form.of(ctx, List.of(field));
        Optional<LedgerEntry> written =
                form.submit(() -> ledger.write(ledger.said(kind, id, body(kind, form.value(field)))));
        if (written.isPresent()) ctx.redirect("/ledger/" + id, HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }

    private static Object body(Kind kind, String text) {
        return switch (kind) {
            case NOTE -> new LedgerEntry.Note(text);
            case VISIBILITY -> new LedgerEntry.Visibility(text.equals("true"));
            default -> new LedgerEntry.Reason(text);
        };
    }

    private void outcome(Context ctx) {
        String id = ctx.pathParam("id");
        Form form = Form.of(ctx, List.of("results"));
        List<ImportFile> uploaded = UploadedRows.uploaded(ctx);
        List<ImportFile> files = uploaded.isEmpty()
                ? List.of(ImportFile.of("pasted", form.value("results").getBytes(StandardCharsets.UTF_8)))
                : uploaded;
        ImportFiles results =
                new ImportFiles(files, new HarnessSelection(Optional.empty(), Optional.empty()), Optional.empty());
        Optional<LedgerEntry> written = form.submit(() -> {
            ForecastLedger.Judged judged = ledger.outcome(id, rules -> results.read(rules, catalogue));
            if (judged.outcome().isPresent())
                return ledger.write(judged.outcome().get());
            throw new IllegalArgumentException(
                    "results cannot be read: " + judged.read().errors().get(0).message());
        });
        if (written.isPresent()) ctx.redirect("/ledger/" + id, HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }
}
