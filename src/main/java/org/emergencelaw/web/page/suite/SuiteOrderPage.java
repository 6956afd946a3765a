package org.emergencelaw.web.page.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import java.time.Duration;
import org.emergencelaw.report.suite.DependencyMap;
import org.emergencelaw.suite.EmergenceOrder;
import org.emergencelaw.web.api.SuiteFilter;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.suite.SuiteOrder;
import org.emergencelaw.workspace.suite.Suites;

/** Which ability of a suite tends to come before which: drawn, as a table, and as JSON. */
public record SuiteOrderPage(Suites suites, SuiteOrder order) {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What the page and its JSON show. */
    public record View(
            @JsonUnwrapped EmergenceOrder order, @JsonIgnore DependencyMap map) {}

    private EmergenceOrder order(Context ctx, Duration patience) {
        EmergenceOrder all = order.order(suites.suite(ctx.pathParam("id")), patience);
        String task = Queries.text(ctx, "task");
        return task.isBlank() ? all : all.of(task);
    }

    public View view(Context ctx) {
        EmergenceOrder made = order(ctx, PATIENCE);
        return new View(made, DependencyMap.of(made));
    }

    public void json(Context ctx) {
        EmergenceOrder made = order(ctx, SuiteFilter.patience(ctx));
        SuiteFilter.tell(ctx, made.pending());
        ctx.json(made);
    }

    public void csv(Context ctx) {
        EmergenceOrder made = order(ctx, SuiteFilter.patience(ctx));
        SuiteFilter.requireWhole(made.pending());
        ctx.contentType("text/csv; charset=utf-8").result(DependencyMap.csv(made));
    }
}
