package org.emergencelaw.rival;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.Interval90;

/**
 * Nothing changes: every larger model scores what the strongest visible checkpoint scores. So what it has not shown never comes, and
 * what it has shown came by that checkpoint; it beats guessing by a one-sided exact binomial test at level 0.05.
 *
 * <p>The accuracy of a planned run is normal about it, with the root mean square of the last {@value #STEPS} differences between
 * neighbouring checkpoints as standard deviation, and at least the binomial one of its own items.
 */
record LastValueRival(String key, String description) implements Rival {

    private static final int STEPS = 8;
    private static final double TEST_LEVEL = 0.05;

    @Override
    public Prediction predict(StudyRows study, long seed) {
        Task task = study.task();
        List<FewShotPoint> points = FewShotPoint.of(
                        task.shots(), study.visible().rows())
                .stream()
                .filter(point -> point.lossNats().isPresent())
                .sorted(Comparator.comparingDouble(point -> -point.lossNats().orElseThrow()))
                .toList();
        if (points.isEmpty()) return Prediction.abstain("No visible checkpoint has few-shot rows and a loss.");
        FewShotPoint last = points.get(points.size() - 1);
        Accuracy accuracy = last.accuracy();
        double here = last.lossNats().orElseThrow();
        boolean beatsGuessing = accuracy.pValueAgainst(task.trivialAccuracy()) < TEST_LEVEL;
        NormalDistribution scored = NormalDistribution.of(accuracy.value(), spread(points));
        return new Prediction(
                at(beatsGuessing, here),
                at(accuracy.value() >= EmergenceCriterion.level(task), here),
                Optional.of((plan, leastRight) -> answer(scored, plan.evalItems(), leastRight)),
                Optional.empty());
    }

    private static double[] at(boolean shown, double here) {
        return new double[] {shown ? here : Double.NEGATIVE_INFINITY};
    }

    private static double spread(List<FewShotPoint> points) {
        double squares = 0;
        int steps = Math.min(STEPS, points.size() - 1);
        for (int i = points.size() - steps; i < points.size(); i++)
            squares += Math.pow(
                    points.get(i).accuracy().value()
                            - points.get(i - 1).accuracy().value(),
                    2);
        Accuracy last = points.get(points.size() - 1).accuracy();
        double p = Math.max(0.02, Math.min(0.98, last.value()));
        double binomial = Math.sqrt(p * (1 - p) / last.items());
        return steps == 0 ? binomial : Math.max(binomial, Math.sqrt(squares / steps));
    }

    private static Prediction.Answer answer(NormalDistribution scored, int items, int leastRight) {
        double reaches = leastRight > items ? 0 : scored.survivalProbability((leastRight - 0.5) / items);
        return new Prediction.Answer(
                OptionalDouble.of(reaches),
                Optional.of(new Interval90(quantile(scored, 0.5), quantile(scored, 0.05), quantile(scored, 0.95))));
    }

    private static double quantile(NormalDistribution scored, double p) {
        return Math.max(0, Math.min(1, scored.inverseCumulativeProbability(p)));
    }
}
