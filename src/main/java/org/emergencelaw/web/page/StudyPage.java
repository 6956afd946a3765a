package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.ForecastAnnotation;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.forecast.chart.EmergenceCurves;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.Headline;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.report.picture.LawPicture;
import org.emergencelaw.report.picture.Picture;
import org.emergencelaw.web.http.GuidedPath;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.StudyJobs;

/** Verdict, chart and numbers of a study, and the forms that fit and forecast. */
public record StudyPage(Workspace workspace, StudyJobs jobs, Pages pages) {

    private static final int FORECASTS = 50;
    private static final FormRecord<FitRequest> FIT = FormRecord.of(FitRequest.class);

    /**
     * What the page and its JSON show.
     *
     * @param excluded rows that are kept and of which nothing is computed
     * @param usualLevel accuracy that is asked for where a plan names none
     * @param headline how far to trust the answer
     * @param cockpit the planned run of the address, with its answer
     */
    public record View(
            Study study,
            int observations,
            int heldOut,
            int excluded,
            FitAnswer fit,
            double usualLevel,
            Headline headline,
            Cockpit.View cockpit,
            EmergenceCurves curves) {

        /** @param plan the run that is asked for; its faults stand in it afterwards */
        public static View of(Workspace workspace, Study study, StoredFit fit, Form plan) {
            FittedStudy fitted = workspace.fits().beside(fit);
            Cockpit.View cockpit = new Cockpit(workspace).view(fit, plan);
            HeldOutComparison heldOut = workspace.reports().compare(fit);
            return new View(
                    study,
                    fitted.rows().size(),
                    fitted.rows().heldOut().size(),
                    workspace.excluded(study),
                    FitAnswer.of(fit),
                    workspace.forecasts().usualLevel(study.task()),
                    Headline.of(fit.fitted().fit(), cockpit.forecast(), heldOut),
                    cockpit,
                    EmergenceCurves.of(fitted));
        }

        /** The law's chart drawn without a script; only where a loss is known. */
        public Picture lawPicture(Picture.Screen screen) {
            return new LawPicture(
                            study.task(),
                            curves,
                            cockpit.marks().stream().map(Cockpit.Mark::point).toList(),
                            fit.fit().emergence().lossNats())
                    .picture(screen);
        }
    }

    /**
     * The forecasts that were kept, the newest first.
     *
     * @param annotations what is said of them, by their ids
     * @param archived how many were put away and are not listed
     */
    public record Kept(
            Study study, List<StoredForecast> forecasts, Map<String, ForecastAnnotation> annotations, long archived) {

        /** What is said of one of them. */
        public ForecastAnnotation of(StoredForecast forecast) {
            return annotations.getOrDefault(forecast.id(), ForecastAnnotation.NONE);
        }
    }

    /** The newest backtest. */
    public record Backtests(Study study, Optional<Tested> tested) {}

    /**
     * The newest backtest.
     *
     * @param outdated whether the rows changed since
     * @param takeaways one a landmark; empty until it is done
     * @param seenLossNats few-shot elbow as seen
     */
    public record Tested(
            Job job, boolean outdated, List<String> takeaways, OptionalDouble seenLossNats, List<Ablated> ablations) {

        static Tested of(Job job, Optional<Backtest> result, String inputSha256) {
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
        StoredFit fit = workspace.fits().current(study);
        Form plan = cockpit().asked(ctx, fit);
        View view = View.of(workspace, study, fit, plan);
        Cockpit.sound(plan, view.cockpit());
        return view;
    }

    private Cockpit cockpit() {
        return new Cockpit(workspace);
    }

    public Kept kept(Context ctx) {
        Study study = study(ctx);
        Map<String, ForecastAnnotation> said = workspace.forecasts().annotations(study);
        boolean archived = Queries.flag(ctx, "archived");
        long left = said.values().stream()
                .filter(each -> each.archived() && !archived)
                .count();
        return new Kept(study, workspace.forecasts().ofStudy(study, FORECASTS, archived), said, left);
    }

    public Backtests backtests(Context ctx) {
        Study study = study(ctx);
        String now = workspace.revision(study);
        return new Backtests(
                study,
                jobs.backtests()
                        .newest(study)
                        .map(job -> Tested.of(job, jobs.queue().answer(job).result(), now)));
    }

    /** While a job reads the rows of an example, or fits the study, how far that is. */
    public void show(Context ctx) {
        Study study = study(ctx);
        Optional<Job> working =
                jobs.queue().open(study, Job.Kind.EXAMPLE).or(() -> jobs.fits().open(study));
        if (working.isPresent()) {
            ctx.redirect(GuidedPath.of(ctx).on("/jobs/" + working.get().id()), HttpStatus.SEE_OTHER);
            return;
        }
        StoredFit fit = workspace.fits().current(study);
        show(ctx, study, fit, Optional.empty(), cockpit().asked(ctx, fit));
    }

    private void show(Context ctx, Study study, StoredFit fit, Optional<Form> fitForm, Form plan) {
        View view = View.of(workspace, study, fit, plan);
        if (plan.faulty()) ctx.status(422);
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
                        saved,
                        "cite",
                        Citation.of(study, view.fit(), Optional.of(pages.outside(ctx, "/studies/" + study.id())))));
    }

    public void fit(Context ctx) {
        Study study = study(ctx);
        Form form = FIT.form(ctx);
        Optional<StoredFit> fitted = FIT.read(form)
                .flatMap(request -> form.submit(() -> workspace.fits().fit(study, request)));
        if (fitted.isPresent()) {
            ctx.redirect("/studies/" + study.id(), HttpStatus.SEE_OTHER);
            return;
        }
        StoredFit shown = workspace.fits().current(study);
        show(ctx.status(422), study, shown, Optional.of(form), cockpit().asked(ctx, shown));
    }

    public void forecast(Context ctx) {
        Study study = study(ctx);
        StoredFit fit = workspace.fits().current(study);
        Form form = cockpit().sent(ctx, fit);
        Optional<StoredForecast> made = Cockpit.plan(form)
                .flatMap(run -> form.submit(() -> workspace.forecasts().forecast(fit, run)));
        if (made.isPresent()) ctx.redirect(GuidedPath.toKept(ctx, made.get().id()), HttpStatus.SEE_OTHER);
        else show(ctx, study, fit, Optional.empty(), form);
    }
}
