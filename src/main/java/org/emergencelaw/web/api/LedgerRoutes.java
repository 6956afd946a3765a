package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.store.LedgerQuery;
import org.emergencelaw.store.LedgerSummary;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.LedgerFiles;
import org.emergencelaw.web.http.LedgerFilter;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** The ledger under {@code /api/v1}. */
public final class LedgerRoutes {

    private final Workspace desk;
    private final ForecastLedger ledger;
    private final TaskCatalogue catalogue;
    private final Idempotency idempotency;

    public LedgerRoutes(Workspace desk, ForecastLedger ledger, TaskCatalogue catalogue, Idempotency idempotency) {
        this.desk = desk;
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.idempotency = idempotency;
    }

    /** A page of the ledger. */
    record Listed(List<LedgerSummary> items, Optional<String> nextCursor, int total) {}

    public void register(RoutesConfig routes) {
        routes.post("/api/v1/forecasts/{id}/lock", this::lock);
        routes.post("/api/v1/forecasts/{id}/outcome", this::outcome);
        routes.post("/api/v1/forecasts/{id}/void", ctx -> say(ctx, Kind.VOID, LedgerEntry.Reason.class));
        routes.post("/api/v1/forecasts/{id}/withdrawal", ctx -> say(ctx, Kind.WITHDRAWAL, LedgerEntry.Reason.class));
        routes.post("/api/v1/forecasts/{id}/dispute", ctx -> say(ctx, Kind.DISPUTE, LedgerEntry.Reason.class));
        routes.post("/api/v1/forecasts/{id}/note", ctx -> say(ctx, Kind.NOTE, LedgerEntry.Note.class));
        routes.post(
                "/api/v1/forecasts/{id}/visibility", ctx -> say(ctx, Kind.VISIBILITY, LedgerEntry.Visibility.class));
        routes.put("/api/v1/forecasts/{id}", this::change);
        routes.patch("/api/v1/forecasts/{id}", this::change);
        routes.delete("/api/v1/forecasts/{id}", this::delete);
        routes.get("/api/v1/ledger", ctx -> ctx.json(listed(ctx)));
        routes.get("/api/v1/ledger.csv", ctx -> LedgerFiles.csv(ctx, ledger.store(), LedgerFilter.of(ctx)));
        routes.get("/api/v1/ledger.jsonl", ctx -> LedgerFiles.lines(ctx, ledger.store()));
        routes.get("/api/v1/scores", ctx -> ctx.json(ledger.scores()));
        routes.get("/api/v1/ledger/verification", ctx -> ctx.json(ledger.store().verify()));
        routes.get("/api/v1/ledger/rows/{sha256}", this::rows);
        routes.get("/api/v1/ledger/{id}", ctx -> ctx.json(ledger.entry(ctx.pathParam("id"))));
    }

    private void lock(Context ctx) throws JsonProcessingException {
        String id = ctx.pathParam("id");
        int items = desk.forecast(id).forecast().plannedRun().evalItems();
        write(ctx, ledger.lock(id, JsonBody.of(ctx, LockRequest.class).terms(items)));
    }

    private void outcome(Context ctx) {
        ForecastLedger.Judged judged = ledger.outcome(ctx.pathParam("id"), UploadedRows.of(ctx, catalogue));
        if (judged.outcome().isPresent()) write(ctx, judged.outcome().get());
        else ctx.status(422).json(Problem.refusal(judged.read())).contentType(Problem.CONTENT_TYPE);
    }

    private void say(Context ctx, Kind kind, Class<?> body) throws JsonProcessingException {
        write(ctx, ledger.said(kind, ctx.pathParam("id"), JsonBody.of(ctx, body)));
    }

    private void write(Context ctx, ForecastLedger.Prepared entry) {
        idempotency.atomically(ctx, () -> {
            ledger.write(entry);
            ctx.status(HttpStatus.CREATED)
                    .header("Location", "/api/v1/ledger/" + entry.forecastId())
                    .json(ledger.entry(entry.forecastId()));
        });
    }

    /** A forecast is never changed: what differs is another forecast. */
    private void change(Context ctx) {
        requireDraft(ctx.pathParam("id"));
        throw new MethodNotAllowedResponse("a forecast is not changed: make another one of the same fit", Map.of());
    }

    private void delete(Context ctx) {
        String id = ctx.pathParam("id");
        idempotency.atomically(ctx, () -> {
            requireDraft(id);
            if (!desk.database().forecasts().delete(id))
                throw new NotFoundResponse("there is no forecast with the id " + id);
            ctx.status(HttpStatus.NO_CONTENT);
        });
    }

    private void requireDraft(String id) {
        if (ledger.store().find(id).isPresent())
            throw new LedgerConflict("forecast " + id + " is locked: what was frozen stays as it is");
    }

    private Listed listed(Context ctx) {
        LedgerQuery query = LedgerFilter.of(ctx);
        List<LedgerSummary> items = ledger.store().list(query);
        int total = ledger.store().count(query), next = query.offset() + items.size();
        return new Listed(items, next < total ? Optional.of(Integer.toString(next)) : Optional.empty(), total);
    }

    private void rows(Context ctx) {
        String sha256 = ctx.pathParam("sha256");
        ctx.contentType("text/csv; charset=utf-8")
                .result(ledger.store()
                        .rows(sha256)
                        .orElseThrow(() -> new NotFoundResponse("the ledger has no rows with the SHA-256 " + sha256)));
    }
}
