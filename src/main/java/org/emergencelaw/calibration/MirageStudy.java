package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.metric.mirage.MirageCheck;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Split;
import org.emergencelaw.statistics.Accuracy;

/** Simulated series whose truth is known: how often the mirage check is right, wrong, or silent. */
public final class MirageStudy {

    private MirageStudy() {}

    /** What made a series. */
    public enum World {
        /** A power law of the loss per token, seen through exact match of several tokens; guessing scores 0. */
        TOY,
        /** The same with four choices, so that guessing scores 0.25. */
        TOY_CHOICES,
        /** An elbow in the accuracy, and in the log-likelihood at the same loss. */
        ELBOW,
        /** The same with four choices. */
        ELBOW_CHOICES,
        /** Nothing rises. */
        NULL;

        boolean elbow() {
            return this == ELBOW || this == ELBOW_CHOICES;
        }

        double trivial() {
            return this == TOY || this == ELBOW ? 0 : 0.25;
        }
    }

    /** One cell of the confusion table. */
    public record Row(
            World world,
            int checkpoints,
            int items,
            boolean smoothMeasure,
            Map<MirageCheck.Verdict, Integer> verdicts) {}

    /**
     * @param tasks series drawn in each cell
     * @param smoothMeasure whether the rows have a log-likelihood
     */
    public static Row run(World world, int checkpoints, int items, boolean smoothMeasure, int tasks, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(
                seed + 31L * (world.ordinal() + 7L * (checkpoints + 1000L * items)) + (smoothMeasure ? 1 : 0));
        Map<MirageCheck.Verdict, Integer> verdicts = new EnumMap<>(MirageCheck.Verdict.class);
        for (MirageCheck.Verdict verdict : MirageCheck.Verdict.values()) verdicts.put(verdict, 0);
        for (int task = 0; task < tasks; task++)
            verdicts.merge(
                    MirageCheck.of(series(world, checkpoints, items, smoothMeasure, random), world.trivial())
                            .verdict(),
                    1,
                    Integer::sum);
        return new Row(world, checkpoints, items, smoothMeasure, verdicts);
    }

    public static FewShotSeries series(
            World world, int checkpoints, int items, boolean smoothMeasure, UniformRandomProvider random) {
        double strongest = 1.8 + 0.2 * random.nextDouble(), span = 0.6 + 0.6 * random.nextDouble();
        double weakest = strongest + span;
        double elbow = strongest + span * (0.3 + 0.4 * random.nextDouble());
        double slope = (0.2 + 0.5 * random.nextDouble()) / (elbow - strongest);
        // the toy law reaches q at the strongest checkpoint and is steep enough to be near nothing at the weakest
        double reached = 0.2 + 0.5 * random.nextDouble(), weak = 0.0005 + 0.01 * random.nextDouble();
        double a = Math.log(Math.log(weak) / Math.log(reached)) / Math.log(weakest / strongest);
        double c = strongest * Math.pow(-Math.log(reached), -1 / a);
        NormalDistribution normal = NormalDistribution.of(0, 1);
        var noise = normal.createSampler(random);
        List<FewShotPoint> points = new ArrayList<>();
        for (int i = 0; i < checkpoints; i++) {
            double loss = weakest - span * (i + 0.6 * (random.nextDouble() - 0.5)) / (checkpoints - 1);
            double net = world == World.NULL
                    ? 0
                    : world.elbow() ? slope * Math.max(0, elbow - loss) : Math.exp(-Math.pow(loss / c, a));
            double mean = world.trivial() + (1 - world.trivial()) * net;
            double run = Math.max(0, Math.min(1, mean + 0.01 * noise.sample()));
            int right =
                    BinomialDistribution.of(items, run).createSampler(random).sample();
            double answer = world.elbow() ? 3 - 3 * slope * Math.max(0, elbow - loss) : Math.pow(loss / c, a);
            double scatter = (world.elbow() ? 3 * slope * (elbow - strongest) : Math.pow(weakest / c, a)) * 0.02;
            Map<Measure, Double> measures = new EnumMap<>(Measure.class);
            if (smoothMeasure)
                measures.put(
                        Measure.LOG_LIKELIHOOD_RAW,
                        Math.min(0, (world == World.NULL ? -3 : -answer) + scatter * noise.sample()));
            points.add(new FewShotPoint(
                    Checkpoint.builder()
                            .family("simulated")
                            .model("m" + i)
                            .pretrainLossNats(loss)
                            .build(),
                    Split.FIT,
                    new Accuracy(right, items),
                    measures));
        }
        points.sort(Comparator.comparingDouble(point -> -point.lossNats().orElseThrow()));
        return new FewShotSeries("simulated", "simulated", 5, "", "", points);
    }
}
