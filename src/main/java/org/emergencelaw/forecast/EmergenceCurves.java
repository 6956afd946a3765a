package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.fit.Draw;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/**
 * The lines of a study's chart, accuracy against loss.
 *
 * @param lossNats grid of losses, ascending, shared by all lines
 * @param finetuned one line a data amount
 * @param fewShot the extrapolated few-shot line
 * @param fewShotLow 5% of its band; empty where there is no interval
 * @param fewShotHigh 95% of its band
 */
public record EmergenceCurves(
        double[] lossNats, List<Line> finetuned, double[] fewShot, double[] fewShotLow, double[] fewShotHigh) {

    private static final int POINTS = 121;

    /** Accuracy after finetuning on {@code examples}, over the shared grid. */
    public record Line(long examples, double[] accuracy) {}

    /** Lines of a fitted law over the losses of all rows, and on to the point of emergence. */
    public static EmergenceCurves of(EmergenceFit.WithDraws fitted, List<Observation> observations) {
        Optional<AccuracyCurve> law = fitted.fit().curve();
        if (law.isEmpty())
            return new EmergenceCurves(new double[0], List.of(), new double[0], new double[0], new double[0]);
        AccuracyCurve curve = law.get();
        double[] losses = grid(fitted, observations);
        TreeSet<Long> amounts = new TreeSet<>();
        for (Observation row : observations)
            if (row.regime() == Regime.FINETUNED && row.split() == Split.FIT) amounts.add(row.examples());
        List<Line> lines = new ArrayList<>();
        for (long examples : amounts)
            lines.add(new Line(
                    examples,
                    Arrays.stream(losses)
                            .map(loss -> curve.finetuned(loss, examples))
                            .toArray()));
        boolean band = fitted.draws().size() > 1;
        double[] low = new double[band ? losses.length : 0], high = new double[band ? losses.length : 0];
        for (int i = 0; i < low.length; i++) {
            double loss = losses[i];
            double[] values = fitted.draws().stream()
                    .mapToDouble(draw -> draw.curve().fewShot(loss))
                    .toArray();
            Range range = Range.of(values);
            low[i] = range.q05();
            high[i] = range.q95();
        }
        double[] fewShot = Arrays.stream(losses).map(curve::fewShot).toArray();
        return new EmergenceCurves(losses, lines, fewShot, low, high);
    }

    private static double[] grid(EmergenceFit.WithDraws fitted, List<Observation> observations) {
        double[] seen = observations.stream()
                .flatMapToDouble(row -> row.checkpoint().pretrainLossNats().stream())
                .sorted()
                .toArray();
        double least = seen[0], most = seen[seen.length - 1];
        double[] emergence = fitted.draws().stream()
                .mapToDouble(Draw::emergenceLossNats)
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
