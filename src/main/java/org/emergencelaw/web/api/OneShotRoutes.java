package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.javalin.http.Context;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Refused;
import org.emergencelaw.web.http.RequestBody;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.oneshot.OneShotForecasts;
import org.emergencelaw.workspace.oneshot.OneShotRequest;

/** Forecasts of rows that come with the question; nothing is kept. */
public record OneShotRoutes(Workspace workspace, Clock clock) {

    /** What an address says of a table, beside what it says of the study. */
    public static final List<String> FIT = names(FitRequest.class);

    public static final List<String> PLAN = names(PlanRequest.class);

    private static List<String> names(Class<? extends Record> request) {
        return Arrays.stream(request.getRecordComponents())
                .map(RecordComponent::getName)
                .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
                .toList();
    }

    public void forecast(Context ctx) throws JsonProcessingException {
        try {
            ctx.json(new OneShotForecasts(workspace, clock).forecast(request(ctx)));
        } catch (OneShotForecasts.RowsRefused refused) {
            ctx.status(422).json(refused.problem()).contentType(Problem.CONTENT_TYPE);
        }
    }

    private static OneShotRequest request(Context ctx) throws JsonProcessingException {
        boolean table = Optional.ofNullable(ctx.contentType())
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/csv");
        Map<String, String> stated = new LinkedHashMap<>();
        ctx.queryParamMap().forEach((name, values) -> stated.put(name, values.get(0)));
        if (table) return OneShotRequest.of(RequestBody.of(ctx).text(), stated, FIT, PLAN);
        if (!stated.isEmpty())
            throw new Refused(
                    ProblemCode.NOT_TOGETHER,
                    422,
                    "a JSON body says all itself; query parameters go with rows as text/csv");
        return JsonBody.of(ctx, OneShotRequest.class);
    }

    public void bulk(Context ctx) throws JsonProcessingException {
        OneShotForecasts.Bulk questions = JsonBody.of(ctx, OneShotForecasts.Bulk.class);
        ctx.json(Listed.all(new OneShotForecasts(workspace, clock).forecast(questions)));
    }
}
