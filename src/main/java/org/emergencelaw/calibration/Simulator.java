package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.AnchoredPositions;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.NormalQuantile;

/**
 * Draws tasks whose point of emergence is known.
 *
 * <p>One or two models of 1.3 to 6.7 billion parameters are pretrained on 100 to 1,000 billion tokens; their checkpoints lie
 * evenly in ln C over a factor of 10 to 60. {@code L = Linf + a (C / 1e21)^-b} with an error of about 0.005 nats. They are
 * evaluated few-shot (5 shots) and after finetuning on 3 or 4 times more examples at each step up to 5,000 to 100,000, with two
 * or three seeds. The elbow at the largest amount lies within or a little above the losses.
 */
public final class Simulator {
    private static final int SHOTS = 5;
    private static final double[] PARAMS = {1.3e9, 3.4e9, 6.7e9};
    private static final double[] MAX_EXAMPLES = {5000, 7500, 20_000, 100_000};

    private Simulator() {}

    /**
     * A simulated task.
     *
     * @param emergenceLossNats the true E(D0), nats
     * @param lossLaw the true loss law
     * @param largestFlops compute of the largest checkpoint
     */
    public record SimulatedTask(
            Task task,
            List<Observation> observations,
            double emergenceLossNats,
            ComputeLossLaw lossLaw,
            double largestFlops) {

        /** Compute at emergence over that of the largest checkpoint; infinite where it never emerges. */
        public double flopsAhead() {
            return lossLaw.trainFlops(emergenceLossNats) / largestFlops;
        }

        /** As a fit sees it; simulated tasks measure their losses and count as is usual. */
        public StudyRows study() {
            return with(observations);
        }

        /** The same with other rows. */
        public StudyRows with(List<Observation> others) {
            return StudyRows.of(task, others, LossSource.DEFAULT, "simulated");
        }
    }

    /** Everything follows from world and seed. */
    public static SimulatedTask draw(SimulatedWorld world, long seed) {
        return new Drawing(world, seed).task();
    }

    /** One task being drawn. */
    private static final class Drawing {
        private final SimulatedWorld.Recipe recipe;
        private final SplittableRandom random;
        private final UniformRandomProvider binomials;
        private final ComputeLossLaw lossLaw;
        private final double lossNoise, floor, slope, runNoise, softness, rise, noiseGrowth, shift, slopeRatio;
        private final int items;
        private final long[] amounts;

        Drawing(SimulatedWorld world, long seed) {
            recipe = world.recipe();
            random = new SplittableRandom(
                    new SplittableRandom(seed).nextLong() ^ world.name().hashCode());
            binomials = RandomSource.XO_SHI_RO_256_PP.create(random.nextLong());
            lossLaw = new ComputeLossLaw(
                    random.nextDouble(1.4, 1.52), random.nextDouble(0.65, 0.8), random.nextDouble(0.12, 0.19), 1e21);
            lossNoise = random.nextDouble(0.003, 0.008);
            floor = recipe.floors[random.nextInt(recipe.floors.length)];
            slope = recipe.signal ? evenlyInLog(recipe.slope) : 0;
            runNoise = evenlyInLog(recipe.runNoise);
            softness = evenly(recipe.softness);
            rise = evenly(recipe.rise);
            noiseGrowth = evenly(recipe.noiseGrowth);
            shift = recipe.shiftSd * random.nextGaussian();
            double ratio = evenly(recipe.slopeRatio);
            double either = random.nextBoolean() ? ratio : 1 / ratio;
            slopeRatio = recipe.slopesFall.to() > 1 ? 1 / evenlyInLog(recipe.slopesFall) : either;
            items = recipe.items[random.nextInt(recipe.items.length)];
            amounts = amounts();
        }

        private double evenly(SimulatedWorld.Range range) {
            return range.from() + (range.to() - range.from()) * random.nextDouble();
        }

        private double evenlyInLog(SimulatedWorld.Range range) {
            return range.from() * Math.pow(range.to() / range.from(), random.nextDouble());
        }

        private int whole(SimulatedWorld.Range range) {
            return (int) random.nextLong((long) range.from(), (long) range.to() + 1);
        }

        private long[] amounts() {
            double most = MAX_EXAMPLES[random.nextInt(MAX_EXAMPLES.length)], step = random.nextBoolean() ? 3 : 4;
            // the least amount stays above 8 times the shots
            int count = Math.min(whole(recipe.amounts), 1 + (int) (Math.log(most / (8 * SHOTS)) / Math.log(step)));
            long[] ascending = new long[count];
            for (int l = 0; l < count; l++) ascending[l] = Math.round(most / Math.pow(step, count - 1 - l));
            return ascending;
        }

        SimulatedTask task() {
            List<Checkpoint> checkpoints = checkpoints();
            double largest = checkpoints.stream()
                    .mapToDouble(checkpoint -> checkpoint
                            .computeFlops(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN)
                            .orElseThrow())
                    .max()
                    .orElseThrow();
            double[] losses = checkpoints.stream()
                    .mapToDouble(checkpoint -> checkpoint.pretrainLossNats().orElseThrow())
                    .sorted()
                    .toArray();
            double emergence = random.nextDouble() < recipe.neverShare
                    ? lossLaw.irreducibleNats() - random.nextDouble(0, 0.25)
                    : lossLaw.lossNats(largest * evenlyInLog(recipe.ahead));
            double range = losses[losses.length - 1] - losses[0];
            double most = losses[0] + range * random.nextDouble(0.4, 1.35);
            return new SimulatedTask(
                    new Task("simulated", "accuracy", floor, SHOTS),
                    rows(checkpoints, elbows(emergence, most)),
                    emergence,
                    lossLaw,
                    largest);
        }

        private List<Checkpoint> checkpoints() {
            int count = whole(recipe.checkpoints), models = 1 + random.nextInt(2);
            double maxTokens = 1e11 * Math.pow(10, random.nextDouble()), span = 10 * Math.pow(6, random.nextDouble());
            int first = random.nextInt(PARAMS.length - models + 1);
            List<Checkpoint> checkpoints = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                double params = PARAMS[first + i % models];
                int steps = (count - 1 - i % models) / models;
                double tokens = maxTokens * Math.pow(span, -(double) (i / models) / Math.max(1, steps));
                double flops = 6 * params * tokens;
                double loss = lossLaw.lossNats(flops) + lossNoise * random.nextGaussian();
                checkpoints.add(Checkpoint.builder()
                        .family("simulated")
                        .model(String.format(Locale.ROOT, "sim-%.1fb@%.0fb", params / 1e9, tokens / 1e9))
                        .params(params)
                        .tokens(tokens)
                        .trainFlops(flops)
                        .pretrainLossNats(Math.rint(1e5 * loss) / 1e5)
                        .lossCorpus("simulated")
                        .build());
            }
            return checkpoints;
        }

        /** True elbows: few-shot first, then the finetuned amounts. */
        private double[] elbows(double emergence, double most) {
            double shape = recipe.powerLaw ? evenly(recipe.powerShape) : evenlyInLog(recipe.alpha);
            double[] positions = positions(shape), elbows = new double[amounts.length + 1];
            elbows[0] = emergence;
            for (int l = 0; l < amounts.length; l++) elbows[l + 1] = emergence + (most - emergence) * positions[l];
            return elbows;
        }

        /** What share of the way from the few-shot elbow to the last each amount is. */
        private double[] positions(double shape) {
            double[] positions = new double[amounts.length];
            double most = amounts[amounts.length - 1];
            if (recipe.anchor.to() > 0) {
                new AnchoredPositions(Arrays.stream(amounts).asDoubleStream().toArray(), SHOTS, most)
                        .at(evenlyInLog(recipe.anchor), shape, positions);
                return positions;
            }
            EmergenceLawForm form = recipe.powerLaw ? EmergenceLawForm.POWER : EmergenceLawForm.LOG_POWER;
            for (int l = 0; l < positions.length; l++) positions[l] = form.position(amounts[l], SHOTS, most, shape);
            return positions;
        }

        private List<Observation> rows(List<Checkpoint> checkpoints, double[] elbows) {
            int seeds = 2 + random.nextInt(2);
            double subsetSd = evenly(recipe.subsetSd), checkpointSd = evenly(recipe.checkpointSd);
            double[] own = random.doubles(checkpoints.size())
                    .map(u -> checkpointSd * NormalQuantile.of(u))
                    .toArray();
            List<Observation> rows = new ArrayList<>();
            for (int l = 0; l < elbows.length; l++)
                for (int seed = l == 0 ? 0 : 1; seed <= (l == 0 ? 0 : seeds); seed++) {
                    double elbow = elbows[l] + (l == 0 ? 0 : subsetSd * random.nextGaussian());
                    // from 1/sqrt(ratio) at the least amount to sqrt(ratio) at the most; few-shot as at the least
                    double place = l == 0 || amounts.length == 1 ? 0 : (l - 1.0) / (amounts.length - 1);
                    double steep = slope * Math.pow(slopeRatio, place - 0.5);
                    for (int c = 0; c < checkpoints.size(); c++) {
                        double over = elbow
                                + own[c]
                                - checkpoints.get(c).pretrainLossNats().orElseThrow();
                        boolean fails = l > 0 && random.nextDouble() < recipe.failures;
                        double gain = gain(steep, over) * (fails ? random.nextDouble(0, 0.7) : 1);
                        rows.add(row(checkpoints.get(c), l, seed, accuracy(gain, l == 0)));
                    }
                }
            return rows;
        }

        /** Accuracy above the floor. */
        private double gain(double steep, double over) {
            double hinge = softness > 0 ? softness * Math.log1p(Math.exp(over / softness)) : Math.max(0, over);
            double gain = steep * hinge;
            return rise > 0 ? rise * -Math.expm1(-gain / rise) : gain;
        }

        private double accuracy(double gain, boolean fewShot) {
            double noise = runNoise * (1 + noiseGrowth * gain) * random.nextGaussian();
            double p = Math.max(0, Math.min(1, floor + gain + (fewShot ? shift : 0) + noise));
            if (p == 0 || p == 1) return p;
            return BinomialDistribution.of(items, p).createSampler(binomials).sample() / (double) items;
        }

        private Observation row(Checkpoint checkpoint, int level, long seed, double accuracy) {
            return Observation.builder()
                    .task("simulated")
                    .checkpoint(checkpoint)
                    .regime(level == 0 ? Regime.FEW_SHOT : Regime.FINETUNED)
                    .examples(level == 0 ? SHOTS : amounts[level - 1])
                    .seed(seed)
                    .accuracy(accuracy)
                    .nEval(items)
                    .metric("accuracy")
                    .build();
        }
    }
}
