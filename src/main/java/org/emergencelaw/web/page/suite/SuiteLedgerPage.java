package org.emergencelaw.web.page.suite;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.web.api.SuiteFilter;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.web.page.Form;
import org.emergencelaw.web.page.FormRecord;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.SuiteLedger;
import org.emergencelaw.workspace.suite.Suites;

/** Locks one planned run of all tasks of a suite, and takes its results. */
public record SuiteLedgerPage(Workspace workspace, Suites suites, SuiteLedger ledger, Pages pages) {

    private static final FormRecord<LockRequest> LOCK = FormRecord.of(LockRequest.class);
    private static final List<String> RUN = List.of("params", "tokens", "train_flops", "named_level", "results");

    private Suite suite(Context ctx) {
        return suites.suite(ctx.pathParam("id"));
    }

    public SuiteLedger.View view(Context ctx) {
        return ledger.view(suite(ctx));
    }

    public void show(Context ctx) {
        Map<String, String> run = new HashMap<>(SuiteFilter.given(ctx));
        run.put("named_level", run.getOrDefault("level", ""));
        show(
                ctx,
                Form.of(Map.of(
                        "level", Double.toString(Forecaster.TEST_LEVEL),
                        "minimum_effect", "0",
                        "compute_tolerance", Double.toString(LockTerms.DEFAULT_TOLERANCE))),
                Form.of(run));
    }

    private void show(Context ctx, Form terms, Form run) {
        pages.show(ctx, "suitelock.jte", Map.of("view", view(ctx), "form", terms, "run", run));
    }

    public void lock(Context ctx) {
        Suite suite = suite(ctx);
        Form run = Form.of(ctx, RUN), terms = LOCK.form(ctx);
        Optional<LockRequest> request = LOCK.read(terms);
        Optional<SuitePlan> plan = run.submit(() -> new PlanRequest(
                        run.text("params"),
                        run.text("tokens"),
                        run.text("train_flops"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        run.quantity("named_level"))
                .ofSuite());
        boolean begun = request.isPresent()
                && plan.isPresent()
                && terms.does(() -> ledger.lock(suite, plan.get(), request.get(), AccessControl.who(ctx)));
        if (begun) ctx.redirect("/suites/" + suite.id() + "/lock", HttpStatus.SEE_OTHER);
        else show(ctx.status(422), terms, run);
    }

    public void outcome(Context ctx) {
        Suite suite = suite(ctx);
        Form run = Form.of(ctx, RUN);
        List<ImportFile> files = new ArrayList<>(UploadedRows.uploaded(ctx));
        if (files.isEmpty())
            files.add(ImportFile.of("pasted", run.value("results").getBytes(StandardCharsets.UTF_8)));
        ImportFiles results = new ImportFiles(files, ScoreSelection.ALL, Optional.empty());
        boolean written = run.does(() -> {
            SuiteLedger.Resolved resolved = ledger.resolve(suite, rules -> results.read(rules, workspace.tasks()));
            if (!resolved.read().accepted())
                throw new IllegalArgumentException("results cannot be read: "
                        + resolved.read().errors().get(0).message());
        });
        if (written) ctx.redirect("/suites/" + suite.id() + "/lock", HttpStatus.SEE_OTHER);
        else show(ctx.status(422), Form.of(Map.of()), run);
    }
}
