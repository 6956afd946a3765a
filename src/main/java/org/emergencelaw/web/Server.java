package org.emergencelaw.web;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.UsualFiles;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.BasePath;
import org.emergencelaw.web.http.ErrorResponses;
import org.emergencelaw.web.http.HttpSetup;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.Metrics;
import org.emergencelaw.web.http.OwnHosts;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.SameOrigin;
import org.emergencelaw.web.load.UploadFolder;
import org.emergencelaw.web.load.WorkWatch;
import org.emergencelaw.workspace.IdempotentAnswers;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.example.ExampleJobs;
import org.emergencelaw.workspace.example.ExampleStudies;
import org.emergencelaw.workspace.job.JobQueue;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.upkeep.Backups;
import org.emergencelaw.workspace.upkeep.DatabaseOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP service: puts its parts together, starts and stops; its addresses stand in {@link RouteTable}. */
public final class Server implements AutoCloseable {

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            // what is not kept may not be found later; files that never change say otherwise
            "Cache-Control",
            "no-store");

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Optional<DatabaseOwner> owner;
    private final Javalin javalin;
    private final JobQueue jobs;
    private final JobEvents events;
    private final SuiteForecasts suites;
    private final WorkWatch watch;
    private final UploadFolder uploads;

    private Server(ServiceConfig settings, Workspace workspace, Clock clock, Optional<DatabaseOwner> owner) {
        this.owner = owner;
        jobs = new JobQueue(workspace, clock);
        StudyJobs ofStudies = StudyJobs.of(jobs, workspace);
        events = new JobEvents(jobs);
        uploads = UploadFolder.in(temporary());
        watch = new WorkWatch(Duration.ofSeconds(settings.requestSeconds().orElseThrow()));
        Idempotency idempotency = new Idempotency(new IdempotentAnswers(workspace, clock));
        BasePath base = new BasePath(settings.base());
        Pages pages = new Pages(base, settings.framedBy());
        ExampleStudies examples = new ExampleStudies(UsualFiles.find(Path.of(settings.examples())), workspace.tasks());
        ExampleJobs opening = ExampleJobs.of(jobs, ofStudies.fits(), examples, workspace);
        AccessControl access = new AccessControl(workspace.access(), base);
        Metrics metrics = new Metrics(workspace, jobs, clock);
        suites = SuiteForecasts.of(workspace, jobs, clock);
        RouteTable table = new RouteTable(
                workspace, ofStudies, events, opening, idempotency, pages, access, metrics, clock, suites);
        javalin = Javalin.create(config -> {
            new HttpSetup(settings, workspace.heap(), uploads.path()).configure(config);
            config.routes.before(ctx -> {
                if (ctx.method() != HandlerType.GET) uploads.require();
            });
            before(config.routes, settings, idempotency, access);
            table.register(config.routes);
            config.requestLogger.http(metrics::count);
            new ErrorResponses(pages, settings.maxBodyMib(), settings.maxUploadMib(), watch).register(config);
        });
    }

    private static void before(
            RoutesConfig routes, ServiceConfig settings, Idempotency idempotency, AccessControl access) {
        routes.before(ctx -> SECURITY_HEADERS.forEach(ctx::header));
        routes.before(new OwnHosts(settings.host(), settings.names())::require);
        routes.before(new SameOrigin(!settings.framedBy().isEmpty())::require);
        routes.before(access::require);
        routes.before("/api/*", idempotency::before);
        routes.after("/api/*", idempotency::after);
        routes.after(access::record);
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Loads what {@link #start} will need while another thread opens the database: a start waits for classes most of its time. */
    public static void loadAhead(ServiceConfig settings) {
        Thread loading = new Thread(
                () -> {
                    Javalin.create(
                            config -> new HttpSetup(settings, HeapBudget.ofHeap(), temporary()).configure(config));
                    new Pages(new BasePath(settings.base()));
                },
                "load-ahead");
        loading.setDaemon(true);
        loading.start();
    }

    /**
     * Starts the service, and takes up the jobs that nobody works on.
     *
     * @param workspace open; the caller closes it after the server
     * @throws IllegalArgumentException if another service serves the database
     * @throws UncheckedIOException if it cannot listen there
     */
    public static Server start(ServiceConfig settings, Workspace workspace, Clock clock) {
        // services of one server share its database
        Optional<DatabaseOwner> owner = workspace.file().map(DatabaseOwner::claim);
        workspace.file().ifPresent(Server::deleteDownloads);
        Server server = new Server(settings, workspace, clock, owner);
        try {
            // what stops the start is told by whoever called, in one sentence
            JavalinLogger.enabled = false;
            server.javalin.start();
        } catch (JavalinBindException taken) {
            server.jobs.close();
            server.events.close();
            server.watch.close();
            server.uploads.close();
            owner.ifPresent(DatabaseOwner::close);
            throw new UncheckedIOException(new BindException("cannot listen on " + settings.host() + ":"
                    + settings.port() + ": the port is in use, or the address is not of this machine"));
        } finally {
            JavalinLogger.enabled = true;
        }
        owner.ifPresent(claimed -> claimed.at("http://" + settings.host() + ":" + server.port()));
        server.jobs.start();
        server.suites.start();
        return server;
    }

    private static void deleteDownloads(Path database) {
        try {
            Backups.deleteDownloads(database);
        } catch (IOException kept) {
            LOG.warn("what an earlier life left of backups beside {} stays there", database, kept);
        }
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        events.close();
        jobs.close();
        try {
            javalin.stop();
        } catch (JavalinException late) {
            // it stopped all the same, and the log says that requests were cut off
        }
        watch.close();
        uploads.close();
        owner.ifPresent(DatabaseOwner::close);
    }
}
