package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;

/** A locked forecast as a certificate that can be printed, and what may still be said about it. */
public record LedgerEntryPage(Workspace workspace, Pages pages) {

    public ForecastLedger.Entry view(Context ctx) {
        return workspace.ledger().entry(ctx.pathParam("id"));
    }

    public void show(Context ctx) {
        show(ctx, Form.of(Map.of()));
    }

    private void show(Context ctx, Form form) {
        ForecastLedger.Entry view = view(ctx);
        Optional<String> address =
                Optional.of(pages.outside(ctx, "/ledger/" + view.standing().forecastId()));
        pages.show(ctx, "entry.jte", Map.of("view", view, "form", form, "cite", Citation.of(view, address)));
    }

    /** Writes an entry that a person states. */
    public void state(Context ctx, LedgerEntry.Kind kind) {
        FormRecord<?> body = FormRecord.of(kind.body().asSubclass(Record.class));
        Form form = body.form(ctx);
        Optional<LedgerEntry.Body> stated = body.read(form).map(kind.body()::cast);
        boolean written = stated.isPresent()
                && form.does(() -> workspace
                        .ledger()
                        .write(workspace
                                .ledger()
                                .said(kind, ctx.pathParam("id"), stated.get())
                                .by(AccessControl.who(ctx))));
        shown(ctx, written, form);
    }

    public void outcome(Context ctx) {
        Form form = Form.of(ctx, List.of("results"));
        List<ImportFile> uploaded = UploadedRows.uploaded(ctx);
        List<ImportFile> files = uploaded.isEmpty()
                ? List.of(ImportFile.of("pasted", form.value("results").getBytes(StandardCharsets.UTF_8)))
                : uploaded;
        ImportFiles results = new ImportFiles(files, ScoreSelection.ALL, Optional.empty());
        boolean written = form.does(() -> {
            ForecastLedger.Judged judged =
                    workspace.ledger().outcome(ctx.pathParam("id"), rules -> results.read(rules, workspace.tasks()));
            if (judged.outcome().isEmpty())
                throw new IllegalArgumentException("results cannot be read: "
                        + judged.read().errors().get(0).message());
            workspace.ledger().write(judged.outcome().get().by(AccessControl.who(ctx)));
        });
        shown(ctx, written, form);
    }

    private void shown(Context ctx, boolean written, Form form) {
        if (written) ctx.redirect("/ledger/" + ctx.pathParam("id"), HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }
}
