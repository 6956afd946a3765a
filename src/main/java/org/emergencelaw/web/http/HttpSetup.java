package org.emergencelaw.web.http;

import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.SizeUnit;
import io.javalin.json.JavalinJackson;
import jakarta.servlet.DispatcherType;
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
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.format.Json;

/**
 * Set-up of the HTTP server: how it listens, what it takes, and how it stops: running requests have {@link #STOP} to end, idle
 * connections a moment.
 */
public record HttpSetup(ServiceConfig settings) {

    private static final int MIN_THREADS = 4;
    private static final int MAX_THREADS = 64;

    /** A part for every cell of a full submit form. */
    private static final int MAX_FORM_KEYS = 10_000;

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration SHUTDOWN_IDLE = Duration.ofSeconds(1);

    public void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = settings.maxBodyMib() * 1024L * 1024;
        config.http.prefer405over404 = true;
        config.jsonMapper(new JavalinJackson(Json.mapper(), false));
        jetty(config.jetty);
    }

    private void jetty(JettyConfig jetty) {
        // uploads are spooled to disk and read from there
        jetty.multipartConfig.maxFileSize(settings.maxUploadMib(), SizeUnit.MB);
        jetty.multipartConfig.maxTotalRequestSize(settings.maxUploadMib(), SizeUnit.MB);
        jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        jetty.modifyServer(server -> {
            server.setStopTimeout(STOP.toMillis());
            server.setErrorHandler(new ProblemErrors());
            server.setHandler(chain(new RequestIds(), new GracefulHandler()));
        });
        jetty.addConnector(this::connector);
        jetty.modifyServletContextHandler(context -> {
            context.setMaxFormKeys(MAX_FORM_KEYS);
            context.addFilter(new FilterHolder(new HeadAsGet()), "/*", EnumSet.of(DispatcherType.REQUEST));
        });
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
