package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.fit.posterior.FlatPriorChain;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.SamplingDiagnostics;

/** Fits the emergence law to a study's visible observations and judges what came out. */
public final class EmergenceFitter {

    /** Resamples of the bootstrap; fewer from 2,500 rows on, where intervals are narrow and each fit takes longer. */
    static final int RESAMPLES = 400;

    private static final int FEWEST_RESAMPLES = 100;
    private static final int ROWS_FITTED = 1_000_000;

    private EmergenceFitter() {}

    /**
     * @param study held-out rows among them are left alone; the fit keeps their digest
     * @throws UnconvergedException if the chain of {@link Method#MCMC} did not converge; it carries the estimate
     */
    public static FittedStudy fit(StudyRows study, FitOptions options) {
        return new FittedStudy(study, options, found(study, options, EmergenceFitter::emergence));
    }

    /** Where the draws of the emergence law come from. */
    private interface Sampling {
        Found of(FitDesign data, LeastSquares.Solution best, FitOptions options);
    }

    /**
     * A fit of rows with draws that were come by elsewhere.
     *
     * @param draws of the posterior of these rows
     */
    public static EmergenceFit judged(StudyRows study, FitOptions options, Found draws) {
        return found(study, options, (data, best, asked) -> draws).fit();
    }

    private static EmergenceFit.WithDraws found(StudyRows study, FitOptions options, Sampling sampling) {
        Task task = study.task();
        RowSelection selection = RowSelection.of(study, options.law());
        FitReport report = new FitReport(study, selection, options);
        if (selection.fewShotOnly()) return report.without(Verdict.NO_FINETUNING, Verdict.FEW_SHOT_ONLY);
        if (selection.refusal().isPresent())
            return report.withoutNumbers(
                    Verdict.NOT_IDENTIFIED, selection.refusal().get().message());
        FitDesign data = new FitDesign(task.shots(), selection.rows().list());
        LeastSquares.Solution best = LeastSquares.fit(data, options.law(), options.fewShotShift());
        SignalTest signal = SignalTest.of(data, best, task.trivialAccuracy(), options.fewShotShift());
        if (!signal.present()) return report.withoutSignal();
        Found found = sampling.of(data, best, options);
        // before anything is said of them: what is kept is what was said
        List<LawDraw> emergence = found.draws().stream().map(LawDraw::rounded).toList();
        Optional<LossLawSample> lossLaw =
                LossLawSample.of(study, options, emergence.size()).map(LossLawSample::rounded);
        List<LawDraw> draws =
                lossLaw.map(losses -> joint(emergence, losses.draws())).orElse(emergence);
        EmergenceFit.WithDraws fitted = report.fitted(data, best, signal, lossLaw, draws, found.sampling());
        if (options.method() == Method.MCMC)
            requireConverged(fitted.fit(), found.sampling().orElseThrow());
        return fitted;
    }

    /** Draws of the emergence law, and how a posterior's were made. */
    public record Found(List<LawDraw> draws, Optional<SamplingDiagnostics> sampling) {}

    private static void requireConverged(EmergenceFit fit, SamplingDiagnostics sampling) {
        if (!sampling.converged()) throw new UnconvergedException(FitReport.unconverged(fit, sampling), fit, sampling);
    }

    private static List<LawDraw> joint(List<LawDraw> emergence, List<LossLawPosterior.LossDraw> losses) {
        List<LawDraw> joint = new ArrayList<>();
        for (int i = 0; i < losses.size(); i++)
            joint.add(new LawDraw(
                    emergence.get(i).curve(),
                    emergence.get(i).runNoise(),
                    Optional.of(losses.get(i).law()),
                    losses.get(i).noiseNats()));
        return joint;
    }

    public static Found emergence(FitDesign data, LeastSquares.Solution best, FitOptions options) {
        if (options.method() == Method.POSTERIOR) return posterior(data, options);
        if (options.method() == Method.MCMC) {
            FlatPriorChain.Result chain =
                    new FlatPriorChain(data, options.law(), options.fewShotShift()).run(options.seed());
            return new Found(chain.draws(), Optional.of(chain.sampling()));
        }
        List<LeastSquares.Solution> solutions = options.method() == Method.MLE
                ? List.of(best)
                : new Bootstrap(data, best, options.fewShotShift())
                        .resample(options.method(), options.seed(), resamples(data));
        double noise = SignalTest.residualSd(data, best, options.fewShotShift());
        List<LawDraw> draws = solutions.stream()
                .map(solution -> new LawDraw(solution.curve(data), noise, Optional.empty(), 0))
                .toList();
        return new Found(draws, Optional.empty());
    }

    private static Found posterior(FitDesign data, FitOptions options) {
        PosteriorSample sample = Posterior.sample(data, options.law(), prior(options), options.seed());
        return new Found(sample.lawDraws(), Optional.of(sample.sampling()));
    }

    public static Prior prior(FitOptions options) {
        Prior prior = options.law().hasAnchor() ? Prior.H4.withFreeAnchor() : Prior.H4;
        return options.fewShotShift() ? prior : prior.withoutShift();
    }

    /** What a fit assumes of the law before it sees the data, with all numbers, in words to be kept. */
    public static String assumed(FitOptions options) {
        return switch (options.method()) {
            case POSTERIOR -> words(prior(options));
            case MCMC -> "flat";
            case BOOTSTRAP, BOOTSTRAP_GROUPS, BOOTSTRAP_RESIDUALS, MLE -> "none";
        };
    }

    /** {@code slope median 0.8, slope spread 0.8, ...}: every number of the prior by its name. */
    private static String words(Prior prior) {
        return prior.toString()
                .replaceAll(", \\w+=Optional\\.empty", "")
                .replace("Optional[", "")
                .replaceAll("\\w+=(?=\\w+\\[)", "")
                .replaceAll("\\w+\\[|]", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('=', ' ')
                .toLowerCase(Locale.ROOT);
    }

    private static int resamples(FitDesign data) {
        return Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, ROWS_FITTED / data.size()));
    }
}
