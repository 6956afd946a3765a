package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Percentiles;

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
    /** Measurements that a regression tells apart; of more, neighbours are averaged, which loses little. */
    private static final int MOST_MEASURED = 24;
    /** Added to the regression's diagonal a draw, so that what varies together does not make it singular. */
    private static final double RIDGE = 1e-9;
    /** Below it a measurement is not worth naming. */
    private static final double LEAST_NARROWING = 0.05;

    /**
     * A possible measurement.
     *
     * @param runs finetuning runs and evaluations it takes
     * @param expectedWidthNats of the 90% interval after it
     * @param expectedNarrowing 1 less the expected width over today's; 0 where it tells nothing
     */
    public record Option(String key, String what, int runs, double expectedWidthNats, double expectedNarrowing) {}

    /** @return absent where there are no draws to reason from, or a point only */
    public static Optional<NextMeasurement> of(FittedStudy fitted) {
        List<LawDraw> draws = fitted.draws();
        if (draws.size() < FEWEST_DRAWS) return Optional.empty();
        StudyRows study = fitted.study().with(fitted.rows().visible().withLoss());
        double[] target = draws.stream().mapToDouble(LawDraw::emergenceLossNats).toArray();
        double width = width(target);
        List<Option> options = new ArrayList<>();
        for (MeasurementCandidate candidate : MeasurementCandidate.of(study)) {
            if (candidate.key().equals("checkpoint") && draws.get(0).lossLaw().isEmpty()) continue;
            double[][] measured = measured(study, candidate, draws, fitted.fit().seed());
            double left = Math.min(width, width(unexplained(measured, target)));
            options.add(new Option(
                    candidate.key(), candidate.what(), candidate.runs(), left, Math.max(0, 1 - left / width)));
        }
        options.sort(Comparator.comparingDouble(option -> option.expectedWidthNats));
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(new NextMeasurement(width, List.copyOf(options), answer(width, options.get(0))));
    }

    /** Items of the study's median row. */
    public static OptionalInt items(Rows rows) {
        int[] items =
                rows.stream().mapToInt(Observation::itemsEvaluated).sorted().toArray();
        return OptionalInt.of(items[items.length / 2]);
    }

    private static double[][] measured(
            StudyRows study, MeasurementCandidate candidate, List<LawDraw> draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OptionalInt items = items(study.rows());
        Observation like = study.rows().list().get(0);
        double[][] measured = new double[draws.size()][];
        for (int i = 0; i < measured.length; i++) {
            List<Observation> simulated = candidate.simulate(study.task(), draws.get(i), items, like, random);
            double[] values = averaged(
                    simulated.stream().mapToDouble(Observation::accuracy).toArray());
            if (candidate.key().equals("checkpoint")) {
                values = Arrays.copyOf(values, values.length + 1);
                values[values.length - 1] =
                        simulated.get(0).checkpoint().pretrainLossNats().orElseThrow();
            }
            measured[i] = values;
        }
        return measured;
    }

    /** Values stand in the order of checkpoints by loss, so neighbours say nearly the same. */
    private static double[] averaged(double[] values) {
        if (values.length <= MOST_MEASURED) return values;
        double[] means = new double[MOST_MEASURED];
        for (int b = 0; b < MOST_MEASURED; b++)
            means[b] = Arrays.stream(values, b * values.length / MOST_MEASURED, (b + 1) * values.length / MOST_MEASURED)
                    .average()
                    .orElseThrow();
        return means;
    }

    /** Cross-validated residuals of the target on the measurements and their squares: normal equations of all but a fold. */
    private static double[] unexplained(double[][] measured, double[] target) {
        double[][] features = features(measured);
        double mean = Arrays.stream(target).average().orElseThrow();
        double[] residuals = new double[target.length];
        double[][][] squares = new double[FOLDS][features[0].length][features[0].length];
        double[][] products = new double[FOLDS][features[0].length];
        for (int i = 0; i < target.length; i++)
            add(features[i], target[i] - mean, squares[i % FOLDS], products[i % FOLDS]);
        for (int fold = 0; fold < FOLDS; fold++) {
            double[] beta = coefficients(fold, squares, products, target.length);
            for (int i = fold; i < target.length; i += FOLDS) {
                residuals[i] = target[i] - mean;
                for (int j = 0; j < beta.length; j++) residuals[i] -= beta[j] * features[i][j];
            }
        }
        return residuals;
    }

    private static void add(double[] x, double y, double[][] squares, double[] products) {
        for (int j = 0; j < x.length; j++) {
            products[j] += x[j] * y;
            for (int k = 0; k < x.length; k++) squares[j][k] += x[j] * x[k];
        }
    }

    private static double[] coefficients(int without, double[][][] squares, double[][] products, int draws) {
        Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(squares[without].length, squares[without].length);
        ArrayRealVector right = new ArrayRealVector(products[without].length);
        for (int fold = 0; fold < FOLDS; fold++)
            if (fold != without) {
                matrix = matrix.add(new Array2DRowRealMatrix(squares[fold], false));
                right = right.add(new ArrayRealVector(products[fold], false));
            }
        for (int j = 0; j < right.getDimension(); j++) matrix.addToEntry(j, j, RIDGE * draws);
        return new CholeskyDecomposition(matrix).getSolver().solve(right).toArray();
    }

    /** One, the measurements and their squares, in standard units; what does not vary is left out. */
    private static double[][] features(double[][] measured) {
        int n = measured.length;
        List<double[]> columns = new ArrayList<>();
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        columns.add(ones);
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
        return Percentiles.quantile(sorted, 0.95) - Percentiles.quantile(sorted, 0.05);
    }

    private static String answer(double width, Option best) {
        if (best.expectedNarrowing < LEAST_NARROWING)
            return "No single next measurement is expected to narrow the 90% interval, "
                    + DisplayNumbers.decimal3(width) + " nats wide, by " + DisplayNumbers.share(LEAST_NARROWING)
                    + " or more.";
        return "The most informative next measurement is to "
                + (best.key.startsWith("seed") || best.key.equals("checkpoint") ? "add " : "") + best.what
                + ": it is expected to narrow the 90% interval from " + DisplayNumbers.decimal3(width) + " to "
                + DisplayNumbers.decimal3(best.expectedWidthNats) + " nats, by "
                + DisplayNumbers.share(best.expectedNarrowing) + ".";
    }
}
