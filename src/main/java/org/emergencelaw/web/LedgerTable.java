package org.emergencelaw.web;

import static org.emergencelaw.web.contract.Contract.CSV;
import static org.emergencelaw.web.contract.Contract.gives;
import static org.emergencelaw.web.contract.Contract.makes;
import static org.emergencelaw.web.contract.Parameter.CURSOR;
import static org.emergencelaw.web.contract.Parameter.SEARCH;
import static org.emergencelaw.web.contract.Parameter.choice;
import static org.emergencelaw.web.contract.Parameter.count;
import static org.emergencelaw.web.contract.Parameter.flag;
import static org.emergencelaw.web.contract.Parameter.text;

import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.web.api.LedgerRoutes;
import org.emergencelaw.web.contract.Contract;
import org.emergencelaw.web.contract.Parameter;
import org.emergencelaw.web.contract.RouteList;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.LedgerFiles;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LedgerScores;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.Workspace;

/** The addresses of the ledger for programs. */
record LedgerTable(RouteList routes, Workspace workspace, Idempotency idempotency) {

    /** Filters of the ledger, and how a page of it is cut. */
    static final Parameter[] FILTERS = {
        SEARCH,
        choice("state", LedgerStanding.State.values(), "Where the forecasts stand."),
        text("task", "Their task."),
        text("family", "Their family."),
        choice("seen", Foreknowledge.values(), "What had been seen when they were locked."),
        text("from", "Least probability."),
        text("below", "Probability that they stay below."),
        choice("counted", LedgerQuery.Counted.values(), "Whether they count as foresight."),
        flag("unlisted", "Also those that are taken off the list."),
        choice("sort", LedgerQuery.Sort.values(), "What the list is sorted by."),
        text("order", "asc or desc."),
        count("limit", "Items of a page."),
        CURSOR
    };

    void ledger() {
        LedgerRoutes ledger = new LedgerRoutes(workspace, idempotency);
        LedgerFiles files = new LedgerFiles(workspace.ledger());
        Contract entry = makes(201, ForecastLedger.Entry.class);
        routes.post("/api/v1/forecasts/{id}/lock", ledger::lock, entry.taking(LockRequest.class, ApiExamples.LOCK));
        routes.post(
                "/api/v1/forecasts/{id}/outcome", ledger::outcome, ApiTable.takingRows(entry, ApiExamples.RESULTS, ""));
        for (LedgerEntry.Kind kind : LedgerEntry.Kind.stated())
            routes.post(
                    "/api/v1/forecasts/{id}/" + kind.key(),
                    ctx -> ledger.state(ctx, kind),
                    entry.taking(kind.body(), example(kind)));
        routes.get(
                "/api/v1/ledger", ledger::list, gives(ForecastLedger.Page.class).asking(FILTERS));
        routes.get("/api/v1/ledger.csv", files::csv, gives(CSV).asking(FILTERS));
        routes.get("/api/v1/ledger.jsonl", files::lines, gives(LedgerFiles.LINES));
        routes.get("/api/v1/ledger/verification", ledger::verification, gives(ChainVerification.class));
        routes.get("/api/v1/ledger/rows/{sha256}", ledger::rows, gives(CSV));
        routes.get("/api/v1/ledger/{id}", ledger::show, gives(ForecastLedger.Entry.class));
        routes.get("/api/v1/scores", ledger::scores, gives(LedgerScores.class));
    }

    private static String example(LedgerEntry.Kind kind) {
        return switch (kind) {
            case NOTE -> ApiExamples.NOTE;
            case VISIBILITY -> ApiExamples.VISIBILITY;
            default -> ApiExamples.REASON;
        };
    }
}
