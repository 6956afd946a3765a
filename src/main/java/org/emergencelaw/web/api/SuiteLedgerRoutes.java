package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.SuiteLedger;
import org.emergencelaw.workspace.suite.SuiteLock;
import org.emergencelaw.workspace.suite.Suites;

/** Locks of whole suites, and their results. */
public record SuiteLedgerRoutes(Workspace workspace, Suites suites, SuiteLedger ledger, Idempotency idempotency) {

    /** One planned run of all tasks, and the terms that all of them are locked by. */
    public record Asked(PlanRequest plan, LockRequest terms) {}

    private Suite suite(Context ctx) {
        return suites.suite(ctx.pathParam("id"));
    }

    public void locks(Context ctx) {
        ctx.json(ledger.view(suite(ctx), SuiteFilter.patience(ctx)));
    }

    public void lock(Context ctx) throws JsonProcessingException {
        Suite suite = suite(ctx);
        Asked asked = JsonBody.of(ctx, Asked.class);
        idempotency.atomically(ctx, () -> {
            SuiteLock.Status begun = ledger.lock(suite, asked.plan().ofSuite(), asked.terms(), AccessControl.who(ctx));
            ctx.status(202)
                    .header("Location", "/api/v1/suites/" + suite.id() + "/locks")
                    .json(begun);
        });
    }

    public void outcome(Context ctx) {
        Suite suite = suite(ctx);
        var rows = UploadedRows.of(ctx, workspace.tasks());
        idempotency.atomically(ctx, () -> {
            SuiteLedger.Resolved resolved = ledger.resolve(suite, rows);
            if (!resolved.read().accepted())
                ctx.status(422).json(Problem.refusal(resolved.read())).contentType(Problem.CONTENT_TYPE);
            else ctx.status(201).json(Listed.all(resolved.items()));
        });
    }
}
