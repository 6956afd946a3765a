package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.LedgerFilter;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** The ledger: locks, what is said of them, scores and the chain. */
public record LedgerRoutes(Workspace workspace, Idempotency idempotency) {

    private ForecastLedger ledger() {
        return workspace.ledger();
    }

    public void lock(Context ctx) throws JsonProcessingException {
        workspace.forecasts().find(ctx.pathParam("id"));
        write(ctx, ledger().lock(ctx.pathParam("id"), JsonBody.of(ctx, LockRequest.class)));
    }

    public void outcome(Context ctx) {
        ForecastLedger.Judged judged = ledger().outcome(ctx.pathParam("id"), UploadedRows.of(ctx, workspace.tasks()));
        if (judged.outcome().isPresent()) write(ctx, judged.outcome().get());
        else ctx.status(422).json(Problem.refusal(judged.read())).contentType(Problem.CONTENT_TYPE);
    }

    /** Writes an entry that a person states. */
    public void state(Context ctx, LedgerEntry.Kind kind) throws JsonProcessingException {
        write(ctx, ledger().said(kind, ctx.pathParam("id"), JsonBody.of(ctx, kind.body())));
    }

    private void write(Context ctx, ForecastLedger.Prepared entry) {
        idempotency.atomically(ctx, () -> {
            ledger().write(entry.by(AccessControl.who(ctx)));
            ctx.status(HttpStatus.CREATED)
                    .header("Location", "/api/v1/ledger/" + entry.forecastId())
                    .json(ledger().entry(entry.forecastId()));
        });
    }

    public void list(Context ctx) {
        ctx.json(ledger().list(LedgerFilter.of(ctx)));
    }

    public void show(Context ctx) {
        ctx.json(ledger().entry(ctx.pathParam("id")));
    }

    public void scores(Context ctx) {
        ctx.json(ledger().scores());
    }

    public void verification(Context ctx) {
        ctx.json(ledger().verify());
    }

    public void rows(Context ctx) {
        ctx.contentType("text/csv; charset=utf-8").result(ledger().rows(ctx.pathParam("sha256")));
    }
}
