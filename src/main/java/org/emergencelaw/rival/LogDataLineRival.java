package org.emergencelaw.rival;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.TDistribution;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;

/**
 * A straight line in ln D through what every data amount shows by itself, read at the shots D0. Its draws are the prediction interval
 * of ordinary regression: {@code line(ln D0) + s sqrt(1 + 1/n + (ln D0 - mean)^2 / Sxx) t}, t with n - 2 degrees of freedom.
 *
 * @param landmark what is looked for at every data amount
 */
record LogDataLineRival(String key, String description, EmergenceCriterion landmark) implements Rival {

    private static final int DRAWS = 1_000;
    private static final int FEWEST = 3;

    /** Least residual sd, nats: a line through three points by chance is no certainty. */
    private static final double LEAST_SD = 0.005;

    @Override
    public Prediction predict(StudyRows study, long seed) {
        List<double[]> points = new ArrayList<>();
        Map<Long, Rows> amounts =
                new TreeMap<>(study.rows().visible().finetuned().withLoss().by(Observation::examples));
        amounts.forEach((examples, rows) ->
                landmark.seen(study.with(rows)).ifPresent(nats -> points.add(new double[] {Math.log(examples), nats})));
        if (points.size() < FEWEST)
            return Prediction.abstain(points.size()
                    + " data amounts show it within the visible losses; a line with an interval takes " + FEWEST + ".");
        return Prediction.of(draws(points, Math.log(study.task().shots())));
    }

    private static double[] draws(List<double[]> points, double at) {
        int n = points.size();
        double meanX = 0, meanY = 0, sxx = 0, sxy = 0, squares = 0;
        for (double[] point : points) {
            meanX += point[0] / n;
            meanY += point[1] / n;
        }
        for (double[] point : points) {
            sxx += (point[0] - meanX) * (point[0] - meanX);
            sxy += (point[0] - meanX) * (point[1] - meanY);
        }
        double slope = sxy / sxx;
        for (double[] point : points) {
            double residual = point[1] - meanY - slope * (point[0] - meanX);
            squares += residual * residual;
        }
        double sd = Math.max(LEAST_SD, Math.sqrt(squares / (n - 2)));
        double scale = sd * Math.sqrt(1 + 1.0 / n + (at - meanX) * (at - meanX) / sxx);
        TDistribution t = TDistribution.of(n - 2);
        double[] draws = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++)
            draws[d] = meanY + slope * (at - meanX) + scale * t.inverseCumulativeProbability((d + 0.5) / DRAWS);
        return draws;
    }
}
