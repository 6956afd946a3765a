package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/**
 * A study drawn from the log-power law with binomial and run noise; everything follows from its seed.
 *
 * <p>The truth: {@code E(D) = C + k (ln D)^alpha}, {@code accuracy = B + A max(0, E(D) - L)}, {@code L = 1.5 + (C / 1e20)^-0.15}.
 */
public record SimulatedStudy(Task task, List<Observation> observations, double emergenceLossNats) {

    /** The design varies as widely as real studies do: 6 to 10 checkpoints, 3 to 7 data amounts, 1 or 2 seeds. */
    public static SimulatedStudy of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int checkpoints = random.nextInt(6, 11), amounts = random.nextInt(3, 8), seeds = random.nextInt(1, 3);
        double ahead = random.nextDouble(1.2, 12);
        return of(random, checkpoints, amounts, seeds, ahead, random.nextDouble(0.002, 0.02));
    }

    /**
     * @param ahead compute at emergence over the largest submitted compute
     * @param runNoise standard deviation between runs
     */
    public static SimulatedStudy of(
            SplittableRandom random, int checkpoints, int amounts, int seeds, double ahead, double runNoise) {
        double floor = random.nextDouble() < 0.4 ? 0 : random.nextDouble(0.1, 0.5);
        double slope = random.nextDouble(0.4, 1.4), alpha = Math.exp(random.nextGaussian(Math.log(1.7), 0.4));
        double mostFlops = 3e22, emergence = lossNats(ahead * mostFlops);
        double maxExamples = 200 * Math.pow(2.5, amounts - 1);
        double gap = (lossNats(mostFlops / 30) - emergence) * random.nextDouble(0.5, 1.0);
        double k = gap / (Math.pow(Math.log(maxExamples), alpha) - Math.pow(Math.log(5), alpha));
        double c = emergence - k * Math.pow(Math.log(5), alpha);
        Task task = new Task("simulated", "accuracy", floor, 5);
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < checkpoints; i++) {
            double flops = mostFlops * Math.pow(300, -(double) i / (checkpoints - 1));
            double loss = Math.round(1e5 * (lossNats(flops) + random.nextGaussian(0, 0.004))) / 1e5;
            Checkpoint checkpoint = checkpoint("sim-" + i, flops, loss);
            for (int l = 0; l <= amounts; l++)
                for (int s = 1; s <= (l == 0 ? 1 : seeds); s++) {
                    long examples = l == 0 ? 5 : Math.round(200 * Math.pow(2.5, l - 1));
                    double elbow = c + k * Math.pow(Math.log(examples), alpha);
                    double mean = floor + slope * Math.max(0, elbow - loss) + random.nextGaussian(0, runNoise);
                    Regime regime = l == 0 ? Regime.FEW_SHOT : Regime.FINETUNED;
                    rows.add(row(checkpoint, regime, examples, s, measured(random, mean, 2000), 2000, Split.FIT));
                }
        }
        return new SimulatedStudy(task, rows, emergence);
    }

    private static double lossNats(double flops) {
        return 1.5 + Math.pow(flops / 1e20, -0.15);
    }

    /** Accuracy on {@code items} items by the normal approximation of the binomial. */
    private static double measured(SplittableRandom random, double mean, int items) {
        double p = Math.max(0, Math.min(1, mean));
        double right = Math.round(items * p + random.nextGaussian() * Math.sqrt(items * p * (1 - p)));
        return Math.max(0, Math.min(items, right)) / items;
    }

    public static Checkpoint checkpoint(String model, double flops, double lossNats) {
        return Checkpoint.builder()
                .family("simulated")
                .model(model)
                .trainFlops(flops)
                .pretrainLossNats(lossNats)
                .build();
    }

    public static Observation row(
            Checkpoint checkpoint, Regime regime, long examples, long seed, double accuracy, int items, Split split) {
        return Observation.builder()
                .task("simulated")
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(seed)
                .accuracy(accuracy)
                .nEval(items)
                .split(split)
                .build();
    }
}
