package org.emergencelaw.web;

import static org.emergencelaw.web.contract.Contract.CSV;
import static org.emergencelaw.web.contract.Contract.gives;
import static org.emergencelaw.web.contract.Contract.makes;
import static org.emergencelaw.web.contract.Contract.nothing;
import static org.emergencelaw.web.contract.Parameter.CURSOR;
import static org.emergencelaw.web.contract.Parameter.both;
import static org.emergencelaw.web.contract.Parameter.choice;
import static org.emergencelaw.web.contract.Parameter.count;
import static org.emergencelaw.web.contract.Parameter.flag;
import static org.emergencelaw.web.contract.Parameter.text;

import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.EmergenceOrder;
import org.emergencelaw.suite.ForecastHistory;
import org.emergencelaw.suite.Outlook;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.suite.Watch;
import org.emergencelaw.web.api.SuiteForecastRoutes;
import org.emergencelaw.web.api.SuiteLedgerRoutes;
import org.emergencelaw.web.api.SuiteRoutes;
import org.emergencelaw.web.contract.Parameter;
import org.emergencelaw.web.contract.RouteList;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.page.share.SharePage;
import org.emergencelaw.web.page.suite.SuiteHistoryPage;
import org.emergencelaw.web.page.suite.SuiteLedgerPage;
import org.emergencelaw.web.page.suite.SuiteOrderPage;
import org.emergencelaw.web.page.suite.SuitePage;
import org.emergencelaw.web.page.suite.SuitesPage;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.NewSuite;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteHistory;
import org.emergencelaw.workspace.suite.SuiteImport;
import org.emergencelaw.workspace.suite.SuiteImportReport;
import org.emergencelaw.workspace.suite.SuiteLedger;
import org.emergencelaw.workspace.suite.SuiteLock;
import org.emergencelaw.workspace.suite.SuiteOrder;
import org.emergencelaw.workspace.suite.Suites;
import org.emergencelaw.workspace.suite.Watches;

/** The addresses of suites, for programs and of pages. */
record SuiteTable(
        RouteList routes, Workspace workspace, SuiteForecasts forecasts, Idempotency idempotency, Pages pages) {

    private static final Parameter WAIT = count("wait", "Seconds to wait for an answer to be whole, at most ten.");

    private static final Parameter[] PLAN = both(
            PageTable.RUN,
            text("pretrain_loss_nats", "Its loss, where that is known better."),
            text("eval_items", "Items on which it will be evaluated; those of each task where it is left out."),
            choice("path", PathChoice.values(), "Along which compute is counted."),
            text("level", "Accuracy that is asked for; that of each task where it is left out."));

    private static final Parameter[] TASKS = {
        choice("outlook", Outlook.values(), "Whether the run will reach the level."),
        text("seen", "Whether a submitted model has reached it: true or false."),
        choice("verdict", Verdict.values(), "What the fits say."),
        text("name", "Part of the task's name."),
        choice("sort", TaskQuery.Sort.values(), "What the tasks are sorted by."),
        text("order", "asc or desc.")
    };

    void all() {
        Suites suites = forecasts.suites();
        SuiteImport imports = new SuiteImport(workspace, suites);
        rows(new SuiteRoutes(workspace, suites, imports, forecasts, idempotency));
        SuiteHistory history = new SuiteHistory(workspace, forecasts);
        SuiteForecastRoutes runs =
                new SuiteForecastRoutes(suites, forecasts, history, forecasts.watches(), idempotency);
        forecasts(runs);
        SuiteLedger ledger = new SuiteLedger(workspace, forecasts);
        ledger(new SuiteLedgerRoutes(workspace, suites, ledger, idempotency));
        SuiteOrderPage order = new SuiteOrderPage(suites, new SuiteOrder(workspace, forecasts));
        routes.get(
                "/api/v1/suites/{id}/dependencies",
                order::json,
                gives(EmergenceOrder.class)
                        .answering(202, EmergenceOrder.class)
                        .asking(WAIT, text("task", "Pairs of this task alone.")));
        order(order);
        watches(new SuiteHistoryPage(suites, forecasts, history, pages));
        lock(new SuiteLedgerPage(workspace, suites, ledger, pages));
        submit(new SuitesPage(workspace, suites, imports, forecasts, pages));
        SuitePage page = new SuitePage(suites, forecasts, pages);
        routes.get(
                "/suites/{id}.csv",
                runs::csv,
                gives(CSV).asking(both(PLAN, TASKS)).asking(WAIT));
        routes.page("/suites/{id}", page::view, page::show, both(PLAN, TASKS));
        routes.form("/suites/{id}/delete", page::delete);
        SharePage share = new SharePage(workspace, forecasts, pages);
        routes.get(
                "/suites/{id}/report.html",
                share::suiteReport,
                gives("text/html").asking(both(PLAN, TASKS)));
        routes.get(
                "/suites/{id}/suite.zip", share::suiteZip, gives(PageTable.ZIP).asking(both(PLAN, TASKS)));
    }

    private void rows(SuiteRoutes suites) {
        routes.get(
                "/api/v1/suites",
                suites::list,
                gives(Listed.class, Suites.Summary.class).asking(CURSOR));
        routes.post(
                "/api/v1/suites", suites::create, makes(201, Suite.class).taking(NewSuite.class, ApiExamples.SUITE));
        routes.get("/api/v1/suites/{id}", suites::show, gives(Suites.View.class));
        routes.delete("/api/v1/suites/{id}", suites::delete, nothing());
        routes.post(
                "/api/v1/suites/{id}/observations",
                suites::submit,
                ApiTable.takingRows(
                                gives(SuiteImportReport.class).answering(201, SuiteImportReport.class),
                                ApiExamples.SUITE_ROWS,
                                ApiExamples.SUITE_JSON_ROWS)
                        .asking(
                                flag("dry_run", "Saves nothing."),
                                flag("replace", "Takes the place of the saved rows of its tasks."),
                                flag("update", "Takes the place of saved rows that it measures anew."),
                                text("name", "Name of a suite that is made, where there is none."),
                                text("family", "Its family."),
                                text("trivial_accuracy", "Of tasks that neither rows nor the catalogue tell it of."),
                                count("shots", "Likewise.")));
        routes.get("/api/v1/suites/{id}/observations.csv", suites::csv, gives(CSV));
    }

    private void forecasts(SuiteForecastRoutes runs) {
        routes.get(
                "/api/v1/suites/{id}/forecasts",
                runs::forecasts,
                gives(SuiteForecast.class)
                        .answering(202, SuiteForecast.class)
                        .asking(both(PLAN, TASKS))
                        .asking(WAIT));
        routes.get(
                "/api/v1/suites/{id}/forecasts.csv",
                runs::csv,
                gives(CSV).asking(both(PLAN, TASKS)).asking(WAIT));
        routes.get(
                "/api/v1/suites/{id}/history",
                runs::history,
                gives(ForecastHistory.class)
                        .answering(202, ForecastHistory.class)
                        .asking(PLAN)
                        .asking(WAIT));
        routes.get("/api/v1/suites/{id}/watches", runs::watches, gives(Watches.View.class));
        routes.post(
                "/api/v1/suites/{id}/watches",
                runs::watch,
                makes(201, Watch.class).taking(Watches.NewWatch.class, ApiExamples.WATCH));
        routes.delete("/api/v1/suites/{id}/watches/{watch}", runs::unwatch, nothing());
    }

    private void ledger(SuiteLedgerRoutes ledger) {
        routes.get(
                "/api/v1/suites/{id}/locks",
                ledger::locks,
                gives(SuiteLedger.View.class).asking(WAIT));
        routes.post(
                "/api/v1/suites/{id}/lock",
                ledger::lock,
                makes(202, SuiteLock.Status.class).taking(SuiteLedgerRoutes.Asked.class, ApiExamples.SUITE_LOCK));
        routes.post(
                "/api/v1/suites/{id}/outcome",
                ledger::outcome,
                ApiTable.takingRows(
                        makes(201, Listed.class, SuiteLedger.Decided.class), ApiExamples.SUITE_RESULTS, ""));
    }

    private void order(SuiteOrderPage order) {
        Parameter task = text("task", "Pairs of this task alone.");
        routes.get("/suites/{id}/dependencies.csv", order::csv, gives(CSV).asking(WAIT, task));
        routes.page("/suites/{id}/dependencies", "order.jte", order::view, task);
    }

    private void watches(SuiteHistoryPage page) {
        routes.page("/suites/{id}/history", "history.jte", page::view, PLAN);
        routes.get("/suites/{id}/watches.atom", page::feed, gives("application/atom+xml"));
        routes.page("/suites/{id}/watches", page::watches, page::showWatches);
        routes.form("/suites/{id}/watches", page::watch);
        routes.form("/suites/{id}/watches/{watch}/delete", page::unwatch);
    }

    private void lock(SuiteLedgerPage page) {
        routes.page("/suites/{id}/lock", page::view, page::show, PLAN);
        routes.form("/suites/{id}/lock", page::lock);
        routes.form("/suites/{id}/outcome", page::outcome);
    }

    private void submit(SuitesPage page) {
        routes.page("/suites", page::view, page::show, CURSOR);
        routes.form("/suites", page::create);
        routes.page("/suites/{id}/submit", page::submitView, page::showSubmit);
        routes.form("/suites/{id}/submit", page::add);
    }
}
