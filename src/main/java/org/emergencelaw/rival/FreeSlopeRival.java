package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Resampling;

/**
 * The emergence law whose few-shot slope is free: finetuned rows give E(D) and its floor, few-shot rows have a slope, a floor shift
 * and a run noise of their own.
 *
 * <p>Joint draws of (E(D0), B) from the posterior of the finetuned rows alone are weighted by the likelihood of the few-shot rows,
 * {@code y = B + Delta + A_f max(0, E(D0) - L)}, integrated over {@code ln A_f ~ normal(0, 1)}, {@code ln tau_f ~ normal(ln 0.02,
 * 0.8)} and {@code Delta ~ normal(0, 0.05)}. All priors are our choice.
 */
record FreeSlopeRival(String key, String description) implements Rival {

    /** Whatever floor few-shot rows have, here it is found by itself. */
    private static final FitOptions OPTIONS = FitOptions.DEFAULT
            .withLaw(EmergenceLawForm.LOG_POWER)
            .withMethod(Method.POSTERIOR)
            .withFewShotShift(false);

    private static final double[] SLOPE_DEVIATES = {-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5};
    private static final double[] NOISES = {0.005, 0.01, 0.02, 0.04, 0.08};
    private static final double SHIFT_SD = 0.05;

    /** Fewer effective draws than this mean that few-shot and finetuned rows contradict each other. */
    private static final double FEWEST_EFFECTIVE = 20;

    @Override
    public Prediction predict(StudyRows study, long seed) {
        StudyRows finetuned = study.with(study.rows().finetuned());
        FittedStudy fitted = EmergenceFitter.fit(finetuned, OPTIONS.withSeed(seed));
        if (fitted.draws().isEmpty() || fitted.fit().verdict() == Verdict.NOT_IDENTIFIED)
            return Prediction.abstain(fitted.fit().summary());
        FewShotPoints points = FewShotPoints.of(study);
        return points.size() == 0
                ? Prediction.abstain("No visible few-shot row: the few-shot slope cannot be estimated.")
                : new Weighting(study, fitted.draws(), points).prediction(seed);
    }

    /** Draws of the law with every pair of slope and noise, weighted by the few-shot rows. */
    private static final class Weighting {
        private static final int CELLS = SLOPE_DEVIATES.length * NOISES.length;
        private final StudyRows study;
        private final List<LawDraw> draws;
        private final FewShotPoints.Floor[] floors;
        private final double[] logs;

        /** @param study with all visible rows, the loss law of which forecasts go by */
        Weighting(StudyRows study, List<LawDraw> draws, FewShotPoints points) {
            this.study = study;
            this.draws = draws;
            floors = new FewShotPoints.Floor[draws.size() * CELLS];
            logs = new double[floors.length];
            double[] rise = new double[points.size()], share = new double[points.size()];
            Arrays.fill(share, 1);
            List<FewShotPoints.Noise> noises = points.noises(NOISES, SHIFT_SD);
            int cell = 0;
            for (LawDraw draw : draws)
                for (double z : SLOPE_DEVIATES) {
                    for (int i = 0; i < rise.length; i++)
                        rise[i] = Math.exp(z) * Math.max(0, draw.emergenceLossNats() - points.loss[i]);
                    for (FewShotPoints.Noise tau : noises) {
                        double t = Math.log(tau.run() / 0.02) / 0.8;
                        floors[cell] =
                                points.floor(rise, share, tau, draw.curve().floor());
                        logs[cell] = floors[cell].logMarginal() - (z * z + t * t) / 2;
                        cell++;
                    }
                }
        }

        Prediction prediction(long seed) {
            if (effectiveDraws() < FEWEST_EFFECTIVE)
                return Prediction.abstain(
                        "Few-shot and finetuned rows contradict each other under one emergence law, whatever the few-shot"
                                + " slope.");
            int n = draws.size();
            PlannedLoss losses = PlannedLoss.of(study, n, seed);
            int[] chosen = Resampling.ofLogWeights(logs, n, new SplittableRandom(seed));
            UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
            var normal = NormalDistribution.of(0, 1).createSampler(random);
            double[] elbow = new double[n], crossing = new double[n], slope = new double[n], floor = new double[n];
            double[] noise = new double[n];
            for (int d = 0; d < n; d++) {
                FewShotPoints.Floor of = floors[chosen[d]];
                elbow[d] = draws.get(chosen[d] / CELLS).emergenceLossNats();
                slope[d] = Math.exp(SLOPE_DEVIATES[chosen[d] % CELLS / NOISES.length]);
                noise[d] = NOISES[chosen[d] % NOISES.length];
                floor[d] = Math.max(0, Math.min(1, of.mean() + of.sd() * normal.sample()));
                crossing[d] = elbow[d] - Math.max(0, EmergenceCriterion.level(study.task()) - floor[d]) / slope[d];
            }
            return new Prediction(
                    elbow,
                    crossing,
                    Optional.of((plan, leastRight) -> {
                        Optional<double[]> loss = losses.nats(plan);
                        if (loss.isEmpty()) return Prediction.Answer.NONE;
                        double[] expected = new double[n];
                        for (int d = 0; d < n; d++)
                            expected[d] = Math.min(1, floor[d] + slope[d] * Math.max(0, elbow[d] - loss.get()[d]));
                        return ScoredRun.answer(expected, noise, plan.evalItems(), leastRight, seed);
                    }),
                    Optional.empty());
        }

        private double effectiveDraws() {
            double[] perDraw = new double[draws.size()], weights = Resampling.weights(logs);
            for (int c = 0; c < weights.length; c++) perDraw[c / CELLS] += weights[c];
            double squares = 0;
            for (double weight : perDraw) squares += weight * weight;
            return 1 / squares;
        }
    }
}
