package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Resampling;

/**
 * A curve through the few-shot rows alone; finetuned rows are not used. Posterior on a grid of place x, steepness and run noise, the
 * floor B integrated out.
 *
 * <ul>
 *   <li>{@link Shape#RELU}: {@code B + A max(0, E - L)}. Priors: {@code E ~ normal(least few-shot loss, 0.5)} nats, {@code ln A ~
 *       normal(0, 1)}.
 *   <li>{@link Shape#LOGISTIC}: {@code B + (1 - B) / (1 + exp(-s (ln C - x)))}; its elbow is where the tangent at the middle meets
 *       the floor, {@code ln C = x - 2/s}. Priors: {@code x ~ normal(ln(4 Cmax), 2)}, {@code ln s ~ normal(ln 0.6, 0.9)}. The loss
 *       law of the visible checkpoints turns compute into nats.
 * </ul>
 *
 * <p>Both: {@code B ~ normal(trivial accuracy, 0.1)}, {@code ln tau ~ normal(ln 0.02, 0.8)}. Where few-shot accuracy is flat, the
 * prior says "not yet, and nobody knows how soon". All choices are ours.
 *
 * @param shape of the curve
 */
record FewShotCurveRival(String key, String description, Shape shape) implements Rival {

    /** Form of the curve, and the axis over which it runs. */
    enum Shape {
        RELU,
        LOGISTIC
    }

    private static final int DRAWS = 1_000;
    private static final int FEWEST = 4;
    private static final int PLACES = 240;
    private static final int STEEPNESSES = 36;
    private static final double[] NOISES = {0.004, 0.008, 0.014, 0.02, 0.028, 0.04, 0.06, 0.1};
    static final double FLOOR_SD = 0.1;

    @Override
    public Prediction predict(StudyRows study, long seed) {
        return predict(study, losses(study, seed), seed);
    }

    /** What all shapes need of the losses of a study. */
    static PlannedLoss losses(StudyRows study, long seed) {
        return PlannedLoss.of(study, DRAWS, seed);
    }

    Prediction predict(StudyRows study, PlannedLoss losses, long seed) {
        FewShotPoints points = FewShotPoints.of(study);
        if (points.size() < FEWEST)
            return Prediction.abstain("Fewer than " + FEWEST + " visible checkpoints have few-shot rows.");
        Task task = study.task();
        if (shape == Shape.RELU) return new Sample(task, points, points.loss, losses, seed).prediction();
        if (losses.laws().isEmpty() || Arrays.stream(points.flops).anyMatch(Double::isNaN))
            return Prediction.abstain("Not every few-shot checkpoint states its compute.");
        double[] logFlops = Arrays.stream(points.flops).map(Math::log).toArray();
        return new Sample(task, points, logFlops, losses, seed).prediction();
    }

    /** Draws of place, steepness, run noise and floor. */
    private final class Sample {
        private final Task task;
        private final long seed;
        private final PlannedLoss losses;

        private final double[] place = new double[DRAWS];
        private final double[] steepness = new double[DRAWS];
        private final double[] noise = new double[DRAWS];
        private final double[] floor = new double[DRAWS];

        Sample(Task task, FewShotPoints points, double[] axis, PlannedLoss losses, long seed) {
            this.task = task;
            this.seed = seed;
            this.losses = losses;
            double middle = shape == Shape.RELU ? points.leastLoss() : max(axis) + Math.log(4);
            double sd = shape == Shape.RELU ? 0.5 : 2;
            double least = Math.min(middle - 3.5 * sd, min(axis)), most = Math.max(middle + 3.5 * sd, max(axis));
            if (shape == Shape.RELU) most = max(axis);
            else least = min(axis);
            double width = (most - least) / PLACES;
            FewShotPoints.Floor[] floors = new FewShotPoints.Floor[PLACES * STEEPNESSES * NOISES.length];
            double[] logs = new double[floors.length];
            double[] rise = new double[axis.length], share = new double[axis.length];
            List<FewShotPoints.Noise> noises = points.noises(NOISES, FLOOR_SD);
            int cell = 0;
            for (int i = 0; i < PLACES; i++)
                for (int j = 0; j < STEEPNESSES; j++) {
                    double x = least + (i + 0.5) * width, z = (x - middle) / sd, u = deviate(j);
                    for (int k = 0; k < axis.length; k++) {
                        rise[k] = rise(axis[k], x, steepness(u));
                        share[k] = shape == Shape.RELU ? 1 : 1 - rise[k];
                    }
                    for (FewShotPoints.Noise tau : noises) {
                        double t = Math.log(tau.run() / 0.02) / 0.8;
                        floors[cell] = points.floor(rise, share, tau, task.trivialAccuracy());
                        logs[cell++] -= (z * z + u * u + t * t) / 2;
                    }
                }
            for (int c = 0; c < logs.length; c++) logs[c] += floors[c].logMarginal();
            int[] chosen = Resampling.ofLogWeights(logs, DRAWS, new SplittableRandom(seed));
            UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
            var normal = NormalDistribution.of(0, 1).createSampler(random);
            for (int d = 0; d < DRAWS; d++) {
                int index = chosen[d], j = index / NOISES.length % STEEPNESSES;
                place[d] = least + (index / NOISES.length / STEEPNESSES + random.nextDouble()) * width;
                steepness[d] = steepness(deviate(j) + (random.nextDouble() - 0.5) * DEVIATE_STEP);
                noise[d] = NOISES[index % NOISES.length];
                FewShotPoints.Floor of = floors[index];
                floor[d] = Math.max(0, Math.min(1, of.mean() + of.sd() * normal.sample()));
            }
        }

        Prediction prediction() {
            double[] elbow = new double[DRAWS], crossing = new double[DRAWS];
            double level = EmergenceCriterion.level(task);
            for (int d = 0; d < DRAWS; d++) {
                elbow[d] = shape == Shape.RELU ? place[d] : place[d] - 2 / steepness[d];
                double above = (level - floor[d]) / (shape == Shape.RELU ? 1 : 1 - floor[d]);
                if (above <= 0) crossing[d] = elbow[d];
                else if (shape == Shape.RELU) crossing[d] = place[d] - above / steepness[d];
                else crossing[d] = place[d] + Math.log(above / (1 - above)) / steepness[d];
                if (shape == Shape.RELU) continue;
                elbow[d] = losses.curve(d).lossNats(Math.exp(elbow[d]));
                crossing[d] = losses.curve(d).lossNats(Math.exp(crossing[d]));
            }
            return new Prediction(elbow, crossing, Optional.of(this::answer), Optional.empty());
        }

        private Prediction.Answer answer(PlannedRun plan, int leastRight) {
            Optional<double[]> at = shape == Shape.RELU ? losses.nats(plan) : logFlops(plan);
            if (at.isEmpty()) return Prediction.Answer.NONE;
            double[] expected = new double[DRAWS];
            for (int d = 0; d < DRAWS; d++) {
                double rise = rise(at.get()[d], place[d], steepness[d]);
                expected[d] = Math.min(1, floor[d] + rise * (shape == Shape.RELU ? 1 : 1 - floor[d]));
            }
            return ScoredRun.answer(expected, noise, plan.evalItems(), leastRight, seed);
        }

        /** ln C of a plan, as it says, else where the loss law has its loss. */
        private Optional<double[]> logFlops(PlannedRun plan) {
            double[] at = new double[DRAWS];
            Optional<RunSize> size = losses.size(plan);
            if (size.isEmpty() && plan.pretrainLossNats().isEmpty()) return Optional.empty();
            for (int d = 0; d < DRAWS; d++)
                at[d] = size.isPresent()
                        ? Math.log(size.get().trainFlops())
                        : Math.log(losses.curve(d)
                                .trainFlops(plan.pretrainLossNats().orElseThrow()));
            return Optional.of(at);
        }
    }

    private static final double DEVIATE_STEP = 6.0 / STEEPNESSES;

    /** Of the steepness, in prior standard deviations. */
    private static double deviate(int j) {
        return -3 + (j + 0.5) * DEVIATE_STEP;
    }

    private double steepness(double deviate) {
        return shape == Shape.RELU ? Math.exp(deviate) : 0.6 * Math.exp(0.9 * deviate);
    }

    private double rise(double at, double place, double steepness) {
        return shape == Shape.RELU
                ? steepness * Math.max(0, place - at)
                : 1 / (1 + Math.exp(-steepness * (at - place)));
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
