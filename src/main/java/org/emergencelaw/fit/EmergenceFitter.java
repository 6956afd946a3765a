package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.fit.posterior.FlatPriorChain;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.fit.posterior.SamplingDiagnostics;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/** Fits the emergence law to a study's visible observations and judges what came out. */
public final class EmergenceFitter {

    /** Resamples of the bootstrap; fewer from 2,500 rows on, where intervals are narrow and each fit takes longer. */
    static final int RESAMPLES = 400;

    private static final int FEWEST_RESAMPLES = 100;
    private static final int ROWS_FITTED = 1_000_000;

    private EmergenceFitter() {}

    /**
     * @param task trivial accuracy and shots
     * @param observations all rows of the study; held-out rows are left alone
     * @param inputSha256 digest of the observations, kept with the fit
     * @throws UnconvergedException if the chain of {@link Method#MCMC} did not converge; it carries the estimate
     */
    public static EmergenceFit.WithDraws fit(
            Task task, List<Observation> observations, FitOptions options, String inputSha256) {
        RowSelection selection = RowSelection.of(task, observations, options.losses());
        FitReport report = new FitReport(task, selection, options, inputSha256);
        if (selection.refusal().isPresent())
            return report.withoutNumbers(
                    Verdict.NOT_IDENTIFIED, selection.refusal().get().message());
        FitDesign data = new FitDesign(task.shots(), selection.rows());
        LeastSquares.Solution best = LeastSquares.fit(data, options.law(), options.fewShotShift());
        SignalTest signal = SignalTest.of(data, best, task.trivialAccuracy(), options.fewShotShift());
        if (!signal.present()) return report.withoutNumbers(Verdict.NO_SIGNAL, Verdict.NOTHING_RISES);
        Found found = emergence(data, best, options);
        List<LawDraw> emergence = found.draws();
        Optional<LossLawSample> lossLaw = LossLawSample.of(observations, options, emergence.size());
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
        return options.fewShotShift() ? Prior.H4 : Prior.H4.withoutShift();
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
                .replaceAll("\\w+=(?=\\w+\\[)", "")
                .replaceAll("\\w+\\[|]", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('=', ' ')
                .toLowerCase(Locale.ROOT);
    }

    private static int resamples(FitDesign data) {
        return Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, ROWS_FITTED / data.size()));
    }

    /**
     * Loss laws for the draws of a fit: of the family's own posterior, or a published law, which then is a point.
     *
     * @param mode the most probable law
     * @param draws independent of the draws of the emergence law
     * @param checkpoints that it was fitted on; 0 for a published law
     */
    record LossLawSample(LossLaw mode, List<LossLawPosterior.LossDraw> draws, int checkpoints) {

        /**
         * @param observations rows of a study, as submitted; held-out rows are left alone
         * @param count of draws
         * @return absent where no checkpoint states its size
         */
        static Optional<LossLawSample> of(List<Observation> observations, FitOptions options, int count) {
            LossSource basis = options.losses();
            if (basis.borrows(observations)) {
                LossLaw law = basis.published().orElseThrow().law();
                return Optional.of(
                        new LossLawSample(law, Collections.nCopies(count, new LossLawPosterior.LossDraw(law, 0)), 0));
            }
            return LossLawPosterior.of(
                            observations.stream()
                                    .filter(row -> row.split() == Split.FIT)
                                    .map(Observation::checkpoint)
                                    .distinct()
                                    .toList(),
                            basis.path().flopsPerParamToken())
                    .map(posterior -> new LossLawSample(
                            posterior.mode().law(),
                            options.method() == Method.MLE
                                    ? Collections.nCopies(count, posterior.mode())
                                    : posterior.sample(count, options.seed()),
                            posterior.checkpoints()));
        }
    }
}
