package org.emergencelaw.metric.mirage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.calibration.MirageStudy;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.ChanceTest;
import org.emergencelaw.metric.DetectionLimit;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.Measure;

/**
 * Whether the jump of a few-shot series is made by its metric. On the axis of pretraining loss an elbow and a smooth law of as many
 * parameters predict each checkpoint from all others, under the accuracy and under every smooth measure that the rows have.
 *
 * @param verdict see {@link Verdict}
 * @param words the verdict and its reason
 * @param contests accuracy first
 * @param scores emergence scores under each measure
 */
public record MirageCheck(
        Verdict verdict, String words, List<CurveComparison> contests, List<FewShotSeries.Scored> scores) {

    /** What became of the jump. */
    public enum Verdict {
        /** A smooth law predicts what the sharp metric shows better than an elbow does: no jump of the model need be assumed. */
        METRIC_EXPLAINS_IT,
        /**
         * The elbow predicts better, and so it does under the smooth measure, where there is one; the paper found this for
         * log-probability on MMLU and CommonsenseQA.
         */
        ELBOW_REMAINS,
        /** The two differ by less than these items can show, and a hundred times the items would show it. */
        TOO_FEW_ITEMS,
        /** The checkpoints cannot tell the two apart, whatever the number of items, or the measures disagree. */
        CANNOT_TELL
    }

    /** Log-likelihood ratio, nats, from which a contest is decided; chosen by {@link MirageStudy}. */
    static final double DECIDED = 4;

    /** A contest that can expect less than this, were one of the two laws true, has too little to go by. */
    static final double TELLING = 2;

    /** @param trivial trivial accuracy */
    public static MirageCheck of(FewShotSeries series, double trivial) {
        List<FewShotPoint> points = series.points().stream()
                .filter(point -> point.lossNats().isPresent())
                .sorted(Comparator.comparingDouble(point -> -point.lossNats().orElseThrow()))
                .toList();
        if (points.size() < CurveComparison.MIN_CHECKPOINTS)
            return new MirageCheck(
                    Verdict.CANNOT_TELL,
                    DisplayNumbers.plural(points.size(), "checkpoint")
                            + " with a pretraining loss are too few to tell an elbow from a smooth law; at least "
                            + CurveComparison.MIN_CHECKPOINTS + " are needed.",
                    List.of(),
                    series.scores());
        List<CurveComparison> contests = new ArrayList<>();
        contests.add(CurveComparison.of("accuracy", false, CurveComparison.accuracies(points)));
        for (Measure measure : series.measures())
            if (measure.smooth()) {
                CurveComparison.Points measured = CurveComparison.measured(points, measure);
                if (measured.loss().length >= CurveComparison.MIN_CHECKPOINTS)
                    contests.add(CurveComparison.of(measure.column(), true, measured));
            }
        ChanceTest best = ChanceTest.of(points.get(points.size() - 1).accuracy(), trivial);
        boolean risen = points.stream()
                .anyMatch(point -> point.accuracy().pValueAgainst(trivial) <= DetectionLimit.LEVEL / points.size());
        MirageCheck check = risen ? decided(contests, series) : notRisen(best, contests, series);
        return check.warnedOf(points, trivial);
    }

    /** The same with what a reader must know of checkpoints that do worse than guessing. */
    private MirageCheck warnedOf(List<FewShotPoint> points, double trivial) {
        List<FewShotPoint> below = points.stream()
                .filter(point -> ChanceTest.of(point.accuracy(), trivial).belowChance())
                .toList();
        if (below.isEmpty()) return this;
        FewShotPoint first = below.get(0);
        String warning =
                " Of %d checkpoints %d score below chance, so that a jump may be one of the parser. The first, %s: %s"
                        .formatted(
                                points.size(),
                                below.size(),
                                first.checkpoint().model(),
                                ChanceTest.of(first.accuracy(), trivial).words());
        return new MirageCheck(verdict, words + warning, contests, scores);
    }

    private static MirageCheck notRisen(ChanceTest best, List<CurveComparison> contests, FewShotSeries series) {
        boolean coarse = best.resolution().detectableAccuracy().orElse(1)
                > best.resolution().trivialAccuracy() + 0.05;
        return new MirageCheck(
                coarse ? Verdict.TOO_FEW_ITEMS : Verdict.CANNOT_TELL,
                "No checkpoint scores above chance, so there is no jump to explain. The strongest: " + best.words(),
                contests,
                series.scores());
    }

    private static MirageCheck decided(List<CurveComparison> contests, FewShotSeries series) {
        CurveComparison sharp = contests.get(0);
        List<CurveComparison> smooth = contests.subList(1, contests.size());
        int forElbow = 0, forSmooth = 0;
        for (CurveComparison contest : contests) {
            if (elbow(contest)) forElbow++;
            if (gentle(contest)) forSmooth++;
        }
        Optional<CurveComparison> bent =
                smooth.stream().filter(MirageCheck::elbow).findFirst();
        Optional<CurveComparison> unbent =
                smooth.stream().filter(MirageCheck::gentle).findFirst();
        if (forElbow > 0 && forSmooth > 0)
            return mirage(Verdict.CANNOT_TELL, "The measures disagree: " + list(contests) + ".", contests, series);
        if (forElbow > 0)
            return mirage(
                    Verdict.ELBOW_REMAINS,
                    "An elbow predicts left-out checkpoints better than a smooth law"
                            + bent.map(one -> ", under " + DisplayNames.label(one.measure()) + " too")
                                    .orElse(smooth.isEmpty() ? "; no smooth measure was given" : "")
                            + ": " + list(contests) + ".",
                    contests,
                    series);
        if (forSmooth > 0)
            return mirage(
                    Verdict.METRIC_EXPLAINS_IT,
                    "A smooth law predicts left-out checkpoints better than an elbow"
                            + unbent.map(one -> ", under " + DisplayNames.label(one.measure()) + " too")
                                    .orElse("")
                            + "; the metric is enough to explain the jump: " + list(contests) + ".",
                    contests,
                    series);
        return undecided(sharp, contests, series);
    }

    private static MirageCheck undecided(CurveComparison sharp, List<CurveComparison> contests, FewShotSeries series) {
        if (contests.stream().anyMatch(one -> Math.abs(one.leftOut()) >= DECIDED && one.expected() >= TELLING))
            return mirage(
                    Verdict.CANNOT_TELL,
                    "The law that predicts left-out checkpoints better does not predict the held-out ones as well as"
                            + " the other, or its elbow lies at the edge of the data: " + list(contests) + ".",
                    contests,
                    series);
        boolean items = sharp.expected() < TELLING && sharp.expectedWithMoreItems() >= TELLING;
        return mirage(
                items ? Verdict.TOO_FEW_ITEMS : Verdict.CANNOT_TELL,
                items
                        ? "Elbow and smooth law differ by less than these items can show; a hundred times the items"
                                + " would show it: " + list(contests) + "."
                        : "Elbow and smooth law predict left-out checkpoints about equally well, and more items alone"
                                + " would not change that; more checkpoints near the bend would:"
                                + " " + list(contests) + ".",
                contests,
                series);
    }

    private static boolean elbow(CurveComparison contest) {
        return contest.leftOut() <= -DECIDED
                && contest.expected() >= TELLING
                && contest.elbowNats().isPresent()
                && contest.aheadAsWell(contest.aheadElbow(), contest.aheadSmooth());
    }

    private static boolean gentle(CurveComparison contest) {
        return contest.leftOut() >= DECIDED
                && contest.expected() >= TELLING
                && contest.aheadAsWell(contest.aheadSmooth(), contest.aheadElbow());
    }

    private static MirageCheck mirage(
            Verdict verdict, String words, List<CurveComparison> contests, FewShotSeries series) {
        return new MirageCheck(verdict, words, contests, series.scores());
    }

    /** {@code log-likelihood ratio for the smooth law +4.100 under accuracy, −0.200 under Brier score}. */
    private static String list(List<CurveComparison> contests) {
        StringBuilder text = new StringBuilder("log-likelihood ratio for the smooth law ");
        for (CurveComparison contest : contests)
            text.append(text.charAt(text.length() - 1) == ' ' ? "" : ", ")
                    .append(DisplayNumbers.signed3(contest.leftOut()))
                    .append(" under ")
                    .append(DisplayNames.label(contest.measure()));
        return text.toString();
    }
}
