package org.emergencelaw;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of rooms. Whoever adds a room, or an arrow, adds it here. */
final class Rooms {

    /** The one kernel of a fit that rivals, forecasts and outcomes use, too. */
    static final String HINGE = "org.emergencelaw.fit.leastsquares.HingeFit";

    /** Every room, from the ground up, and the rooms that it may use; a name stands for that package alone, not for its inner rooms. */
    static final Map<String, Set<String>> ARROWS = arrows();

    private Rooms() {}

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> may = new LinkedHashMap<>();
        may.put("observation", Set.of());
        may.put("law", Set.of());
        may.put("statistics", Set.of());
        may.put("format", Set.of());
        may.put("job", Set.of());
        may.put("spill", Set.of("observation"));
        may.put("plausibility", Set.of("spill", "format", "law", "observation", "statistics"));
        may.put("metric", Set.of("format", "observation", "statistics"));
        may.put("metric.mirage", Set.of("metric", "format", "observation", "statistics"));
        may.put("fit.leastsquares", Set.of("law", "observation", "statistics"));
        may.put("fit.posterior", Set.of("fit.leastsquares", "law", "statistics"));
        may.put("fit.loss", Set.of("law", "observation", "statistics"));
        may.put(
                "fit",
                Set.of(
                        "fit.leastsquares",
                        "fit.posterior",
                        "fit.loss",
                        "plausibility",
                        "format",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "fit.diagnostics",
                Set.of(
                        "fit",
                        "fit.leastsquares",
                        "fit.posterior",
                        "fit.loss",
                        "format",
                        "law",
                        "observation",
                        "statistics"));
        may.put("member", Set.of("fit", "fit.loss", "format", "law", "observation", "statistics"));
        may.put(
                "forecast",
                Set.of("member", "fit", "fit.leastsquares", "fit.loss", "format", "law", "observation", "statistics"));
        may.put(
                "forecast.measurement",
                Set.of("member", "fit", "fit.loss", "format", "law", "observation", "statistics"));
        may.put(
                "forecast.chart",
                Set.of("forecast", "member", "fit", "fit.leastsquares", "law", "observation", "statistics", "format"));
        may.put("forecast.design", Set.of("fit", "fit.loss", "format", "law", "observation", "statistics"));
        may.put(
                "rival",
                Set.of(
                        "member",
                        "forecast",
                        "fit",
                        "fit.leastsquares",
                        "fit.loss",
                        "format",
                        "metric",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "backtest",
                Set.of(
                        "rival",
                        "member",
                        "forecast",
                        "fit",
                        "fit.leastsquares",
                        "fit.loss",
                        "format",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "ledger",
                Set.of(
                        "member",
                        "rival",
                        "forecast",
                        "fit",
                        "fit.leastsquares",
                        "fit.loss",
                        "format",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "calibration",
                Set.of(
                        "member",
                        "forecast",
                        "forecast.measurement",
                        "fit",
                        "fit.leastsquares",
                        "fit.posterior",
                        "fit.loss",
                        "format",
                        "metric",
                        "metric.mirage",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "benchmark",
                Set.of("rival", "member", "forecast", "fit", "fit.loss", "format", "observation", "statistics"));
        may.put("config", Set.of("format", "law", "observation"));
        may.put("suite", Set.of("member", "forecast", "fit", "format", "observation", "statistics"));
        may.put(
                "ingest.table",
                Set.of("spill", "config", "format", "metric", "observation", "plausibility", "statistics"));
        may.put("ingest.run", Set.of("ingest.table", "config", "format", "metric", "observation"));
        may.put("ingest.harness", Set.of("ingest.run", "ingest.table", "format", "metric", "observation"));
        may.put("ingest.reader", Set.of("spill", "ingest.run", "ingest.table", "format", "observation"));
        may.put("ingest.container", Set.of("spill", "ingest.table", "format", "observation"));
        may.put(
                "ingest",
                Set.of(
                        "ingest.container",
                        "ingest.harness",
                        "ingest.reader",
                        "ingest.run",
                        "ingest.table",
                        "config",
                        "format",
                        "observation"));
        may.put("ingest.mend", Set.of("ingest.table", "format", "observation"));
        may.put("lab", Set.of("ingest.table", "config", "format", "metric", "observation"));
        may.put("store.dialect", Set.of());
        may.put(
                "store",
                Set.of(
                        "spill",
                        "store.dialect",
                        "job",
                        "suite",
                        "member",
                        "ledger",
                        "backtest",
                        "forecast",
                        "fit",
                        "format",
                        "law",
                        "observation"));
        may.put("workspace.access", Set.of("store"));
        may.put("workspace.memory", Set.of());
        may.put("workspace.upkeep", Set.of("store", "ingest.table", "ledger", "observation"));
        may.put(
                "workspace",
                Set.of(
                        "job",
                        "spill",
                        "member",
                        "suite",
                        "workspace.access",
                        "workspace.memory",
                        "workspace.upkeep",
                        "store",
                        "ingest",
                        "ingest.run",
                        "ingest.table",
                        "ledger",
                        "backtest",
                        "rival",
                        "forecast",
                        "forecast.chart",
                        "forecast.measurement",
                        "fit",
                        "fit.loss",
                        "fit.diagnostics",
                        "config",
                        "format",
                        "metric",
                        "metric.mirage",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "workspace.job",
                Set.of(
                        "workspace",
                        "workspace.memory",
                        "job",
                        "store",
                        "ledger",
                        "backtest",
                        "forecast",
                        "fit",
                        "fit.diagnostics",
                        "format",
                        "observation"));
        may.put(
                "workspace.suite",
                Set.of(
                        "spill",
                        "workspace",
                        "workspace.job",
                        "job",
                        "store",
                        "suite",
                        "ingest",
                        "ingest.table",
                        "ledger",
                        "forecast",
                        "fit",
                        "config",
                        "format",
                        "observation"));
        may.put(
                "workspace.oneshot",
                Set.of(
                        "workspace",
                        "config",
                        "ingest.table",
                        "forecast",
                        "forecast.design",
                        "fit",
                        "fit.loss",
                        "format",
                        "observation"));
        may.put(
                "workspace.example",
                Set.of(
                        "workspace",
                        "workspace.job",
                        "job",
                        "store",
                        "config",
                        "ingest.table",
                        "fit",
                        "format",
                        "observation"));
        may.put(
                "report.picture",
                Set.of("forecast", "forecast.chart", "format", "metric", "law", "observation", "statistics"));
        may.put(
                "report",
                Set.of(
                        "report.picture",
                        "spill",
                        "member",
                        "suite",
                        "workspace",
                        "ledger",
                        "backtest",
                        "benchmark",
                        "rival",
                        "forecast",
                        "forecast.chart",
                        "forecast.design",
                        "forecast.measurement",
                        "fit",
                        "fit.leastsquares",
                        "fit.loss",
                        "ingest.container",
                        "ingest.reader",
                        "ingest.table",
                        "format",
                        "metric",
                        "law",
                        "observation",
                        "statistics"));
        may.put(
                "report.suite",
                Set.of("workspace.suite", "suite", "forecast", "fit", "format", "observation", "statistics"));
        may.put("report.archive", Set.of("workspace", "suite", "forecast", "fit", "format", "ledger", "observation"));
        Set<String> results = Set.of(
                "job",
                "member",
                "suite",
                "workspace",
                "workspace.access",
                "workspace.example",
                "workspace.job",
                "workspace.memory",
                "workspace.suite",
                "workspace.oneshot",
                "workspace.upkeep",
                "report",
                "report.archive",
                "report.picture",
                "report.suite",
                "ingest",
                "ingest.mend",
                "ingest.run",
                "ingest.table",
                "config",
                "ledger",
                "backtest",
                "benchmark",
                "rival",
                "forecast",
                "forecast.chart",
                "forecast.design",
                "forecast.measurement",
                "fit.diagnostics",
                "fit.loss",
                "fit",
                "metric.mirage",
                "metric",
                "format",
                "law",
                "observation",
                "statistics");
        may.put("web.log", Set.of("format"));
        may.put("web.load", Set.of("workspace", "workspace.memory", "format"));
        may.put("web.http", and(results, "web.load", "web.log"));
        may.put("web.api", and(results, "spill", "web.http", "web.log"));
        may.put("web.page", and(results, "web.http", "web.log"));
        may.put("web.page.suite", and(results, "web.http", "web.api", "web.page"));
        may.put("web.page.submit", and(results, "web.http"));
        may.put("web.page.share", and(results, "web.http", "web.api", "web.page", "web.page.suite"));
        may.put("web.contract", and(results, "web.http"));
        may.put(
                "web",
                and(
                        results,
                        "web.http",
                        "web.load",
                        "web.log",
                        "web.api",
                        "web.page",
                        "web.page.share",
                        "web.page.suite",
                        "web.page.submit",
                        "web.contract"));
        may.put("sweep.spark", Set.of());
        may.put(
                "sweep",
                Set.of(
                        "sweep.spark",
                        "law",
                        "ingest.container",
                        "report",
                        "report.suite",
                        "suite",
                        "ingest",
                        "ingest.table",
                        "ingest.run",
                        "config",
                        "backtest",
                        "forecast",
                        "fit",
                        "fit.loss",
                        "format",
                        "observation"));
        may.put("cli.option", and(results, "spill", "sweep", "sweep.spark"));
        may.put("cli.calibrate", and(results, "cli.option", "calibration", "sweep.spark"));
        may.put("cli.lab", and(results, "cli.option", "lab"));
        may.put("cli.database", and(results, "cli.option"));
        may.put("cli.ledger", and(results, "cli.option", "cli.database"));
        may.put("cli.metrics", and(results, "cli.option", "calibration"));
        may.put(
                "cli.study",
                and(results, "cli.option", "spill", "sweep", "sweep.spark", "web", "web.http", "web.page.share"));
        may.put(
                "cli",
                and(
                        results,
                        "cli.option",
                        "cli.calibrate",
                        "cli.database",
                        "cli.lab",
                        "cli.ledger",
                        "cli.metrics",
                        "cli.study"));
        return may;
    }

    private static Set<String> and(Set<String> rooms, String... further) {
        Set<String> all = new TreeSet<>(rooms);
        all.addAll(Set.of(further));
        return all;
    }
}
