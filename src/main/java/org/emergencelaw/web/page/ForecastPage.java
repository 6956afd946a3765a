package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.ForecastAnnotation;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.Spread;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.ForecastText;
import org.emergencelaw.report.Headline;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.Workspace;

/**
 * The answer for one planned run, with the distributions behind it and the form that locks it; and which assumption moves it most,
 * which refits and so is a job with a page of its own.
 */
public record ForecastPage(Workspace workspace, Pages pages) {

    private static final FormRecord<LockRequest> LOCK = FormRecord.of(LockRequest.class);

    /**
     * What the page and its JSON show.
     *
     * @param headline how far to trust it
     * @param locked its entry in the ledger, once it has one
     * @param annotation what is said of it
     */
    public record View(
            Study study,
            ForecastAnswer.Stored forecast,
            Headline headline,
            Cockpit.View cockpit,
            Optional<LedgerSummary> locked,
            ForecastAnnotation annotation) {

        /** @throws org.emergencelaw.workspace.NotFound if there is no such forecast */
        public static View of(Workspace workspace, String id) {
            StoredForecast forecast = workspace.forecasts().find(id);
            StoredFit fit = workspace.fits().find(forecast.fitId());
            return new View(
                    workspace.study(fit.studyId()),
                    ForecastAnswer.of(forecast, fit),
                    Headline.of(
                            fit.fitted().fit(),
                            Optional.of(forecast.forecast()),
                            workspace.reports().compareBeside(fit)),
                    new Cockpit(workspace).kept(fit, forecast),
                    workspace.ledger().find(forecast.id()),
                    workspace.forecasts().annotation(forecast.id()));
        }
    }

    /**
     * What the page of assumptions and its JSON show.
     *
     * @param tornado absent until the job of it is done
     */
    public record Tornado(Study study, String forecastId, Forecast forecast, Optional<SensitivityTornado> tornado) {}

    /** A path for a list to choose from. */
    public static String words(PathChoice path) {
        return switch (path) {
            case OWN_RATIO -> "the plan's own tokens per parameter";
            case TOKENS_PER_PARAM -> "20 tokens per parameter";
            case PARAMS -> "the same model, trained longer";
            case TOKENS -> "larger models, the same tokens";
        };
    }

    /** What a forecast rests on, for a table. */
    public static String words(StudyForecast.Basis basis) {
        return switch (basis) {
            case LAW -> "few-shot and finetuned rows";
            case FEW_SHOT -> "few-shot rows";
            case REFERENCE -> "what is usual elsewhere";
        };
    }

    /** The same in a sentence. */
    public static String sentence(StudyForecast.Basis basis) {
        return switch (basis) {
            case LAW ->
                "The forecast rests on the few-shot accuracies of the checkpoints and on the emergence law of the"
                        + " finetuned rows.";
            case FEW_SHOT ->
                "The forecast rests on the few-shot accuracies of the checkpoints alone; no law of finetuned rows enters"
                        + " it.";
            case REFERENCE ->
                "Few-shot accuracies of too few checkpoints are known, so the forecast rests on what is usual elsewhere,"
                        + " not on these data.";
        };
    }

    /**
     * Compute at which something comes, with its 90% interval.
     *
     * @param doublings the same on the axis that every study has; nothing may link it to compute
     */
    public static String when(Percentiles doublings, Percentiles flops) {
        if (doublings.q05().isEmpty()) return "never";
        if (flops.q05().isEmpty()) return DisplayNumbers.ABSENT;
        return DisplayNumbers.comes(flops.median()) + " ("
                + DisplayNumbers.range(DisplayNumbers.comes(flops.q05()), DisplayNumbers.comes(flops.q95())) + ")";
    }

    /** How far the answers lie apart on the named level. */
    public static String disagreement(Forecast forecast) {
        Spread spread = forecast.spread()
                .or(() -> forecast.voices().map(Spread::ofVoices))
                .orElseThrow();
        return spread.said().size() == 1
                ? "There is one voice, so nothing tells how far others would disagree."
                : ForecastText.assumptions(spread);
    }

    public View view(Context ctx) {
        return View.of(workspace, ctx.pathParam("id"));
    }

    public void show(Context ctx) {
        show(
                ctx,
                Form.of(Map.of(
                        "level", Double.toString(Forecaster.TEST_LEVEL),
                        "minimum_effect", "0",
                        "compute_tolerance", Double.toString(LockTerms.DEFAULT_TOLERANCE))));
    }

    private void show(Context ctx, Form form) {
        View view = view(ctx);
        Optional<String> address =
                Optional.of(pages.outside(ctx, "/forecasts/" + view.forecast().id()));
        pages.show(
                ctx,
                "forecast.jte",
                Map.of(
                        "view",
                        view,
                        "data",
                        pages.data(view),
                        "form",
                        form,
                        "cite",
                        Citation.of(view.study(), view.forecast(), address)));
    }

    /** Says something of the forecast, or puts it away. */
    public void annotate(Context ctx) {
        String id = ctx.pathParam("id");
        workspace
                .forecasts()
                .annotate(
                        id,
                        new ForecastAnnotation(
                                TextRules.unixLines(
                                                FormFields.value(ctx, "remark").orElse(""))
                                        .strip(),
                                FormFields.value(ctx, "archived").isPresent()));
        ctx.redirect("/forecasts/" + id, HttpStatus.SEE_OTHER);
    }

    public void lock(Context ctx) {
        StoredForecast forecast = workspace.forecasts().find(ctx.pathParam("id"));
        Form form = LOCK.form(ctx);
        Optional<LockRequest> request = LOCK.read(form);
        boolean locked = request.isPresent()
                && form.does(() -> workspace
                        .ledger()
                        .write(workspace
                                .ledger()
                                .lock(forecast.id(), request.get())
                                .by(AccessControl.who(ctx))));
        if (locked) ctx.redirect("/ledger/" + forecast.id(), HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }

    public Tornado tornado(Context ctx) {
        StoredForecast forecast = workspace.forecasts().find(ctx.pathParam("id"));
        StoredFit fit = workspace.fits().find(forecast.fitId());
        return new Tornado(
                workspace.study(fit.studyId()),
                forecast.id(),
                forecast.forecast(),
                workspace.forecasts().tornado(forecast));
    }
}
