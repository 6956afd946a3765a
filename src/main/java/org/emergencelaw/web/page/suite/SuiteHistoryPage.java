package org.emergencelaw.web.page.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.report.suite.AtomFeed;
import org.emergencelaw.suite.ForecastHistory;
import org.emergencelaw.web.api.SuiteFilter;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.page.Form;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteHistory;
import org.emergencelaw.workspace.suite.Suites;
import org.emergencelaw.workspace.suite.Watches;

/** How the forecasts of a suite moved, and what is watched of them. */
public record SuiteHistoryPage(Suites suites, SuiteForecasts forecasts, SuiteHistory history, Pages pages) {

    private static final List<String> FIELDS = List.of("task", "threshold", "params", "tokens", "train_flops", "level");

    /**
     * What the page of the history and its JSON show.
     *
     * @param history absent where no run is planned
     */
    public record View(
            Suite suite,
            Optional<ForecastHistory> history,
            @JsonIgnore Map<String, String> given) {

        public String given(String field) {
            return given.getOrDefault(field, "");
        }
    }

    private Suite suite(Context ctx) {
        return suites.suite(ctx.pathParam("id"));
    }

    public View view(Context ctx) {
        Suite suite = suite(ctx);
        return new View(suite, SuiteFilter.plan(ctx).map(plan -> history.history(suite, plan)), SuiteFilter.given(ctx));
    }

    public Watches.View watches(Context ctx) {
        return forecasts.watches().view(suite(ctx));
    }

    public void showWatches(Context ctx) {
        showWatches(ctx, Form.of(Map.of("threshold", "0.2")));
    }

    private void showWatches(Context ctx, Form form) {
        Suite suite = suite(ctx);
        List<String> tasks = suites.studies(suite).stream()
                .map(Study::task)
                .map(task -> task.name())
                .toList();
        pages.show(ctx, "watches.jte", Map.of("view", watches(ctx), "tasks", tasks, "form", form));
    }

    public void feed(Context ctx) {
        Suite suite = suite(ctx);
        String address = pages.outside(ctx, "/suites/" + suite.id() + "/watches");
        ctx.contentType("application/atom+xml; charset=utf-8").result(AtomFeed.of(watches(ctx), address));
    }

    public void watch(Context ctx) {
        Suite suite = suite(ctx);
        Form form = Form.of(ctx, FIELDS);
        double threshold = form.quantity("threshold").orElse(0);
        boolean kept = form.does(() -> forecasts
                .watches()
                .add(
                        suite,
                        new Watches.NewWatch(
                                form.text("task"),
                                threshold,
                                new PlanRequest(
                                        form.text("params"),
                                        form.text("tokens"),
                                        form.text("train_flops"),
                                        Optional.empty(),
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        form.quantity("level")))));
        if (!kept) {
            ctx.status(422);
            showWatches(ctx, form);
            return;
        }
        forecasts.watch(suite);
        ctx.redirect("/suites/" + suite.id() + "/watches", HttpStatus.SEE_OTHER);
    }

    public void unwatch(Context ctx) {
        Suite suite = suite(ctx);
        forecasts.watches().delete(suite, ctx.pathParam("watch"));
        ctx.redirect("/suites/" + suite.id() + "/watches", HttpStatus.SEE_OTHER);
    }
}
