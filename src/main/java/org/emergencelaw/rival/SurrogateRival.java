package org.emergencelaw.rival;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Warning;

/**
 * Forecasts by a smooth surrogate: a measure that moves before accuracy does is extrapolated over loss, and a monotone link learned on
 * the visible models makes an accuracy of it. Its elbow is where the link leaves its floor. Abstains where no smooth measure is there.
 */
public record SurrogateRival(String key, String description) implements Rival {

    private static final int DRAWS = 1_000;
    private static final int FEWEST = 5;

    /** Newest checkpoints that miss the link of the others by more than this many standard deviations have come apart from it. */
    private static final double APART = 3;

    /** The measure must have moved by this many times the scatter of a checkpoint, in this share of the draws. */
    private static final double MOVED = 3;

    private static final double SURE = 0.9;

    /** In the order of preference: nearest to accuracy first. */
    private static final List<Measure> PREFERRED = List.of(
            Measure.LOG_LIKELIHOOD,
            Measure.BRIER,
            Measure.LOG_LIKELIHOOD_PER_TOKEN,
            Measure.LOG_LIKELIHOOD_RAW,
            Measure.TOKEN_EDIT_DISTANCE);

    /** Rows that have the measure, the weakest checkpoint first. */
    private record Visible(Measure measure, StudyRows study, double[] loss, double[] values) {

        static Optional<Visible> of(StudyRows study) {
            Rows visible = study.rows().visible().withLoss();
            for (Measure measure : PREFERRED) {
                Rows rows = visible.with(visible.stream()
                        .filter(row -> row.notes().containsKey(measure.column()))
                        .sorted(Comparator.comparingDouble(
                                row -> -row.checkpoint().pretrainLossNats().orElseThrow()))
                        .toList());
                List<FewShotPoint> points = FewShotPoint.of(study.task().shots(), rows);
                if (points.size() >= FEWEST) return Optional.of(of(measure, study.with(rows), points));
            }
            return Optional.empty();
        }

        private static Visible of(Measure measure, StudyRows study, List<FewShotPoint> points) {
            double sign = measure.higherIsBetter() ? 1 : -1;
            return new Visible(
                    measure,
                    study,
                    points.stream()
                            .mapToDouble(point -> point.lossNats().orElseThrow())
                            .toArray(),
                    points.stream()
                            .mapToDouble(point -> sign * point.measures().getOrDefault(measure, 0.0))
                            .toArray());
        }

        SurrogateLink link(long seed) {
            return SurrogateLink.of(
                    FewShotPoints.of(study), values, study.task().trivialAccuracy(), DRAWS, seed);
        }
    }

    @Override
    public Prediction predict(StudyRows study, long seed) {
        Optional<Visible> found = Visible.of(study);
        if (found.isEmpty())
            return Prediction.abstain("Fewer than " + FEWEST
                    + " visible checkpoints have few-shot rows with a smooth measure, such as brier or"
                    + " log_likelihood.");
        Visible visible = found.get();
        if (visible.loss()[0] == visible.loss()[visible.loss().length - 1])
            return Prediction.abstain("All visible checkpoints have one loss.");
        SurrogateCurve curve = SurrogateCurve.of(visible.loss(), visible.values(), DRAWS, seed);
        double improves = curve.improves(visible.loss()[0], visible.loss()[visible.loss().length - 1], MOVED);
        if (improves < SURE)
            return Prediction.abstain("The smooth measure " + visible.measure().column()
                    + " does not yet improve over the visible checkpoints by more than they scatter: there is nothing"
                    + " to extrapolate.");
        SurrogateLink link = visible.link(seed + 1);
        double[] elbow = new double[DRAWS], crossing = new double[DRAWS];
        double level = EmergenceCriterion.level(study.task());
        for (int d = 0; d < DRAWS; d++) {
            elbow[d] = curve.lossAt(link.elbow(d), d, visible.loss()[0]);
            crossing[d] = curve.lossAt(link.crossing(level, d), d, visible.loss()[0]);
        }
        return new Prediction(elbow, crossing, Optional.of(outlook(curve, link, seed)), Optional.empty());
    }

    private static Prediction.Outlook outlook(SurrogateCurve curve, SurrogateLink link, long seed) {
        return (plan, leastRight) -> {
            if (plan.pretrainLossNats().isEmpty()) return Prediction.Answer.NONE;
            double[] expected = new double[DRAWS];
            for (int d = 0; d < DRAWS; d++)
                expected[d] = link.accuracy(
                        Math.min(0, curve.at(plan.pretrainLossNats().getAsDouble(), d)), d);
            return ScoredRun.answer(expected, link.noise, plan.evalItems(), leastRight, seed);
        };
    }

    /**
     * Whether the link that the weaker checkpoints teach still holds on the strongest quarter: their accuracies against what their
     * measured surrogate says.
     *
     * @return a warning where it came apart; absent where it holds, or where there is no smooth measure
     */
    public static Optional<Warning> cameApart(StudyRows study) {
        Optional<Visible> found = Visible.of(study);
        if (found.isEmpty()) return Optional.empty();
        Rows rows = found.get().study().rows();
        List<FewShotPoint> all = FewShotPoint.of(study.task().shots(), rows);
        int kept = all.size() - Math.max(1, all.size() / 4);
        if (kept < FEWEST) return Optional.empty();
        double boundary = all.get(kept).lossNats().orElseThrow();
        Rows older = rows.where(row -> row.checkpoint().pretrainLossNats().orElseThrow() > boundary);
        Optional<Visible> weaker = Visible.of(study.with(older));
        if (weaker.isEmpty() || weaker.get().measure() != found.get().measure()) return Optional.empty();
        SurrogateLink link = weaker.get().link(1);
        double sum = 0;
        for (int i = kept; i < all.size(); i++) sum += deviate(link, found.get().values()[i], all.get(i));
        double mean = sum / Math.sqrt(all.size() - kept);
        if (Math.abs(mean) < APART) return Optional.empty();
        return Optional.of(new Warning(
                "surrogate_came_apart",
                "The " + DisplayNumbers.plural(all.size() - kept, "strongest checkpoint")
                        + " diverged from the link that the"
                        + " weaker ones teach: accuracy is " + (mean > 0 ? "higher" : "lower") + " than "
                        + DisplayNames.label(found.get().measure().column()) + " predicts, by "
                        + DisplayNumbers.significant3(Math.abs(mean))
                        + " standard deviations. A forecast by this surrogate is not to be trusted."));
    }

    private static double deviate(SurrogateLink link, double value, FewShotPoint point) {
        double mean = 0, square = 0;
        for (int d = 0; d < DRAWS; d++) {
            double accuracy = link.accuracy(value, d);
            double variance = link.noise[d] * link.noise[d]
                    + accuracy * (1 - accuracy) / point.accuracy().items();
            mean += accuracy / DRAWS;
            square += (accuracy * accuracy + variance) / DRAWS;
        }
        return (point.accuracy().value() - mean) / Math.sqrt(Math.max(1e-12, square - mean * mean));
    }
}
