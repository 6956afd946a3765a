package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.forecast.ForecastCurves;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;
import org.emergencelaw.store.LedgerSummary;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;

/** {@code /forecasts/{id}}: the answer for one planned run, with the distributions behind it. */
public final class ForecastPage {

    private final Workspace desk;
    private final ForecastLedger ledger;
    private final Pages pages;

    public ForecastPage(Workspace desk, ForecastLedger ledger, Pages pages) {
        this.desk = desk;
        this.ledger = ledger;
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param locked its entry in the ledger, once it has one
     */
    public record View(
            Study study, ForecastAnswer.Stored forecast, ForecastCurves curves, Optional<LedgerSummary> locked) {}

    /** A path for a list to choose from. */
    public static String words(PathChoice path) {
        return switch (path) {
            case OWN_RATIO -> "the plan's own tokens per parameter";
            case TOKENS_PER_PARAM -> "20 tokens per parameter";
            case PARAMS -> "the same model, trained longer";
            case TOKENS -> "larger models, the same tokens";
        };
    }

    public void register(RoutesConfig routes) {
        routes.get("/forecasts/{id}.json", ctx -> ctx.json(view(ctx.pathParam("id"))));
        routes.get("/forecasts/{id}", ctx -> show(ctx, LockForm.blank()));
        routes.post("/forecasts/{id}/lock", this::lock);
    }

    private void show(Context ctx, Form form) {
        View view = view(ctx.pathParam("id"));
        pages.show(ctx, "forecast.jte", Map.of("view", view, "data", pages.data(view), "form", form));
    }

    private void lock(Context ctx) {
        String id = ctx.pathParam("id");
        int items = desk.forecast(id).forecast().plannedRun().evalItems();
        Form form = LockForm.of(ctx);
        Optional<LedgerEntry> written =
                LockForm.terms(form, items).flatMap(terms -> form.submit(() -> ledger.write(ledger.lock(id, terms))));
        if (written.isPresent()) ctx.redirect("/ledger/" + id, HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }

    private View view(String id) {
        ForecastStore.Kept kept = desk.forecast(id);
        FitStore.Kept fit = desk.fit(kept.fitId());
        return new View(
                desk.study(fit.studyId()),
                ForecastAnswer.Stored.of(kept, fit),
                ForecastCurves.of(
                        desk.forecaster(fit), kept.forecast().plannedRun().again()),
                ledger.store().find(id));
    }
}
