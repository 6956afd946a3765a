package org.emergencelaw.web.http;

import io.javalin.config.JettyConfig;
import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * How the service listens, and how it stops: running requests have {@link #STOP} to end, idle connections a moment.
 *
 * @param port 0 for a free one
 */
public record Listening(String host, int port) {

    private static final int LEAST_THREADS = 4;
    private static final int MOST_THREADS = 64;
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration SHUTDOWN_IDLE = Duration.ofSeconds(1);

    public void configure(JettyConfig jetty) {
        jetty.threadPool = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        jetty.modifyServer(server -> {
            server.setStopTimeout(STOP.toMillis());
            server.setHandler(new GracefulHandler());
        });
        jetty.addConnector(this::connector);
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
        return connector;
    }
}
