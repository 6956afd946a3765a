package org.emergencelaw.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.json.JavalinJackson;
import java.time.Clock;
import java.util.Map;
import org.emergencelaw.ingest.ServiceConfig;
import org.emergencelaw.ingest.TaskCatalogue;
import org.emergencelaw.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP service: routes, errors, security headers. */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin");

    private final Javalin javalin;

    private Server(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts the service.
     *
     * @param json mapper of all JSON in and out
     * @param database open database; the caller closes it after the server
     */
    public static Server start(
            ServiceConfig settings, ObjectMapper json, Database database, TaskCatalogue catalogue, Clock clock) {
        Desk desk = new Desk(database, clock);
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings, json);
            routes(config.routes, desk, catalogue, new Idempotency(database.idempotency()));
            errors(config.routes);
        });
        return new Server(javalin.start(settings.host(), settings.port()));
    }

    private static void configure(JavalinConfig config, ServiceConfig settings, ObjectMapper json) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = settings.maxBodyMib() * 1024L * 1024;
        config.jetty.multipartConfig.maxFileSize(settings.maxBodyMib(), SizeUnit.MB);
        config.jetty.multipartConfig.maxTotalRequestSize(settings.maxBodyMib(), SizeUnit.MB);
        config.jsonMapper(new JavalinJackson(json, false));
        config.staticFiles.add(files -> {
            files.hostedPath = "/static";
            files.directory = "/org/emergencelaw/web/static";
            files.location = Location.CLASSPATH;
        });
    }

    /** The whole route table. */
    private static void routes(RoutesConfig routes, Desk desk, TaskCatalogue catalogue, Idempotency idempotency) {
        routes.before(ctx -> SECURITY_HEADERS.forEach(ctx::header));
        routes.before("/api/*", idempotency::before);
        routes.after("/api/*", idempotency::after);
        new StudyRoutes(desk, catalogue).register(routes);
        new ObservationRoutes(desk).register(routes);
        new FitRoutes(desk).register(routes);
        routes.get("/healthz", ctx -> ctx.result("ok"));
        routes.get("/readyz", ctx -> ctx.result(desk.database().answers() ? "ok" : "no"));
    }

    private static void errors(RoutesConfig routes) {
        routes.exception(
                IllegalArgumentException.class,
                (e, ctx) -> answer(ctx, 422, "Bad input", String.valueOf(e.getMessage())));
        routes.exception(
                JsonProcessingException.class,
                (e, ctx) -> answer(ctx, 400, "Bad JSON", e.getOriginalMessage() + " (" + place(e) + ")"));
        routes.exception(HttpResponseException.class, (e, ctx) -> {
            answer(ctx, e.getStatus(), "Not possible", String.valueOf(e.getMessage()));
        });
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            answer(ctx, 500, "Internal error", "This is a fault of the service, not of the request; the log has it.");
        });
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "no place"
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static void answer(Context ctx, int status, String title, String detail) {
        ctx.status(status).json(Problem.of(status, title, detail)).contentType(Problem.CONTENT_TYPE);
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
