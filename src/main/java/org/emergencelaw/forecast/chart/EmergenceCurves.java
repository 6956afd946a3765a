package org.emergencelaw.forecast.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Interval90;

/**
 * The lines of a study's chart, accuracy against loss.
 *
 * @param lossNats grid of losses, ascending, shared by all lines
 * @param finetuned one line a data amount
 * @param fewShot the extrapolated few-shot line; empty where the data cannot tell where it rises
 * @param fewShotLow 5% of its band; empty where there is no interval
 * @param fewShotHigh 95% of its band
 * @param takeaway what the lines show, in one sentence
 */
public record EmergenceCurves(
        double[] lossNats,
        List<Line> finetuned,
        double[] fewShot,
        double[] fewShotLow,
        double[] fewShotHigh,
        String takeaway) {

    private static final int POINTS = 121;

    /**
     * Accuracy after finetuning on {@code examples}, over the shared grid.
     *
     * @param elbowNats where the line leaves its floor
     */
    public record Line(long examples, double elbowNats, double[] accuracy) {}

    /** Lines of a fitted law over the losses of all rows, and on to the point of emergence. */
    public static EmergenceCurves of(FittedStudy fitted) {
        Optional<AccuracyCurve> law = fitted.fit().curve();
        if (law.isEmpty())
            return new EmergenceCurves(
                    new double[0],
                    List.of(),
                    new double[0],
                    new double[0],
                    new double[0],
                    "Accuracy against pretraining loss as submitted; no law could be fitted to it.");
        AccuracyCurve curve = law.get();
        double[] losses = grid(fitted);
        List<Line> lines = new ArrayList<>();
        for (long examples : fitted.rows().visible().amounts())
            lines.add(new Line(
                    examples,
                    curve.law().elbowNats(examples),
                    Arrays.stream(losses)
                            .map(loss -> curve.finetuned(loss, examples))
                            .toArray()));
        boolean band = fitted.draws().size() > 1;
        double[] low = new double[band ? losses.length : 0], high = new double[band ? losses.length : 0];
        double[] middle = new double[band ? losses.length : 0];
        List<AccuracyCurve.FewShot> drawn =
                fitted.draws().stream().map(draw -> draw.curve().fewShot()).toList();
        for (int i = 0; i < low.length; i++) {
            double loss = losses[i];
            double[] values = drawn.stream().mapToDouble(draw -> draw.at(loss)).toArray();
            Interval90 range = Interval90.of(values);
            low[i] = range.q05();
            middle[i] = range.median();
            high[i] = range.q95();
        }
        // a line without draws would look like a forecast where the verdict says that there is none
        boolean silent = fitted.draws().isEmpty();
        double[] fewShot = band || silent
                ? middle
                : Arrays.stream(losses).map(curve::fewShot).toArray();
        double elbow = fitted.fit().emergence().lossNats().median().orElse(curve.emergenceLossNats());
        return new EmergenceCurves(losses, lines, fewShot, low, high, takeaway(curve.shots(), elbow, lines, silent));
    }

    private static String takeaway(int shots, double elbowNats, List<Line> lines, boolean silent) {
        Line least = lines.get(0), most = lines.get(lines.size() - 1);
        return "More finetuning data moves the elbow to weaker models, from "
                + DisplayNumbers.decimal3(least.elbowNats()) + " nats at "
                + DisplayNumbers.plural(least.examples(), "example") + " to "
                + DisplayNumbers.decimal3(most.elbowNats()) + " nats at " + DisplayNumbers.whole(most.examples())
                + (silent
                        ? "; too few elbows are visible to extrapolate them to the few-shot setting."
                        : "; extrapolated back to " + DisplayNumbers.plural(shots, "shot") + " it lies at "
                                + DisplayNumbers.decimal3(elbowNats) + " nats.");
    }

    private static double[] grid(FittedStudy fitted) {
        double[] seen = fitted.rows().stream()
                .flatMapToDouble(row -> row.checkpoint().pretrainLossNats().stream())
                .sorted()
                .toArray();
        double least = seen[0], most = seen[seen.length - 1];
        double[] emergence = fitted.draws().stream()
                .mapToDouble(LawDraw::emergenceLossNats)
                .sorted()
                .toArray();
        double spread = most - least;
        if (emergence.length > 0) {
            // on past the elbow, but not so far that the data shrink to a corner
            double target = emergence[emergence.length / 10] - 0.15 * spread;
            least = Math.max(Math.min(least, target), Math.max(0.01 * least, least - 1.5 * spread));
        }
        double[] grid = new double[POINTS];
        for (int i = 0; i < POINTS; i++) grid[i] = least + (most + 0.03 * spread - least) * i / (POINTS - 1);
        return grid;
    }
}
