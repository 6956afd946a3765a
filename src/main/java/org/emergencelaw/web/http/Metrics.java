package org.emergencelaw.web.http;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.JobQueue;

/** What the service does and holds, for Prometheus to ask after. Requests are counted by the address in the route table, not as sent. */
public final class Metrics {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Clock clock;
    private final AtomicLong lastBackup = new AtomicLong();

    public Metrics(Workspace workspace, JobQueue jobs, Clock clock) {
        this.clock = clock;
        // of the heap alone: the rest of the JVM speaks of its own insides
        new JvmMemoryMetrics().bindTo(registry);
        gauge("emergence_law_jobs_open", "Jobs that wait or are at work.", () -> jobs.open());
        gauge("emergence_law_studies", "Studies.", workspace.studies()::count);
        gauge("emergence_law_fits", "Fits that are kept.", workspace.fits()::count);
        gauge(
                "emergence_law_ledger_entries",
                "Entries of the ledger.",
                () -> workspace.ledger().chain().entries());
        gauge("emergence_law_database_bytes", "Size of the database, with what lies beside it.", workspace::bytes);
        gauge(
                "emergence_law_last_backup_timestamp_seconds",
                "When the last backup was taken by the API; 0 for none.",
                () -> lastBackup.get());
    }

    private void gauge(String name, String about, Supplier<Number> value) {
        Gauge.builder(name, value).description(about).register(registry);
    }

    /** After every request. */
    public void count(Context ctx, float millis) {
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        Timer.builder("emergence_law_requests")
                .description("Requests, by how they were answered.")
                .tag("method", ctx.method().name())
                .tag(
                        "path",
                        Optional.ofNullable(endpoint).map(found -> found.path).orElse("none"))
                .tag("status", Integer.toString(ctx.statusCode()))
                .register(registry)
                .record(Duration.ofNanos((long) (millis * 1e6)));
    }

    public void backedUp() {
        lastBackup.set(clock.instant().getEpochSecond());
    }

    public void show(Context ctx) {
        ctx.contentType(TYPE).result(registry.scrape());
    }
}
