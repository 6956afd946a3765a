package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.suite.Outlook;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.workspace.PlanRequest;

/** The planned run and the choice of tasks that stand in the query string of a suite. */
public final class SuiteFilter {

    private static final List<String> PLAN =
            List.of("params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items", "path", "level");

    private static final List<String> TASKS = List.of("outlook", "seen", "verdict", "name", "sort", "order");

    private SuiteFilter() {}

    /** Absent where none is asked for. */
    public static Optional<SuitePlan> plan(Context ctx) {
        if (PLAN.stream().allMatch(field -> Queries.text(ctx, field).isBlank())) return Optional.empty();
        return Optional.of(new PlanRequest(
                        given(ctx, "params"),
                        given(ctx, "tokens"),
                        given(ctx, "train_flops"),
                        given(ctx, "pretrain_loss_nats"),
                        given(ctx, "eval_items").isEmpty() ? OptionalInt.empty() : Queries.count(ctx, "eval_items"),
                        Queries.chosen(ctx, "path", PathChoice.values()),
                        NumberText.quantity("level", given(ctx, "level")))
                .ofSuite());
    }

    /** @throws IllegalArgumentException if none is asked for */
    public static SuitePlan requiredPlan(Context ctx) {
        return plan(ctx)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a planned run needs params and tokens, or train_flops, or pretrain_loss_nats"));
    }

    public static TaskQuery tasks(Context ctx) {
        String order = Queries.text(ctx, "order");
        if (!order.isEmpty() && !order.equals("asc") && !order.equals("desc"))
            throw new IllegalArgumentException("order must be asc or desc, was " + order);
        TaskQuery.Sort sort =
                Queries.chosen(ctx, "sort", TaskQuery.Sort.values()).orElse(TaskQuery.Sort.PROBABILITY);
        return new TaskQuery(
                Queries.chosen(ctx, "outlook", Outlook.values()),
                given(ctx, "seen").map(text -> Queries.flag(ctx, "seen")),
                Queries.chosen(ctx, "verdict", Verdict.values()),
                Queries.text(ctx, "name"),
                sort,
                order.isEmpty() ? sort == TaskQuery.Sort.PROBABILITY : order.equals("desc"));
    }

    /** What was asked, by field, to ask it again. */
    public static Map<String, String> given(Context ctx) {
        Map<String, String> given = new LinkedHashMap<>();
        for (List<String> fields : List.of(PLAN, TASKS))
            for (String field : fields) given(ctx, field).ifPresent(text -> given.put(field, text));
        return given;
    }

    private static Optional<String> given(Context ctx, String field) {
        return Optional.ofNullable(ctx.queryParam(field)).filter(text -> !text.isBlank());
    }
}
