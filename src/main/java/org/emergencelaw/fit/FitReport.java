package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit.CdfPoint;
import org.emergencelaw.fit.EmergenceFit.Diagnostics;
import org.emergencelaw.fit.EmergenceFit.Emergence;
import org.emergencelaw.fit.EmergenceFit.WithDraws;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.fit.loss.LossLawEstimate;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.LevenbergMarquardt;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;
import org.hipparchus.exception.MathRuntimeException;

/** Puts what a fit found into percentiles and words. */
record FitReport(StudyRows study, RowSelection selection, FitOptions options) {

    private static final String NEVER =
            "in part of the draws the point of emergence lies below the least loss of the path: no compute reaches it";
    private static final String NO_COMPUTE = "no checkpoint states its compute (train_flops, or params and tokens)";
    private static final int CDF_PARTS = 40;
    private static final String ASK_POSTERIOR = " A fit by the posterior says which measurement would help most.";
    private static final String POINT_ONLY = "the mle method gives a point, not an interval";

    /** A law cannot be fitted, or nothing rises. */
    WithDraws withoutNumbers(Verdict verdict, String why) {
        Emergence none = absent(why);
        return new WithDraws(
                fit(List.of(), Optional.empty(), none, verdict, why, Optional.empty(), Optional.empty()), List.of());
    }

    /** The F test sees no law. */
    WithDraws withoutSignal() {
        Optional<Warning> lost = selection.warning(LawFitness.FALLS_AGAIN);
        return lost.isPresent()
                ? without(Verdict.MISFIT, lost.get().message())
                : without(Verdict.NO_SIGNAL, new LawFitness(study.task(), selection.rows()).withoutSignal());
    }

    /** No numbers, unless accuracies below guessing say more than that. */
    WithDraws without(Verdict verdict, String why) {
        Optional<Warning> below = selection.warning(LawFitness.BELOW);
        return below.isPresent()
                ? withoutNumbers(Verdict.BELOW_CHANCE, below.get().message())
                : withoutNumbers(verdict, why);
    }

    WithDraws fitted(
            FitDesign data,
            LeastSquares.Solution best,
            SignalTest signal,
            Optional<LossLawSample> lossLaw,
            List<LawDraw> draws,
            Optional<SamplingDiagnostics> sampling) {
        double[] elbows = draws.stream().mapToDouble(LawDraw::emergenceLossNats).toArray();
        Percentiles loss = estimate(elbows, best.elbows().fewShot());
        List<Warning> signs = Misfit.signs(data, best, loss, SignalTest.residualSd(data, best, options.fewShotShift()));
        Verdict verdict = selection.judged(Verdict.of(data, signal, loss, draws), signs);
        // an interval by resampling is too narrow where the data do not determine the law: better none
        boolean silent = verdict == Verdict.NOT_IDENTIFIED && options.method() != Method.POSTERIOR;
        String summary = verdict.summary(loss, signal) + (silent ? ASK_POSTERIOR : "");
        Emergence emergence = silent ? absent(summary) : new Emergence(loss, flops(best, lossLaw, draws), cdf(elbows));
        LawEstimate law = LawEstimate.of(best.curve(data), standardErrors(data, best));
        return new WithDraws(
                fit(
                        signs,
                        Optional.of(law),
                        emergence,
                        verdict,
                        summary,
                        Optional.of(diagnostics(data, best, signal, draws, sampling)),
                        lossLaw.flatMap(
                                found -> LossLawEstimate.of(found.mode(), draws, found.checkpoints(), study.losses()))),
                silent ? List.of() : draws);
    }

    private static Emergence absent(String why) {
        return new Emergence(Percentiles.absent(why), Percentiles.absent(why), Optional.empty());
    }

    private Optional<List<CdfPoint>> cdf(double[] elbows) {
        if (options.method() == Method.MLE) return Optional.empty();
        double[] sorted = elbows.clone();
        Arrays.sort(sorted);
        List<CdfPoint> points = new ArrayList<>();
        for (int i = 1; i < CDF_PARTS; i++) {
            double p = (double) i / CDF_PARTS;
            points.add(new CdfPoint(Percentiles.quantile(sorted, p), p));
        }
        return Optional.of(List.copyOf(points));
    }

    /** What an unconverged chain has to say. */
    static String unconverged(EmergenceFit fit, SamplingDiagnostics sampling) {
        SamplingDiagnostics.Convergence worst = sampling.chain().stream()
                .filter(quantity -> !quantity.good())
                .min(Comparator.comparingDouble(quantity -> quantity.bulkEffective() / quantity.rHat()))
                .orElseThrow();
        String reached = fit.emergence().lossNats().median().isPresent()
                ? "it had reached "
                        + DisplayNumbers.decimal3(fit.emergence().lossNats().median()) + " nats (90% interval "
                        + DisplayNumbers.range3(
                                fit.emergence().lossNats().q05(),
                                fit.emergence().lossNats().q95())
                        + ")"
                : "its verdict would be " + DisplayNames.label(fit.verdict());
        return String.format(
                Locale.ROOT,
                "The chain with flat priors did not converge in %,d steps: for %s, R-hat is %.3f (good: at most %.2f), bulk"
                        + " and tail effective sample size %.0f and %.0f (good: at least %.0f), autocorrelation time %.0f"
                        + " steps (good: at most a %.0fth of the chain); %s. Flat priors leave open what these data do not"
                        + " close: fit by the posterior, or measure more.",
                worst.steps(),
                worst.quantity(),
                worst.rHat(),
                SamplingDiagnostics.Convergence.MAX_R_HAT,
                worst.bulkEffective(),
                worst.tailEffective(),
                SamplingDiagnostics.Convergence.MIN_EFFECTIVE,
                worst.autocorrelationTime(),
                SamplingDiagnostics.Convergence.MIN_TIMES,
                reached);
    }

    private Percentiles flops(LeastSquares.Solution best, Optional<LossLawSample> lossLaw, List<LawDraw> draws) {
        if (lossLaw.isEmpty()) return Percentiles.absent(NO_COMPUTE);
        ComputePath path = study.losses().path();
        double mle = lossLaw.get().mode().trainFlops(best.elbows().fewShot(), path);
        return estimate(
                draws.stream().mapToDouble(draw -> draw.emergenceFlops(path)).toArray(), mle);
    }

    private Percentiles estimate(double[] draws, double mle) {
        return options.method() == Method.MLE
                ? Percentiles.point(mle, Double.isFinite(mle) ? POINT_ONLY : NEVER)
                : Percentiles.of(draws, OptionalDouble.of(mle), NEVER);
    }

    private Diagnostics diagnostics(
            FitDesign data,
            LeastSquares.Solution best,
            SignalTest signal,
            List<LawDraw> draws,
            Optional<SamplingDiagnostics> sampling) {
        return new Diagnostics(
                data.checkpoints,
                data.amounts.length - 1,
                selection.rows().finetuningSeeds().size(),
                signal.resolvedLevels(),
                SignalTest.residualSd(data, best, options.fewShotShift()),
                signal.pValue(),
                draws.size(),
                sampling);
    }

    /** By name; all are missing where the data leave some direction open. */
    private static Map<String, Double> standardErrors(FitDesign data, LeastSquares.Solution best) {
        if (data.size() <= 6) return Map.of();
        try {
            double[][] covariance = LevenbergMarquardt.covariance(jacobian(data, best), best.sumOfSquares());
            Map<String, Double> errors = new LinkedHashMap<>();
            double perShape = best.form().parameterSlope(data.shots, data.maxExamples());
            errors.put(best.form().parameter(), perShape * Math.sqrt(covariance[2][2]));
            errors.put("slope", Math.sqrt(covariance[3][3]));
            errors.put("floor", Math.sqrt(covariance[4][4]));
            if (covariance.length > 5) errors.put("few_shot_shift", Math.sqrt(covariance[5][5]));
            double variance = covariance[0][0] - 2 * covariance[0][1] + covariance[1][1];
            errors.put("emergence_loss_nats", Math.sqrt(Math.max(0, variance)));
            return errors;
        } catch (MathRuntimeException open) {
            return Map.of();
        }
    }

    /** Derivatives of the fitted accuracy by (Ehi, G, shape, A, B[, Delta]). */
    private static double[][] jacobian(FitDesign data, LeastSquares.Solution best) {
        boolean shift = best.fewShotShift() != 0;
        double[] elbows = best.elbows().at(data, best.form());
        double[][] jacobian = new double[data.size()][shift ? 6 : 5];
        for (int i = 0; i < jacobian.length; i++) {
            int l = data.level[i];
            double over = Math.max(0, elbows[l] - data.loss[i]);
            double rise = over > 0 ? best.slope() : 0;
            double below = (best.elbows().max() - elbows[l]) / best.elbows().gap();
            jacobian[i][0] = rise;
            jacobian[i][1] = -rise * below;
            jacobian[i][2] = rise
                    * best.elbows().gap()
                    * best.form()
                            .positionSlope(
                                    data.amounts[l],
                                    data.shots,
                                    data.maxExamples(),
                                    best.elbows().shape());
            jacobian[i][3] = over;
            jacobian[i][4] = 1;
            if (shift) jacobian[i][5] = l == 0 ? 1 : 0;
        }
        return jacobian;
    }

    private EmergenceFit fit(
            List<Warning> signs,
            Optional<LawEstimate> law,
            Emergence emergence,
            Verdict verdict,
            String summary,
            Optional<Diagnostics> diagnostics,
            Optional<LossLawEstimate> lossLaw) {
        List<Warning> warnings = new ArrayList<>(selection.warnings());
        warnings.addAll(signs);
        Task task = study.task();
        return new EmergenceFit(
                task.name(),
                task.trivialAccuracy(),
                task.shots(),
                selection.rows().size(),
                law,
                emergence,
                verdict,
                summary,
                warnings,
                diagnostics,
                lossLaw,
                options.law(),
                options.method(),
                options.fewShotShift(),
                study.rows().inputSha256(),
                options.seed(),
                Version.CURRENT);
    }
}
