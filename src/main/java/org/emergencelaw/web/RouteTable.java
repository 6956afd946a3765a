package org.emergencelaw.web;

import static org.emergencelaw.web.contract.Contract.JSON;
import static org.emergencelaw.web.contract.Contract.form;
import static org.emergencelaw.web.contract.Contract.gives;
import static org.emergencelaw.web.contract.Parameter.count;
import static org.emergencelaw.web.contract.Parameter.text;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.web.api.BackupRoutes;
import org.emergencelaw.web.api.JobRoutes;
import org.emergencelaw.web.api.OneShotRoutes;
import org.emergencelaw.web.contract.ApiPage;
import org.emergencelaw.web.contract.Route;
import org.emergencelaw.web.contract.RouteList;
import org.emergencelaw.web.contract.ValidatedPages;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.Metrics;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.StaticFiles;
import org.emergencelaw.web.page.SignInPage;
import org.emergencelaw.web.page.share.SharePage;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.example.ExampleJobs;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.suite.SuiteForecasts;

/**
 * All addresses of the service: those for programs stand in {@link ApiTable} and {@link LedgerTable}, those of pages in {@link PageTable}, files and signs of
 * life here. Each stands in {@code src/docs/api.md} too, and a test compares the two. Of two addresses that match a request the first
 * answers, so {@code .json} stands before a page whose last segment is a parameter.
 */
final class RouteTable {

    private static final String TEXT = "text/plain";

    private final RouteList list;
    private final List<Route> routes;
    private final Workspace workspace;

    RouteTable(
            Workspace workspace,
            StudyJobs jobs,
            JobEvents events,
            ExampleJobs examples,
            Idempotency idempotency,
            Pages pages,
            AccessControl access,
            Metrics metrics,
            Clock clock,
            SuiteForecasts suites) {
        this.workspace = workspace;
        list = new RouteList(pages);
        ApiTable api = new ApiTable(list, workspace, jobs, idempotency);
        api.studies();
        api.rows();
        api.fits();
        api.forecasts();
        api.oneShot(new OneShotRoutes(workspace, clock));
        new LedgerTable(list, workspace, idempotency).ledger();
        api.jobs(new JobRoutes(workspace, jobs, events, idempotency));
        description(new ApiPage(this::routes, pages));
        PageTable page = new PageTable(list, workspace, pages, new ValidatedPages(workspace));
        page.studies(jobs, examples);
        page.share(new SharePage(workspace, suites, pages));
        page.forecasts();
        page.ledger();
        page.others(jobs, suites.suites());
        page.withoutStudy();
        new SuiteTable(list, workspace, suites, idempotency, pages).all();
        access(new SignInPage(access, pages), access);
        files(metrics);
        routes = list.routes();
    }

    private void access(SignInPage signIn, AccessControl access) {
        list.get("/sign-in", signIn::show, gives("text/html"));
        list.post("/sign-in", signIn::signIn, form());
        list.post("/sign-out", access::signOut, form());
        list.get(
                "/api/v1/audit",
                access::audit,
                gives(Listed.class, AccessTokens.Act.class).asking(count("limit", "Most entries.")));
    }

    private void description(ApiPage page) {
        list.get("/openapi.json", page::json, gives(JSON));
        list.get("/docs/api", page::show, gives("text/html"));
    }

    private void files(Metrics metrics) {
        list.get(Pages.CHART_LIBRARY, Pages::chartLibrary, gives("text/javascript"));
        list.get(
                "/static/{name}",
                new StaticFiles()::send,
                gives("*/*").asking(text("v", "Version of the program, for browsers that keep files.")));
        list.get("/api/v1/backup", new BackupRoutes(workspace, metrics)::download, gives(BackupRoutes.TYPE));
        list.get("/metrics", metrics::show, gives(TEXT));
        list.get("/healthz", ctx -> ctx.result("ok"), gives(TEXT));
        list.get("/readyz", this::ready, gives(TEXT));
    }

    private void ready(Context ctx) {
        boolean ready = workspace.ready();
        ctx.status(ready ? 200 : 503).result(ready ? "ok" : "no");
    }

    List<Route> routes() {
        return routes;
    }

    void register(RoutesConfig config) {
        for (Route route : routes) config.addHttpHandler(route.verb(), route.path(), route::answer);
        Set<String> shown = routes.stream()
                .filter(route -> route.verb() == HandlerType.GET)
                .map(Route::path)
                .collect(Collectors.toSet());
        for (Route route : routes)
            if (route.verb() == HandlerType.POST && !route.path().startsWith("/api/") && shown.add(route.path()))
                config.addHttpHandler(HandlerType.GET, route.path(), RouteTable::toPageOfForm);
    }

    /** A form that came back with faults stands at the address that it was sent to: asked for again, that leads to its page. */
    private static void toPageOfForm(Context ctx) {
        String page = ctx.path().replaceFirst("/[^/]+$", "");
        ctx.redirect(page.isEmpty() || page.equals("/examples") ? "/" : page, HttpStatus.SEE_OTHER);
    }
}
