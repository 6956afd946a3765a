package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.util.List;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.Headline;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.Fits;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;

/**
 * What a statistician asks of the fit that the study page shows: its diagnostics, every method on the same rows, the prediction
 * beside larger models that were held out. The second takes several fits and is made when asked for, and so is what the first says of
 * rows that are left out, where they are many.
 */
public record DiagnosticsPage(Workspace workspace) {

    /**
     * What the page of diagnostics and its JSON show.
     *
     * @param influencePending whether what is left out is still to come, by a job
     */
    public record View(Study study, FitAnswer fit, boolean influencePending, DiagnosticReport diagnostics) {}

    /** What the page of methods and its JSON show. */
    public record Methods(Study study, List<Fits.ByMethod> methods) {}

    /**
     * What the page of held-out models and its JSON show.
     *
     * @param locked which of them are planned runs of locked forecasts
     */
    public record HeldOut(
            Study study,
            String fitId,
            List<Headline.Check> checks,
            HeldOutComparison comparison,
            List<ForecastLedger.RunSeen> locked) {}

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public View view(Context ctx) {
        Study study = study(ctx);
        StoredFit fit = workspace.fits().current(study);
        return new View(
                study,
                FitAnswer.of(fit),
                workspace.fits().influencePending(fit),
                workspace.fits().diagnose(fit));
    }

    /** With the law, shift and seed of the fit that the study page shows. */
    public Methods methods(Context ctx) {
        Study study = study(ctx);
        return new Methods(study, workspace.fits().byMethod(study));
    }

    public HeldOut compare(Context ctx) {
        Study study = study(ctx);
        StoredFit fit = workspace.fits().current(study);
        HeldOutComparison comparison = workspace.fits().compare(fit);
        List<Checkpoint> models = workspace
                .fits()
                .beside(fit)
                .rows()
                .heldOut()
                .fewShot(study.task())
                .checkpoints();
        return new HeldOut(
                study,
                fit.id(),
                Headline.heldOut(fit.fitted().fit(), comparison),
                comparison,
                workspace.ledger().runsAmong(study, models));
    }
}
