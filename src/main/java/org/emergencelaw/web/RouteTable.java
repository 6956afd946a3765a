package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.web.api.BackupRoutes;
import org.emergencelaw.web.api.ExclusionRoutes;
import org.emergencelaw.web.api.FitRoutes;
import org.emergencelaw.web.api.ForecastRoutes;
import org.emergencelaw.web.api.JobRoutes;
import org.emergencelaw.web.api.LedgerRoutes;
import org.emergencelaw.web.api.ModelRoutes;
import org.emergencelaw.web.api.ObservationRoutes;
import org.emergencelaw.web.api.StudyRoutes;
import org.emergencelaw.web.api.SuiteForecastRoutes;
import org.emergencelaw.web.api.SuiteRoutes;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.LedgerFiles;
import org.emergencelaw.web.http.Metrics;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.StaticFiles;
import org.emergencelaw.web.page.DiagnosticsPage;
import org.emergencelaw.web.page.ExclusionsPage;
import org.emergencelaw.web.page.ForecastPage;
import org.emergencelaw.web.page.JobPage;
import org.emergencelaw.web.page.LedgerEntryPage;
import org.emergencelaw.web.page.LedgerPage;
import org.emergencelaw.web.page.LossPage;
import org.emergencelaw.web.page.MetaPage;
import org.emergencelaw.web.page.ModelsPage;
import org.emergencelaw.web.page.PlansPage;
import org.emergencelaw.web.page.ScoresPage;
import org.emergencelaw.web.page.SettingsPage;
import org.emergencelaw.web.page.SignInPage;
import org.emergencelaw.web.page.StartPage;
import org.emergencelaw.web.page.StudyPage;
import org.emergencelaw.web.page.SubmitPage;
import org.emergencelaw.web.page.SuitePage;
import org.emergencelaw.web.page.SuitesPage;
import org.emergencelaw.web.page.ToyPage;
import org.emergencelaw.workspace.BacktestQueue;
import org.emergencelaw.workspace.ExampleStudies;
import org.emergencelaw.workspace.StudyMetrics;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteImport;
import org.emergencelaw.workspace.suite.Suites;

/**
 * All addresses of the service. Each stands in {@code src/docs/api.md} too, and a test compares the two. Of two addresses that match
 * a request the first answers, so {@code .json} stands before a page whose last segment is a parameter.
 */
final class RouteTable {

    /** One address and who answers it. */
    record Route(HandlerType verb, String path, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();
    private final Workspace workspace;
    private final Pages pages;

    RouteTable(
            Workspace workspace,
            BacktestQueue jobs,
            JobEvents events,
            ExampleStudies examples,
            Idempotency idempotency,
            Pages pages,
            AccessControl access,
            Metrics metrics,
            SuiteForecasts suites) {
        this.workspace = workspace;
        this.pages = pages;
        studies(idempotency);
        fits(idempotency);
        forecasts(idempotency);
        ledger(idempotency);
        jobs(new JobRoutes(workspace, jobs, events, idempotency));
        suites(suites, idempotency);
        studyPages(jobs, examples);
        forecastPages(new ForecastPage(workspace, pages), new PlansPage(workspace, pages));
        ledgerPages();
        otherPages(new JobPage(workspace, jobs), new ModelsPage(workspace));
        access(new SignInPage(access, pages), access);
        files(metrics);
    }

    private void studies(Idempotency idempotency) {
        StudyRoutes studies = new StudyRoutes(workspace, idempotency);
        get("/api/v1/tasks", studies::tasks);
        get("/api/v1/studies", studies::list);
        post("/api/v1/studies", studies::create);
        get("/api/v1/studies/{id}", studies::show);
        patch("/api/v1/studies/{id}", studies::change);
        delete("/api/v1/studies/{id}", studies::delete);
        get("/api/v1/studies/{id}/metrics", studies::metrics);

        ObservationRoutes observations = new ObservationRoutes(workspace, idempotency);
        post("/api/v1/studies/{id}/observations", observations::submit);
        get("/api/v1/studies/{id}/observations.csv", observations::csv);
        get("/api/v1/studies/{id}/observations.json", observations::json);

        ExclusionRoutes exclusions = new ExclusionRoutes(workspace, idempotency);
        get("/api/v1/studies/{id}/exclusions", exclusions::list);
        post("/api/v1/studies/{id}/exclusions", exclusions::exclude);
        delete("/api/v1/studies/{id}/exclusions", exclusions::takeBack);

        ModelRoutes models = new ModelRoutes(workspace, idempotency);
        get("/api/v1/models", models::list);
        get("/api/v1/models.csv", models::csv);
        post("/api/v1/models", models::add);
        delete("/api/v1/models", models::delete);
    }

    private void fits(Idempotency idempotency) {
        FitRoutes fits = new FitRoutes(workspace, idempotency);
        post("/api/v1/studies/{id}/fits", fits::create);
        get("/api/v1/fits/{id}", fits::show);
        get("/api/v1/fits/{id}/draws.csv", fits::draws);
        get("/api/v1/fits/{id}/diagnostics", fits::diagnostics);
        get("/api/v1/fits/{id}/comparison", fits::comparison);
        get("/api/v1/fits/{id}/next-measurement", fits::nextMeasurement);
    }

    private void forecasts(Idempotency idempotency) {
        ForecastRoutes forecasts = new ForecastRoutes(workspace, idempotency);
        post("/api/v1/fits/{id}/forecasts", forecasts::create);
        post("/api/v1/fits/{id}/plans", forecasts::plans);
        get("/api/v1/forecasts/{id}", forecasts::show);
        put("/api/v1/forecasts/{id}", forecasts::change);
        patch("/api/v1/forecasts/{id}", forecasts::change);
        delete("/api/v1/forecasts/{id}", forecasts::delete);
        get("/api/v1/forecasts/{id}/tornado", forecasts::tornado);
        get("/api/v1/studies/{id}/loss", forecasts::loss);
        get("/api/v1/studies/{id}/against/{other}", forecasts::against);
    }

    private void ledger(Idempotency idempotency) {
        LedgerRoutes ledger = new LedgerRoutes(workspace, idempotency);
        LedgerFiles files = new LedgerFiles(workspace.ledger());
        post("/api/v1/forecasts/{id}/lock", ledger::lock);
        post("/api/v1/forecasts/{id}/outcome", ledger::outcome);
        for (LedgerEntry.Kind kind : LedgerEntry.Kind.stated())
            post("/api/v1/forecasts/{id}/" + kind.key(), ctx -> ledger.state(ctx, kind));
        get("/api/v1/ledger", ledger::list);
        get("/api/v1/ledger.csv", files::csv);
        get("/api/v1/ledger.jsonl", files::lines);
        get("/api/v1/ledger/verification", ledger::verification);
        get("/api/v1/ledger/rows/{sha256}", ledger::rows);
        get("/api/v1/ledger/{id}", ledger::show);
        get("/api/v1/scores", ledger::scores);
    }

    private void jobs(JobRoutes jobs) {
        post("/api/v1/studies/{id}/backtests", jobs::create);
        get("/api/v1/jobs/{id}", jobs::show);
        get("/api/v1/jobs/{id}/events", jobs::events);
        delete("/api/v1/jobs/{id}", jobs::cancel);
    }

    private void suites(SuiteForecasts forecasts, Idempotency idempotency) {
        Suites all = forecasts.suites();
        SuiteImport imports = new SuiteImport(workspace, all);
        SuiteRoutes suites = new SuiteRoutes(workspace, all, imports, forecasts, idempotency);
        get("/api/v1/suites", suites::list);
        post("/api/v1/suites", suites::create);
        get("/api/v1/suites/{id}", suites::show);
        delete("/api/v1/suites/{id}", suites::delete);
        post("/api/v1/suites/{id}/observations", suites::submit);
        get("/api/v1/suites/{id}/observations.csv", suites::csv);

        SuiteForecastRoutes runs = new SuiteForecastRoutes(all, forecasts, forecasts.watches(), idempotency);
        get("/api/v1/suites/{id}/forecasts", runs::forecasts);
        get("/api/v1/suites/{id}/forecasts.csv", runs::csv);
        get("/api/v1/suites/{id}/watches", runs::watches);
        post("/api/v1/suites/{id}/watches", runs::watch);
        delete("/api/v1/suites/{id}/watches/{watch}", runs::unwatch);

        SuitesPage list = new SuitesPage(workspace, all, imports, forecasts, pages);
        json("/suites.json", list::view);
        get("/suites", list::show);
        post("/suites", list::create);
        json("/suites/{id}/submit.json", list::submitView);
        get("/suites/{id}/submit", list::showSubmit);
        post("/suites/{id}/submit", list::add);

        SuitePage page = new SuitePage(all, forecasts, pages);
        json("/suites/{id}.json", page::view);
        get("/suites/{id}.csv", runs::csv);
        get("/suites/{id}", page::show);
        post("/suites/{id}/delete", page::delete);
    }

    private void studyPages(BacktestQueue jobs, ExampleStudies examples) {
        StartPage start = new StartPage(workspace, examples, pages);
        json("/index.json", start::view);
        get("/", start::show);
        get("/studies", start::studies);
        post("/studies", start::create);
        post("/examples/{dataset}", start::open);

        SubmitPage submit = new SubmitPage(workspace, pages);
        json("/studies/{id}/submit.json", submit::view);
        get("/studies/{id}/submit", submit::show);
        post("/studies/{id}/submit", submit::act);

        DiagnosticsPage diagnostics = new DiagnosticsPage(workspace);
        page("/studies/{id}/compare", "compare.jte", diagnostics::compare);
        page("/studies/{id}/diagnostics", "diagnostics.jte", diagnostics::view);
        page("/studies/{id}/methods", "methods.jte", diagnostics::methods);
        page("/studies/{id}/metrics", "metrics.jte", this::metrics);

        ExclusionsPage exclusions = new ExclusionsPage(workspace);
        page("/studies/{id}/exclusions", "exclusions.jte", exclusions::view);
        post("/studies/{id}/exclusions", exclusions::exclude);
        post("/studies/{id}/exclusions/take-back", exclusions::takeBack);

        SettingsPage settings = new SettingsPage(workspace, pages);
        json("/studies/{id}/settings.json", settings::view);
        get("/studies/{id}/settings", settings::show);
        post("/studies/{id}/settings", settings::change);

        StudyPage study = new StudyPage(workspace, jobs, pages);
        json("/studies/{id}.json", study::view);
        get("/studies/{id}", study::show);
        post("/studies/{id}/fits", study::fit);
        post("/studies/{id}/forecasts", study::forecast);
        post("/studies/{id}/delete", study::delete);
    }

    private StudyMetrics metrics(Context ctx) {
        return workspace.metrics(ctx.pathParam("id"), Queries.count(ctx, "shots"));
    }

    private void forecastPages(ForecastPage forecast, PlansPage plans) {
        json("/forecasts/{id}.json", forecast::view);
        get("/forecasts/{id}", forecast::show);
        post("/forecasts/{id}/lock", forecast::lock);
        page("/forecasts/{id}/tornado", "tornado.jte", forecast::tornado);

        json("/studies/{id}/plans.json", plans::view);
        get("/studies/{id}/plans", plans::show);
        post("/studies/{id}/plans", plans::forecast);
        page("/studies/{id}/against/{other}", "race.jte", plans::against);

        LossPage loss = new LossPage(workspace, pages);
        json("/studies/{id}/loss.json", loss::view);
        get("/studies/{id}/loss", loss::show);
    }

    private void ledgerPages() {
        LedgerPage ledger = new LedgerPage(workspace.ledger());
        LedgerFiles files = new LedgerFiles(workspace.ledger());
        page("/ledger", "ledger.jte", ledger::view);
        get("/ledger.csv", files::csv);
        get("/ledger.jsonl", files::lines);
        page("/ledger/verification", "verification.jte", ledger::verification);

        LedgerEntryPage entry = new LedgerEntryPage(workspace, pages);
        json("/ledger/{id}.json", entry::view);
        get("/ledger/{id}.jsonl", files::linesOfOne);
        get("/ledger/{id}", entry::show);
        post("/ledger/{id}/outcome", entry::outcome);
        for (LedgerEntry.Kind kind : LedgerEntry.Kind.stated())
            post("/ledger/{id}/" + kind.key(), ctx -> entry.state(ctx, kind));

        ScoresPage scores = new ScoresPage(workspace.ledger());
        page("/scores", "scores.jte", scores::view);
        get("/scores.csv", scores::csv);
    }

    private void otherPages(JobPage job, ModelsPage models) {
        page("/jobs/{id}", "job.jte", job::view);
        post("/studies/{id}/backtests", job::start);
        post("/jobs/{id}/cancel", job::cancel);

        page("/models", "models.jte", models::view);
        post("/models/delete", models::delete);

        ToyPage toy = new ToyPage(pages);
        get("/toy.json", toy::json);
        get("/toy", toy::show);
        get("/api/v1/toy", toy::json);

        MetaPage meta = new MetaPage(pages);
        get("/meta-analysis.json", meta::empty);
        get("/meta-analysis", meta::show);
        post("/meta-analysis", meta::analyse);
        post("/meta-analysis.json", meta::answer);
        post("/api/v1/meta-analyses", meta::answer);
    }

    private void access(SignInPage signIn, AccessControl access) {
        get("/sign-in", signIn::show);
        post("/sign-in", signIn::signIn);
        post("/sign-out", access::signOut);
        get("/api/v1/audit", access::audit);
    }

    private void files(Metrics metrics) {
        get(Pages.CHART_LIBRARY, Pages::chartLibrary);
        get("/static/{name}", new StaticFiles()::send);
        get("/api/v1/backup", new BackupRoutes(workspace, metrics)::download);
        get("/metrics", metrics::show);
        get("/healthz", ctx -> ctx.result("ok"));
        get("/readyz", this::ready);
    }

    private void ready(Context ctx) {
        boolean ready = workspace.ready();
        ctx.status(ready ? 200 : 503).result(ready ? "ok" : "no");
    }

    private void get(String path, Handler handler) {
        routes.add(new Route(HandlerType.GET, path, handler));
    }

    private void post(String path, Handler handler) {
        routes.add(new Route(HandlerType.POST, path, handler));
    }

    private void put(String path, Handler handler) {
        routes.add(new Route(HandlerType.PUT, path, handler));
    }

    private void patch(String path, Handler handler) {
        routes.add(new Route(HandlerType.PATCH, path, handler));
    }

    private void delete(String path, Handler handler) {
        routes.add(new Route(HandlerType.DELETE, path, handler));
    }

    /** The record behind a page. */
    private void json(String path, Function<Context, ?> view) {
        get(path, ctx -> ctx.json(view.apply(ctx)));
    }

    /** A page without a form, and the record behind it. */
    private void page(String path, String template, Function<Context, ?> view) {
        json(path + ".json", view);
        get(path, ctx -> pages.show(ctx, template, view.apply(ctx)));
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    void register(RoutesConfig config) {
        for (Route route : routes) config.addHttpHandler(route.verb(), route.path(), route.handler());
    }
}
