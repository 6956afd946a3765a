package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.ingest.table.PlanCsv;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Workspace;

/** Lists of plans, tornadoes, next measurements and races of two families, under {@code /api/v1}. */
public final class PlanningRoutes {

    private final Workspace desk;

    public PlanningRoutes(Workspace desk) {
        this.desk = desk;
    }

    /** Plans as JSON; {@code p} is the probability that the cheapest must reach. */
    record PlansRequest(List<PlanRequest> plans, OptionalDouble p) {}

    public void register(RoutesConfig routes) {
        routes.get("/api/v1/forecasts/{id}/tornado", ctx -> {
            ForecastStore.Kept kept = desk.forecast(ctx.pathParam("id"));
            ctx.json(tornado(desk, kept, desk.fit(kept.fitId())));
        });
        routes.post("/api/v1/fits/{id}/plans", this::plans);
        routes.get("/api/v1/fits/{id}/next-measurement", ctx -> {
            FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
            ctx.json(next(desk, fit)
                    .orElseThrow(() -> new ConflictResponse("there is no posterior to reason from: "
                            + fit.fitted().fit().summary())));
        });
        routes.get(
                "/api/v1/studies/{id}/against/{other}",
                ctx -> ctx.json(race(desk, ctx.pathParam("id"), ctx.pathParam("other"))));
    }

    /** @param fit the one behind the forecast */
    public static SensitivityTornado tornado(Workspace desk, ForecastStore.Kept kept, FitStore.Kept fit) {
        return SensitivityTornado.of(
                desk.fittedStudy(fit), kept.forecast().plannedRun().again());
    }

    public static Optional<NextMeasurement> next(Workspace desk, FitStore.Kept fit) {
        return desk.nextMeasurement(fit, desk.fittedStudy(fit));
    }

    public static FamilyComparison race(Workspace desk, String id, String other) {
        return FamilyComparison.of(entrant(desk, id), entrant(desk, other));
    }

    private static FamilyComparison.Entrant entrant(Workspace desk, String id) {
        Study study = desk.study(id);
        StudyRows rows = desk.rows(study);
        return new FamilyComparison.Entrant(study.name(), Workspace.beside(desk.currentFit(study, rows), rows));
    }

    /** CSV in, CSV out; JSON in, JSON out. */
    private void plans(Context ctx) throws JsonProcessingException {
        FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/csv")) {
            PlanTable table =
                    PlanTableCsv.forecast(desk.forecaster(fit), ctx.body(), PlanTableCsv.wanted(ctx.queryParam("p")));
            ctx.contentType("text/csv; charset=utf-8").result(PlanTableCsv.csv(table));
            return;
        }
        if (!type.startsWith("application/json"))
            throw new UnsupportedMediaTypeResponse("send plans as text/csv or application/json");
        PlansRequest request = JsonBody.of(ctx, PlansRequest.class);
        if (request.plans().isEmpty() || request.plans().size() > PlanCsv.MAX_PLANS)
            throw new IllegalArgumentException("plans must have 1 to " + PlanCsv.MAX_PLANS + " items, had "
                    + request.plans().size());
        List<PlanTable.Named> plans = new ArrayList<>();
        for (PlanRequest plan : request.plans())
            plans.add(new PlanTable.Named("plan " + (plans.size() + 1), plan.plan()));
        ctx.json(PlanTable.of(desk.forecaster(fit), plans, request.p().orElse(PlanTableCsv.DEFAULT_P)));
    }
}
