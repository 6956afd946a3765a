package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.EmergenceCurves;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.BacktestQueue;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.Workspace;

/** Verdict, chart and numbers of a study, and the forms that fit and forecast. */
public record StudyPage(Workspace workspace, BacktestQueue jobs, Pages pages) {

    private static final int FORECASTS = 50;
    private static final FormRecord<FitRequest> FIT = FormRecord.of(FitRequest.class);
    private static final List<String> PLAN_FIELDS =
            List.of("params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items", "path", "level");

    /**
     * What the page and its JSON show.
     *
     * @param excluded rows that are kept and of which nothing is computed
     * @param usualLevel accuracy that is asked for where a plan names none
     * @param next the measurement that would help most; absent where these rows give no forecast
     */
    public record View(
            Study study,
            int observations,
            int heldOut,
            int excluded,
            FitAnswer fit,
            double usualLevel,
            Optional<NextMeasurement> next,
            List<SeedAverage> points,
            EmergenceCurves curves,
            List<StoredForecast> forecasts,
            Optional<Tested> tested) {}

    /**
     * The newest backtest.
     *
     * @param outdated whether the rows changed since
     * @param takeaways one a landmark; empty until it is done
     * @param seenLossNats few-shot elbow as seen
     */
    public record Tested(
            BacktestJob job,
            boolean outdated,
            List<String> takeaways,
            OptionalDouble seenLossNats,
            List<Ablated> ablations) {

        static Tested of(BacktestJob job, Optional<Backtest> result, String inputSha256) {
            return new Tested(
                    job,
                    !job.inputSha256().equals(inputSha256),
                    result.map(Backtest::outcomes).orElse(List.of()).stream()
                            .map(Backtest.Outcome::takeaway)
                            .toList(),
                    result.map(done -> done.outcomes().get(0).truth().lossNats())
                            .orElse(OptionalDouble.empty()),
                    result.map(Backtest::ablations).orElse(List.of()));
        }
    }

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public View view(Context ctx) {
        Study study = study(ctx);
        return view(study, workspace.fits().current(study));
    }

    private View view(Study study, StoredFit fit) {
        FittedStudy fitted = workspace.fits().beside(fit);
        String inputSha256 = fit.fitted().fit().inputSha256();
        return new View(
                study,
                fitted.rows().size(),
                fitted.rows().heldOut().size(),
                workspace.excluded(study),
                FitAnswer.of(fit),
                workspace.forecasts().usualLevel(study.task()),
                workspace.fits().nextMeasurement(fit),
                SeedAverage.of(study.task().shots(), fitted.rows()),
                EmergenceCurves.of(fitted),
                workspace.forecasts().ofStudy(study, FORECASTS),
                jobs.latest(study).map(job -> Tested.of(job, jobs.answer(job).result(), inputSha256)));
    }

    public void show(Context ctx) {
        show(ctx, study(ctx), Optional.empty(), blankPlan());
    }

    private void show(Context ctx, Study study, Optional<Form> fitForm, Form plan) {
        StoredFit fit = workspace.fits().current(study);
        View view = view(study, fit);
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
                        fitForm.orElseGet(() -> FormRecord.filled(fit.options())),
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

    public void fit(Context ctx) {
        Study study = study(ctx);
        Form form = FIT.form(ctx);
        Optional<StoredFit> fitted = FIT.read(form)
                .flatMap(request -> form.submit(() -> workspace.fits().fit(study, request)));
        if (fitted.isPresent()) ctx.redirect("/studies/" + study.id(), HttpStatus.SEE_OTHER);
        else show(ctx.status(422), study, Optional.of(form), blankPlan());
    }

    public void forecast(Context ctx) {
        Study study = study(ctx);
        Form form = Form.of(ctx, PLAN_FIELDS);
        OptionalDouble params = form.quantity("params");
        OptionalDouble tokens = form.quantity("tokens");
        OptionalDouble flops = form.quantity("train_flops");
        OptionalDouble loss = form.quantity("pretrain_loss_nats");
        Optional<PathChoice> path = form.text("path").isEmpty()
                ? Optional.of(PathChoice.OWN_RATIO)
                : form.chosen("path", PathChoice.values());
        OptionalDouble level = form.quantity("level");
        int items = (int) form.whole("eval_items", 1, Integer.MAX_VALUE).orElse(PlannedRun.DEFAULT_EVAL_ITEMS);
        Optional<StoredForecast> made = form.submit(() -> workspace
                .forecasts()
                .forecast(
                        workspace.fits().current(study),
                        new PlannedRun(params, tokens, flops, loss, items, path.orElseThrow(), level)));
        if (made.isPresent()) ctx.redirect("/forecasts/" + made.get().id(), HttpStatus.SEE_OTHER);
        else show(ctx.status(422), study, Optional.empty(), form);
    }

    public void delete(Context ctx) {
        workspace.delete(ctx.pathParam("id"));
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }
}
