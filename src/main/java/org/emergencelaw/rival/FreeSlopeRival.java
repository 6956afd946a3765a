package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
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

    private static final double[] SLOPE_DEVIATES = {-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5};
    private static final double[] NOISES = {0.005, 0.01, 0.02, 0.04, 0.08};
    private static final double SHIFT_SD = 0.05;

    /** Fewer effective draws than this mean that few-shot and finetuned rows contradict each other. */
    private static final double FEWEST_EFFECTIVE = 20;

    @Override
    public Prediction predict(Task task, List<Observation> visible, long seed) {
        List<Observation> finetuned =
                visible.stream().filter(row -> row.regime() == Regime.FINETUNED).toList();
        FitOptions options = new FitOptions(EmergenceLawForm.LOG_POWER, Method.POSTERIOR, false, seed);
        EmergenceFit.WithDraws fitted = EmergenceFitter.fit(task, finetuned, options, "");
        if (fitted.draws().isEmpty() || fitted.fit().verdict() == Verdict.NOT_IDENTIFIED)
            return Prediction.abstain(fitted.fit().summary());
        FewShotPoints points = FewShotPoints.of(task, visible);
        return points.size() == 0
                ? Prediction.abstain("No visible few-shot row: the few-shot slope cannot be estimated.")
                : new Weighting(task, fitted.draws(), points)
                        .prediction(ScoredRun.laws(visible, fitted.draws().size(), seed), seed);
    }

    /** Draws of the law with every pair of slope and noise, weighted by the few-shot rows. */
    private static final class Weighting {
        private static final int CELLS = SLOPE_DEVIATES.length * NOISES.length;
        private final Task task;
        private final List<LawDraw> draws;
        private final FewShotPoints.Floor[] floors;
        private final double[] logs;

        Weighting(Task task, List<LawDraw> draws, FewShotPoints points) {
            this.task = task;
            this.draws = draws;
            floors = new FewShotPoints.Floor[draws.size() * CELLS];
            logs = new double[floors.length];
            double[] rise = new double[points.size()], share = new double[points.size()];
            Arrays.fill(share, 1);
            int cell = 0;
            for (LawDraw draw : draws)
                for (double z : SLOPE_DEVIATES) {
                    for (int i = 0; i < rise.length; i++)
                        rise[i] = Math.exp(z) * Math.max(0, draw.emergenceLossNats() - points.loss[i]);
                    for (double tau : NOISES) {
                        double t = Math.log(tau / 0.02) / 0.8;
                        floors[cell] =
                                points.floor(rise, share, tau, draw.curve().floor(), SHIFT_SD);
                        logs[cell] = floors[cell].logMarginal() - (z * z + t * t) / 2;
                        cell++;
                    }
                }
        }

        Prediction prediction(Optional<List<LossLawPosterior.LossDraw>> laws, long seed) {
            if (effectiveDraws() < FEWEST_EFFECTIVE)
                return Prediction.abstain(
                        "Few-shot and finetuned rows contradict each other under one emergence law, whatever the few-shot"
                                + " slope.");
            int n = draws.size();
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
                crossing[d] = elbow[d] - Math.max(0, EmergenceCriterion.level(task) - floor[d]) / slope[d];
            }
            return new Prediction(
                    elbow,
                    crossing,
                    Optional.of((plan, leastRight) -> {
                        Optional<double[]> losses = ScoredRun.losses(plan, n, laws, seed);
                        if (losses.isEmpty()) return Prediction.Answer.NONE;
                        double[] expected = new double[n];
                        for (int d = 0; d < n; d++)
                            expected[d] = Math.min(1, floor[d] + slope[d] * Math.max(0, elbow[d] - losses.get()[d]));
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
