package org.emergencelaw.web.page.share;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.report.archive.EntryArchive;
import org.emergencelaw.report.archive.ForecastArchive;
import org.emergencelaw.report.archive.SuiteArchive;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.web.api.SuiteFilter;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.page.ForecastPage;
import org.emergencelaw.web.page.suite.SuitePage;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.Suites;

/** Reports and zips of studies, forecasts, entries of the ledger and suites. */
public record SharePage(Workspace workspace, SuiteForecasts forecasts, Pages pages) {

    /** How long a report waits for the tasks of a suite. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Reports reports(Context ctx) {
        return new Reports(workspace, pages, Optional.of(pages.outside(ctx, "")));
    }

    private static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    public void studyReport(Context ctx) {
        Map<String, String> plan = new LinkedHashMap<>();
        ctx.queryParamMap().forEach((field, values) -> plan.put(field, values.get(0)));
        report(ctx, reports(ctx).study(workspace.study(id(ctx)), plan));
    }

    public void forecastReport(Context ctx) {
        report(ctx, reports(ctx).forecast(id(ctx)));
    }

    public void entryReport(Context ctx) {
        report(ctx, reports(ctx).entry(id(ctx)));
    }

    public void suiteReport(Context ctx) {
        Suites suites = forecasts.suites();
        SuitePage.View view = new SuitePage(suites, forecasts, pages).view(ctx, PATIENCE);
        requireWhole(view.forecast());
        report(ctx, reports(ctx).suite(view, suites.sha256(view.suite())));
    }

    private static void requireWhole(Optional<SuiteForecast> forecast) {
        forecast.ifPresent(made -> SuiteFilter.requireWhole(made.counts().pending()));
    }

    private static void report(Context ctx, String html) {
        ctx.contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", Pages.ALONE + "; frame-ancestors 'none'")
                .header("Content-Disposition", "inline; filename=\"" + id(ctx) + ".html\"")
                .result(html);
    }

    /** Rows, fit and forecast as one file. */
    public void forecastZip(Context ctx) throws IOException {
        ForecastPage.View view = ForecastPage.View.of(workspace, id(ctx));
        StoredFit fit = workspace.fits().find(view.forecast().fitId());
        List<Observation> rows = workspace.observations(view.study());
        zip(ctx);
        new ForecastArchive(
                        view.study(),
                        FitAnswer.of(fit),
                        view.forecast(),
                        ObservationCsv.text(rows),
                        ObservationCsv.sha256(rows),
                        Citation.of(view.study(), view.forecast(), address(ctx, "/forecasts/")))
                .write(ctx.outputStream());
    }

    /** A locked forecast, its entries and its rows as one file. */
    public void entryZip(Context ctx) throws IOException {
        ForecastLedger.Entry entry = workspace.ledger().entry(id(ctx));
        String rows = workspace.ledger().rows(entry.lock().inputSha256());
        zip(ctx);
        new EntryArchive(entry, rows, Citation.of(entry, address(ctx, "/ledger/"))).write(ctx.outputStream());
    }

    /** Rows and fits of all tasks, and the forecast of the planned run, as one file. */
    public void suiteZip(Context ctx) throws IOException {
        Suites suites = forecasts.suites();
        Suite suite = suites.suite(id(ctx));
        Optional<SuiteForecast> forecast =
                SuiteFilter.plan(ctx).map(plan -> forecasts.forecast(suite, plan, TaskQuery.ALL, PATIENCE));
        requireWhole(forecast);
        Citation cite =
                Citation.of(suite, suites.sha256(suite), workspace.ledger().now(), address(ctx, "/suites/"));
        zip(ctx);
        new SuiteArchive(suite, suites.studies(suite), new Tasks(workspace), forecast, cite).write(ctx.outputStream());
    }

    private record Tasks(Workspace workspace) implements SuiteArchive.Contents {

        @Override
        public String rows(Study study, OutputStream out) throws IOException {
            return ObservationCsv.write(workspace.stored(study), out);
        }

        /** No request fits a whole suite: a task that was looked at or forecast has its fit. */
        @Override
        public Optional<FitAnswer> fit(Study study) {
            if (!workspace.fits().there(study)) return Optional.empty();
            try {
                return Optional.of(FitAnswer.of(workspace.fits().current(study)));
            } catch (IllegalArgumentException impossible) {
                // the table of tasks says why; the other tasks are no worse for it
                return Optional.empty();
            }
        }
    }

    private Optional<String> address(Context ctx, String path) {
        return Optional.of(pages.outside(ctx, path + id(ctx)));
    }

    private static void zip(Context ctx) {
        ctx.contentType("application/zip")
                .header("Content-Disposition", "attachment; filename=\"" + id(ctx) + ".zip\"");
    }
}
