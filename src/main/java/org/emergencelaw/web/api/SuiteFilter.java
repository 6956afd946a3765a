package org.emergencelaw.web.api;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.suite.Outlook;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Unavailable;

/** The planned run and the choice of tasks that stand in the query string of a suite. */
public final class SuiteFilter {

    private static final int LONGEST_WAIT = 10;

    /** Fields of the planned run. */
    public static final List<String> PLAN =
            List.of("params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items", "path", "level");

    private static final List<String> TASKS = List.of("outlook", "seen", "verdict", "name", "sort", "order");

    private SuiteFilter() {}

    /** Absent where none is asked for. */
    public static Optional<SuitePlan> plan(Context ctx) {
        if (PLAN.stream().allMatch(field -> Queries.text(ctx, field).isBlank())) return Optional.empty();
        return Optional.of(new PlanRequest(
                        Queries.given(ctx, "params"),
                        Queries.given(ctx, "tokens"),
                        Queries.given(ctx, "train_flops"),
                        Queries.given(ctx, "pretrain_loss_nats"),
                        Queries.given(ctx, "eval_items").isEmpty()
                                ? OptionalInt.empty()
                                : Queries.count(ctx, "eval_items"),
                        Queries.chosen(ctx, "path", PathChoice.values()),
                        NumberText.quantity("level", Queries.given(ctx, "level")))
                .ofSuite());
    }

    /** @throws IllegalArgumentException if none is asked for */
    public static SuitePlan requiredPlan(Context ctx) {
        return plan(ctx)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a planned run needs params and tokens, or train_flops, or pretrain_loss_nats"));
    }

    /** How long somebody is ready to wait for an answer to be whole: {@code ?wait=} seconds, none where it is not given. */
    public static Duration patience(Context ctx) {
        int wait = Queries.count(ctx, "wait").orElse(0);
        if (wait > LONGEST_WAIT)
            throw new IllegalArgumentException("wait must be at most " + LONGEST_WAIT + " seconds, was " + wait);
        return Duration.ofSeconds(wait);
    }

    /** Says that an answer is not whole yet. */
    public static void tell(Context ctx, int pending) {
        if (pending > 0) ctx.status(202).header("Retry-After", "1");
    }

    /** A table is whole, or not there yet. */
    public static void requireWhole(int pending) {
        if (pending > 0)
            throw new Unavailable(
                    ProblemCode.FORECASTS_WAIT,
                    pending + " tasks are still being forecast; ask again a little later, or with wait=10");
    }

    public static TaskQuery tasks(Context ctx) {
        String order = Queries.text(ctx, "order");
        if (!order.isEmpty() && !order.equals("asc") && !order.equals("desc"))
            throw new IllegalArgumentException("order must be asc or desc, was " + order);
        TaskQuery.Sort sort =
                Queries.chosen(ctx, "sort", TaskQuery.Sort.values()).orElse(TaskQuery.Sort.PROBABILITY);
        return new TaskQuery(
                Queries.chosen(ctx, "outlook", Outlook.values()),
                Queries.given(ctx, "seen").map(text -> Queries.flag(ctx, "seen")),
                Queries.chosen(ctx, "verdict", Verdict.values()),
                Queries.text(ctx, "name"),
                sort,
                order.isEmpty() ? sort == TaskQuery.Sort.PROBABILITY : order.equals("desc"));
    }

    /** What was asked, by field, to ask it again. */
    public static Map<String, String> given(Context ctx) {
        Map<String, String> given = new LinkedHashMap<>();
        for (List<String> fields : List.of(PLAN, TASKS))
            for (String field : fields) Queries.given(ctx, field).ifPresent(text -> given.put(field, text));
        return given;
    }
}
