package org.emergencelaw.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.api.FitRoutes;
import org.emergencelaw.web.api.JobRoutes;
import org.emergencelaw.web.api.LedgerRoutes;
import org.emergencelaw.web.api.ModelRoutes;
import org.emergencelaw.web.api.ObservationRoutes;
import org.emergencelaw.web.api.PlanningRoutes;
import org.emergencelaw.web.api.StudyRoutes;
import org.emergencelaw.web.http.ErrorResponses;
import org.emergencelaw.web.http.HeadAsGet;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.Listening;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.SameOrigin;
import org.emergencelaw.web.http.StaticFiles;
import org.emergencelaw.web.page.ComparePage;
import org.emergencelaw.web.page.DiagnosticsPage;
import org.emergencelaw.web.page.ForecastPage;
import org.emergencelaw.web.page.JobPage;
import org.emergencelaw.web.page.LedgerEntryPage;
import org.emergencelaw.web.page.LedgerPage;
import org.emergencelaw.web.page.MetaPage;
import org.emergencelaw.web.page.MetricsPage;
import org.emergencelaw.web.page.ModelsPage;
import org.emergencelaw.web.page.PlansPage;
import org.emergencelaw.web.page.RacePage;
import org.emergencelaw.web.page.ScoresPage;
import org.emergencelaw.web.page.StartPage;
import org.emergencelaw.web.page.StudyPage;
import org.emergencelaw.web.page.SubmitPage;
import org.emergencelaw.web.page.TornadoPage;
import org.emergencelaw.web.page.ToyPage;
import org.emergencelaw.workspace.BacktestQueue;
import org.emergencelaw.workspace.ExampleStudies;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;

/** The HTTP service: routes, errors, security headers. */
public final class Server implements AutoCloseable {

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin");

    private final Javalin javalin;
    private final BacktestQueue jobs;
    private final JobEvents events;

    private Server(Javalin javalin, BacktestQueue jobs, JobEvents events) {
        this.javalin = javalin;
        this.jobs = jobs;
        this.events = events;
    }

    /**
     * Starts the service.
     *
     * @param json mapper of all JSON in and out
     * @param database open database; the caller closes it after the server
     * @throws UncheckedIOException if it cannot listen there
     */
    public static Server start(
            ServiceConfig settings, ObjectMapper json, Database database, TaskCatalogue catalogue, Clock clock) {
        Workspace desk = new Workspace(database, clock, lossLaws(settings));
        ForecastLedger ledger = new ForecastLedger(desk, clock);
        Pages pages = new Pages(json);
        JobEvents events = new JobEvents(database.jobs());
        BacktestQueue jobs = new BacktestQueue(desk, clock, events::changed);
        ExampleStudies examples = new ExampleStudies(Path.of(settings.examples()), catalogue);
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings, json);
            Idempotency idempotency = new Idempotency(database);
            routes(config.routes, desk, catalogue, ledger, idempotency);
            pages(config.routes, desk, ledger, catalogue, examples, pages);
            new JobRoutes(desk, jobs, events, idempotency).register(config.routes);
            new JobPage(desk, jobs, pages).register(config.routes);
            new ErrorResponses(pages, settings.maxBodyMib(), settings.maxUploadMib()).register(config.routes);
        });
        try {
            Server server = new Server(javalin.start(), jobs, events);
            jobs.resume();
            return server;
        } catch (JavalinBindException taken) {
            jobs.close();
            events.close();
            throw new UncheckedIOException(new BindException("cannot listen on " + settings.host() + ":"
                    + settings.port() + ": the port is in use, or the address is not of this machine"));
        }
    }

    /** The published loss laws beside the catalogue of tasks. */
    private static PublishedLossLaws lossLaws(ServiceConfig settings) {
        try {
            return PublishedLossLaws.usual(Path.of(settings.tasks()).resolveSibling("loss-laws.yaml"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void configure(JavalinConfig config, ServiceConfig settings, ObjectMapper json) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = settings.maxBodyMib() * 1024L * 1024;
        // uploads are spooled to disk and read from there
        config.jetty.multipartConfig.maxFileSize(settings.maxUploadMib(), SizeUnit.MB);
        config.jetty.multipartConfig.maxTotalRequestSize(settings.maxUploadMib(), SizeUnit.MB);
        config.http.prefer405over404 = true;
        new Listening(settings.host(), settings.port()).configure(config.jetty);
        config.jsonMapper(new JavalinJackson(json, false));
        config.jetty.modifyServletContextHandler(context -> {
            // a part for every cell of a full submit form
            context.setMaxFormKeys(10_000);
            context.addFilter(new FilterHolder(new HeadAsGet()), "/*", EnumSet.of(DispatcherType.REQUEST));
        });
    }

    /** The routes of the API. */
    private static void routes(
            RoutesConfig routes,
            Workspace desk,
            TaskCatalogue catalogue,
            ForecastLedger ledger,
            Idempotency idempotency) {
        routes.before(ctx -> SECURITY_HEADERS.forEach(ctx::header));
        routes.before(SameOrigin::require);
        routes.before("/api/*", idempotency::before);
        routes.after("/api/*", idempotency::after);
        new StudyRoutes(desk, catalogue, idempotency).register(routes);
        new ObservationRoutes(desk, catalogue, idempotency).register(routes);
        new ModelRoutes(desk, idempotency).register(routes);
        new FitRoutes(desk, idempotency).register(routes);
        new LedgerRoutes(desk, ledger, catalogue, idempotency).register(routes);
        new PlanningRoutes(desk).register(routes);
        routes.get("/healthz", ctx -> ctx.result("ok"));
        routes.get("/readyz", ctx -> ctx.result(desk.database().answers() ? "ok" : "no"));
    }

    /** The routes of the pages; each has a twin that ends in {@code .json}. */
    private static void pages(
            RoutesConfig routes,
            Workspace desk,
            ForecastLedger ledger,
            TaskCatalogue catalogue,
            ExampleStudies examples,
            Pages pages) {
        routes.get(Pages.CHART_LIBRARY, Pages::chartLibrary);
        new StaticFiles().register(routes);
        new StartPage(desk, catalogue, examples, pages).register(routes);
        new SubmitPage(desk, catalogue, pages).register(routes);
        new ComparePage(desk, pages).register(routes);
        new DiagnosticsPage(desk, pages).register(routes);
        new StudyPage(desk, pages).register(routes);
        new ForecastPage(desk, ledger, pages).register(routes);
        new LedgerPage(ledger, pages).register(routes);
        new LedgerEntryPage(ledger, catalogue, pages).register(routes);
        new ScoresPage(ledger, pages).register(routes);
        new TornadoPage(desk, pages).register(routes);
        new PlansPage(desk, pages).register(routes);
        new RacePage(desk, pages).register(routes);
        new MetricsPage(desk, pages).register(routes);
        new ModelsPage(desk, pages).register(routes);
        new ToyPage(pages).register(routes);
        new MetaPage(pages).register(routes);
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        events.close();
        jobs.close();
        javalin.stop();
    }
}
