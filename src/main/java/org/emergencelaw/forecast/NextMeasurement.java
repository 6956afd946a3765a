package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.emergencelaw.fit.Draw;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Estimate;
import org.emergencelaw.fit.LossLawEstimate;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/**
 * What would tell us more: by how much each possible next measurement is expected to narrow the interval of the point of emergence.
 *
 * <p>Preposterior analysis by regression. For every draw of the posterior the measurement is simulated as if the draw were the truth,
 * run noise, finite items and subset effects included; then the point of emergence is regressed on what was measured, linearly with
 * squares. What the regression cannot explain, cross-validated, is what would be left: its 90% width over today's is the expected
 * narrowing. One pass over the draws, no refit.
 *
 * @param widthNats of today's 90% interval
 * @param candidates the most telling first
 * @param answer in one sentence
 * @see <a href="https://doi.org/10.1177/0272989X13505910">Strong, Oakley, Brennan 2014, expected value of information by
 *     regression</a>
 */
public record NextMeasurement(double widthNats, List<Option> candidates, String answer) {

    private static final int FOLDS = 5;
    private static final int FEWEST_DRAWS = 400;

    /**
     * A possible measurement.
     *
     * @param runs finetuning runs and evaluations it takes
     * @param expectedWidthNats of the 90% interval after it
     * @param expectedNarrowing 1 less the expected width over today's; 0 where it tells nothing
     */
    public record Option(String key, String what, int runs, double expectedWidthNats, double expectedNarrowing) {}

    /** @return absent where there are no draws to reason from, or a point only */
    public static Optional<NextMeasurement> of(
            Task task, EmergenceFit.WithDraws fitted, List<Observation> observations) {
        List<Draw> draws = fitted.draws();
        if (draws.size() < FEWEST_DRAWS) return Optional.empty();
        List<Observation> rows = visible(observations);
        double[] target = draws.stream().mapToDouble(Draw::emergenceLossNats).toArray();
        double width = width(target);
        List<Option> options = new ArrayList<>();
        for (Candidate candidate : Candidate.of(task, rows, path(fitted.fit()))) {
            if (candidate.key().equals("checkpoint") && draws.get(0).lossLaw().isEmpty()) continue;
            double[][] measured =
                    measured(task, candidate, draws, rows, fitted.fit().seed());
            double left = Math.min(width, width(unexplained(measured, target)));
            options.add(new Option(
                    candidate.key(), candidate.what(), candidate.runs(), left, Math.max(0, 1 - left / width)));
        }
        options.sort(Comparator.comparingDouble(option -> option.expectedWidthNats));
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(new NextMeasurement(width, List.copyOf(options), answer(width, options.get(0))));
    }

    static List<Observation> visible(List<Observation> observations) {
        return observations.stream()
                .filter(row -> row.split() == Split.FIT
                        && row.checkpoint().pretrainLossNats().isPresent())
                .toList();
    }

    static ComputePath path(EmergenceFit fit) {
        return fit.lossLaw().map(LossLawEstimate::path).orElse(ComputePath.DEFAULT);
    }

    /** Items of the study's median row. */
    static OptionalInt items(List<Observation> rows) {
        int[] items =
                rows.stream().mapToInt(Observation::itemsEvaluated).sorted().toArray();
        return OptionalInt.of(items[items.length / 2]);
    }

    private static double[][] measured(
            Task task, Candidate candidate, List<Draw> draws, List<Observation> rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OptionalInt items = items(rows);
        double[][] measured = new double[draws.size()][];
        for (int i = 0; i < measured.length; i++) {
            List<Observation> simulated = candidate.simulate(task, draws.get(i), items, rows.get(0), random);
            boolean newLoss = candidate.key().equals("checkpoint");
            double[] values = new double[simulated.size() + (newLoss ? 1 : 0)];
            for (int j = 0; j < simulated.size(); j++)
                values[j] = simulated.get(j).accuracy();
            if (newLoss)
                values[values.length - 1] =
                        simulated.get(0).checkpoint().pretrainLossNats().orElseThrow();
            measured[i] = values;
        }
        return measured;
    }

    /** Cross-validated residuals of the target on the measurements and their squares. */
    private static double[] unexplained(double[][] measured, double[] target) {
        double[][] features = features(measured);
        double[] residuals = new double[target.length];
        double mean = Arrays.stream(target).average().orElseThrow();
        for (int fold = 0; fold < FOLDS; fold++) {
            List<double[]> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int i = 0; i < target.length; i++)
                if (i % FOLDS != fold) {
                    x.add(features[i]);
                    y.add(target[i]);
                }
            double[] beta = coefficients(x, y, mean);
            for (int i = fold; i < target.length; i += FOLDS) {
                double predicted = beta[0];
                for (int j = 1; j < beta.length; j++) predicted += beta[j] * features[i][j - 1];
                residuals[i] = target[i] - predicted;
            }
        }
        return residuals;
    }

    private static double[] coefficients(List<double[]> x, List<Double> y, double mean) {
        try {
            OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
            regression.newSampleData(y.stream().mapToDouble(value -> value).toArray(), x.toArray(double[][]::new));
            return regression.estimateRegressionParameters();
        } catch (SingularMatrixException nothingVaries) {
            return new double[] {mean};
        }
    }

    /** Measurements and their squares, in standard units; what does not vary is left out. */
    private static double[][] features(double[][] measured) {
        int n = measured.length;
        List<double[]> columns = new ArrayList<>();
        for (int j = 0; j < measured[0].length; j++) {
            double mean = 0, squares = 0;
            for (double[] row : measured) mean += row[j] / n;
            for (double[] row : measured) squares += (row[j] - mean) * (row[j] - mean) / n;
            if (squares < 1e-16) continue;
            double[] line = new double[n], square = new double[n];
            for (int i = 0; i < n; i++) {
                line[i] = (measured[i][j] - mean) / Math.sqrt(squares);
                square[i] = line[i] * line[i];
            }
            columns.add(line);
            columns.add(square);
        }
        double[][] features = new double[n][columns.size()];
        for (int i = 0; i < n; i++) for (int j = 0; j < columns.size(); j++) features[i][j] = columns.get(j)[i];
        return features;
    }

    private static double width(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Estimate.quantile(sorted, 0.95) - Estimate.quantile(sorted, 0.05);
    }

    private static String answer(double width, Option best) {
        return String.format(
                Locale.ROOT,
                "The most telling next measurement is to %s%s: it is expected to narrow the 90%% interval from %.3f to %.3f"
                        + " nats, by %.0f%%.",
                best.key.startsWith("seed") || best.key.equals("checkpoint") ? "add " : "",
                best.what,
                width,
                best.expectedWidthNats,
                100 * best.expectedNarrowing);
    }
}
