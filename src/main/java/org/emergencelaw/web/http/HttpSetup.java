package org.emergencelaw.web.http;

import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.SizeUnit;
import io.javalin.json.JavalinJackson;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.load.Admission;
import org.emergencelaw.web.load.LeastDataRate;
import org.emergencelaw.web.log.AccessLog;
import org.emergencelaw.web.log.RequestIds;
import org.emergencelaw.workspace.memory.HeapBudget;

/**
 * Set-up of the HTTP server: how it listens, what it takes, and how it stops: running requests have {@link #STOP} to end, idle
 * connections a moment.
 *
 * @param heap for what requests hold
 * @param uploads folder for bodies and files
 */
public record HttpSetup(ServiceConfig settings, HeapBudget heap, Path uploads) {

    private static final int MIN_THREADS = 4;
    private static final int MAX_THREADS = 64;

    /** A part for every cell of a full submit form, 200 rows of 24 columns, and what stands around them. */
    private static final int MAX_FORM_KEYS = 5_000;

    private static final int MOST_WAITING = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration SHUTDOWN_IDLE = Duration.ofSeconds(1);

    public void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = (long) RequestBody.MOST_TEXT;
        config.appData(RequestBody.MOST, settings.maxBodyMib() * 1024L * 1024);
        config.appData(RequestBody.FOLDER, uploads);
        config.appData(Admission.KEY, new Admission(heap, settings.maxRows().orElseThrow()));
        config.http.prefer405over404 = true;
        config.jsonMapper(new JavalinJackson(Json.mapper(), false));
        jetty(config.jetty);
    }

    private void jetty(JettyConfig jetty) {
        // uploads are spooled to disk and read from there
        jetty.multipartConfig.cacheDirectory(uploads.toString());
        jetty.multipartConfig.maxFileSize(settings.maxUploadMib(), SizeUnit.MB);
        jetty.multipartConfig.maxTotalRequestSize(settings.maxUploadMib(), SizeUnit.MB);
        // but not each cell of a form
        jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.KB);
        jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        jetty.modifyServer(server -> {
            server.setStopTimeout(STOP.toMillis());
            AccessLog.of(settings.accessLog().orElseThrow()).ifPresent(server::setRequestLog);
            server.setErrorHandler(new ProblemErrors());
            server.setHandler(chain(
                    new RequestIds(),
                    new UnreadBodies(),
                    new BasePath(settings.base()).handler(),
                    new GracefulHandler(),
                    new LeastDataRate(),
                    writes(),
                    downloads(),
                    work()));
        });
        jetty.addConnector(this::connector);
        jetty.modifyServletContextHandler(context -> {
            context.setMaxFormKeys(MAX_FORM_KEYS);
            context.addFilter(new FilterHolder(new HeadAsGet()), "/*", EnumSet.of(DispatcherType.REQUEST));
        });
    }

    /** Requests with a body, which may come slowly. */
    private static Handler.Wrapper writes() {
        QoSHandler writes = atMost(MAX_THREADS * 3 / 8);
        writes.includeMethod("POST", "PUT", "PATCH", "DELETE");
        return writes;
    }

    /** Long answers, which may be read slowly. */
    private static Handler.Wrapper downloads() {
        QoSHandler downloads = atMost(MAX_THREADS / 8);
        downloads.includePath(
                "^.*\\.(csv|jsonl|parquet|zip)$",
                "^.*/(observations|every_eval_ever|metadata)\\.json$",
                "/api/v1/backup");
        return downloads;
    }

    /** Pages and answers for which a fit may have to be made, or more. */
    private static Handler.Wrapper work() {
        QoSHandler work = atMost(Runtime.getRuntime().availableProcessors() + 2);
        work.includePath(
                "^/(api/v1/)?(studies|fits|forecasts)/[^/]+/"
                        + "(fits|forecasts|plans|compare|comparison|diagnostics|methods|metrics|next-measurement|tornado|lock"
                        + "|against/[^/]+)(\\.json)?$",
                "^/(studies|forecasts|ledger|suites)/[^/]+/report\\.html$",
                "^/embed/(studies|forecasts|ledger)/[^/]+$",
                "^/api/v1/forecast(/bulk)?$",
                "^/(design(\\.json)?|api/v1/designs)$",
                "^/api/v1/meta-analyses$",
                "^/meta-analysis(\\.json)?$",
                "^/(api/v1/)?toy(\\.json)?$");
        return work;
    }

    /** Lets so many in at once; others wait without a thread, and are refused when that takes too long. */
    private static QoSHandler atMost(int requests) {
        QoSHandler gate = new QoSHandler();
        gate.setMaxRequestCount(requests);
        gate.setMaxSuspendedRequestCount(MOST_WAITING);
        gate.setMaxSuspend(PATIENCE);
        return gate;
    }

    /** Each in the one before it; the application comes into the last. */
    private static Handler.Wrapper chain(Handler.Wrapper... handlers) {
        for (int i = handlers.length - 1; i > 0; i--) handlers[i - 1].setHandler(handlers[i]);
        return handlers[0];
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
        return connector;
    }
}
