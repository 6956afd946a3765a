package org.emergencelaw.forecast.design;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.AnchoredLogPowerLaw;
import org.emergencelaw.law.AnchoredPositions;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.NormalQuantile;

/**
 * A task that follows the law, drawn before anything was measured: {@code accuracy = floor + A max(0, x - E(D))} with binomial and run
 * noise, where x is a checkpoint's place in doublings of compute past the largest one. The medians are those of the prior of the law
 * over doublings ({@code fit.posterior.Prior}), and so is the spread of the gap between the elbows; the other spreads are about half of
 * its own, for a study is not begun on a task of which nothing could be learnt. The elbow at the most examples lies within or a little
 * below the range of the checkpoints, and the few-shot elbow beyond it: the capability has not appeared yet.
 */
final class DesignWorld {

    private static final String TASK = "designed";

    /** Least compute at emergence over that of the largest checkpoint. */
    private static final double LEAST_AHEAD = 1.2;

    private final DesignQuestion question;
    private final long seed;
    private final double emergence, most, anchor, shape, slope, runNoise, checkpointSd, subsetSd;

    /** Everything follows from question and seed. */
    DesignWorld(DesignQuestion question, long seed) {
        this.question = question;
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong());
        double strongest, weakest;
        do {
            weakest = -2 * log2(StudyDesign.SPAN) * random.nextDouble(0.4, 1.35);
            strongest = weakest + logNormal(random, 4.7, 0.65);
        } while (strongest < log2(LEAST_AHEAD));
        emergence = strongest;
        most = weakest;
        anchor = logNormal(random, AnchoredLogPowerLaw.USUAL_ANCHOR, 1);
        shape = logNormal(random, 1.6, 0.6);
        slope = logNormal(random, 0.08, 0.6);
        runNoise = logNormal(random, 0.01, 0.5);
        subsetSd = 0.25 * Math.abs(random.nextGaussian());
        checkpointSd = 0.2 * Math.abs(random.nextGaussian());
    }

    private static double logNormal(SplittableRandom random, double median, double spread) {
        return median * Math.exp(spread * random.nextGaussian());
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    /** The compute of the question, doublings past the largest checkpoint. */
    static double asked(DesignQuestion question) {
        return log2(question.trainFlops() / question.largestFlops());
    }

    /** The few-shot elbow, doublings past the largest checkpoint. */
    double emergence() {
        return emergence;
    }

    /** What would be measured by a design; a checkpoint's loss stands for its place. */
    StudyRows measured(StudyDesign design) {
        SplittableRandom random = new SplittableRandom(~seed);
        UniformRandomProvider binomials = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] elbows = elbows(design);
        double[] shifts = random.doubles((long) elbows.length * design.seeds())
                .map(u -> subsetSd * NormalQuantile.of(u))
                .toArray();
        List<Observation> rows = new ArrayList<>();
        for (double params : design.params()) {
            double place = 2 * log2(params / question.params());
            double strength = place + checkpointSd * random.nextGaussian();
            Checkpoint checkpoint = Checkpoint.builder()
                    .family(TASK)
                    .model("model-" + DisplayNumbers.count(params))
                    .pretrainLossNats(LawInDoublings.lossAt(place))
                    .build();
            rows.add(row(checkpoint, Regime.FEW_SHOT, question.shots(), 0, strength - emergence, random, binomials));
            for (int l = 0; l < elbows.length; l++)
                for (int run = 1; run <= design.seeds(); run++)
                    rows.add(row(
                            checkpoint,
                            Regime.FINETUNED,
                            design.amounts().get(l),
                            run,
                            strength - elbows[l] - shifts[l * design.seeds() + run - 1],
                            random,
                            binomials));
        }
        return StudyRows.of(
                new Task(TASK, "accuracy", question.trivialAccuracy(), question.shots()),
                rows,
                LossSource.DEFAULT,
                TASK);
    }

    private double[] elbows(StudyDesign design) {
        double[] amounts =
                design.amounts().stream().mapToDouble(Long::doubleValue).toArray();
        double[] elbows = new double[amounts.length];
        new AnchoredPositions(amounts, question.shots(), question.mostExamples()).at(anchor, shape, elbows);
        for (int l = 0; l < elbows.length; l++) elbows[l] = emergence + (most - emergence) * elbows[l];
        return elbows;
    }

    private Observation row(
            Checkpoint checkpoint,
            Regime regime,
            long examples,
            long run,
            double over,
            SplittableRandom random,
            UniformRandomProvider binomials) {
        double p = question.trivialAccuracy() + slope * Math.max(0, over) + runNoise * random.nextGaussian();
        double chance = Math.max(0, Math.min(1, p));
        int items = question.evalItems();
        double accuracy = chance == 0 || chance == 1
                ? chance
                : BinomialDistribution.of(items, chance)
                                .createSampler(binomials)
                                .sample()
                        / (double) items;
        return Observation.builder()
                .task(TASK)
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(run)
                .accuracy(accuracy)
                .nEval(items)
                .metric("accuracy")
                .build();
    }
}
