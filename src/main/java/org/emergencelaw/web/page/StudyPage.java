package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.EmergenceCurves;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.JobAnswer;
import org.emergencelaw.workspace.Workspace;

/** {@code /studies/{id}}: verdict, chart and numbers of a study, and the forms that fit and forecast. */
public final class StudyPage {

    private static final int FORECASTS = 50;
    private static final long MOST_SEED = 1L << 53;
    private static final List<String> FIT_FIELDS = List.of("law", "method", "few_shot_shift", "seed");
    private static final List<String> PLAN_FIELDS =
            List.of("params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items", "path");

    private final Workspace desk;
    private final Pages pages;

    public StudyPage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param next the measurement that would help most; absent where there is no posterior to reason from
     */
    public record View(
            Study study,
            int observations,
            int heldOut,
            FitAnswer fit,
            Optional<NextMeasurement> next,
            List<SeedAverage> points,
            EmergenceCurves curves,
            List<ForecastStore.Kept> forecasts,
            Optional<Tested> tested) {}

    /**
     * The newest backtest.
     *
     * @param outdated whether the rows changed since
     * @param takeaways one a landmark; empty until it is done
     * @param seenLossNats few-shot elbow as seen
     */
    public record Tested(
            JobStore.Job job,
            boolean outdated,
            List<String> takeaways,
            OptionalDouble seenLossNats,
            List<Ablated> ablations) {}

    public void register(RoutesConfig routes) {
        // before the page: {id} would match it too
        routes.get("/studies/{id}.json", ctx -> ctx.json(view(desk.study(ctx.pathParam("id")))));
        routes.get("/studies/{id}", ctx -> show(ctx, desk.study(ctx.pathParam("id")), Optional.empty(), blankPlan()));
        routes.post("/studies/{id}/fits", this::fit);
        routes.post("/studies/{id}/forecasts", this::forecast);
        routes.post("/studies/{id}/delete", this::delete);
    }

    private View view(Study study) {
        StudyRows rows = desk.rows(study);
        FitStore.Kept fit = desk.currentFit(study, rows);
        FittedStudy fitted = Workspace.beside(fit, rows);
        return new View(
                study,
                rows.rows().size(),
                rows.rows().heldOut().size(),
                FitAnswer.of(fit),
                desk.nextMeasurement(fit, fitted),
                SeedAverage.of(study.task().shots(), rows.rows()),
                EmergenceCurves.of(fitted),
                desk.database().forecasts().ofStudy(study.id(), FORECASTS),
                tested(study, fit));
    }

    private Optional<Tested> tested(Study study, FitStore.Kept fit) {
        return desk.database().jobs().latest(study.id()).map(job -> {
            boolean outdated = !job.inputSha256().equals(fit.fitted().fit().inputSha256());
            Optional<Backtest> result =
                    JobAnswer.of(job, desk.database().jobs()).result();
            return new Tested(
                    job,
                    outdated,
                    result.map(Backtest::outcomes).orElse(List.of()).stream()
                            .map(Backtest.Outcome::takeaway)
                            .toList(),
                    result.map(done -> done.outcomes().get(0).truth().lossNats())
                            .orElse(OptionalDouble.empty()),
                    result.map(Backtest::ablations).orElse(List.of()));
        });
    }

    private void show(Context ctx, Study study, Optional<Form> fitForm, Form plan) {
        View view = view(study);
        int saved = ctx.queryParamAsClass("saved", Integer.class).getOrDefault(0);
        pages.show(
                ctx,
                "study.jte",
                Map.of(
                        "view",
                        view,
                        "data",
                        pages.data(view),
                        "fitForm",
                        fitForm.orElseGet(() -> options(view)),
                        "plan",
                        plan,
                        "saved",
                        saved));
    }

    private static Form blankPlan() {
        return Form.of(Map.of(
                "eval_items",
                Integer.toString(PlannedRun.DEFAULT_EVAL_ITEMS),
                "path",
                DisplayNames.key(PathChoice.OWN_RATIO)));
    }

    /** The options of the fit that is shown. */
    private static Form options(View view) {
        var fit = view.fit().fit();
        return Form.of(Map.of(
                "law", DisplayNames.key(fit.form()),
                "method", DisplayNames.key(fit.method()),
                "few_shot_shift", fit.fewShotShift() ? "on" : "",
                "seed", Long.toString(fit.seed())));
    }

    private void fit(Context ctx) {
        Study study = desk.study(ctx.pathParam("id"));
        Form form = Form.of(ctx, FIT_FIELDS);
        FitRequest request = new FitRequest(
                form.chosen("law", EmergenceLawForm.values()),
                form.chosen("method", Method.values()),
                Optional.of(form.value("few_shot_shift").equals("on")),
                form.whole("seed", -MOST_SEED, MOST_SEED));
        Optional<FitStore.Kept> fitted = form.submit(() -> desk.fit(study, request.options()));
        if (fitted.isPresent()) ctx.redirect("/studies/" + study.id(), HttpStatus.SEE_OTHER);
        else show(ctx.status(422), study, Optional.of(form), blankPlan());
    }

    private void forecast(Context ctx) {
        Study study = desk.study(ctx.pathParam("id"));
        Form form = Form.of(ctx, PLAN_FIELDS);
        OptionalDouble params = form.quantity("params");
        OptionalDouble tokens = form.quantity("tokens");
        OptionalDouble flops = form.quantity("train_flops");
        OptionalDouble loss = form.quantity("pretrain_loss_nats");
        Optional<PathChoice> path = form.text("path").isEmpty()
                ? Optional.of(PathChoice.OWN_RATIO)
                : form.chosen("path", PathChoice.values());
        int items = (int) form.whole("eval_items", 1, Integer.MAX_VALUE).orElse(PlannedRun.DEFAULT_EVAL_ITEMS);
        Optional<ForecastStore.Kept> made = form.submit(() -> desk.forecast(
                desk.currentFit(study), new PlannedRun(params, tokens, flops, loss, items, path.orElseThrow())));
        if (made.isPresent()) ctx.redirect("/forecasts/" + made.get().id(), HttpStatus.SEE_OTHER);
        else show(ctx.status(422), study, Optional.empty(), form);
    }

    private void delete(Context ctx) {
        if (!desk.database().studies().delete(ctx.pathParam("id")))
            throw new NotFoundResponse("there is no study with the id " + ctx.pathParam("id"));
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }
}
