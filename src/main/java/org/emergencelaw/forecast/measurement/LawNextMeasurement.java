package org.emergencelaw.forecast.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Percentiles;

/**
 * What would tell the emergence law more: by how much each possible next measurement is expected to narrow the interval of its point
 * of emergence.
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
public record LawNextMeasurement(double widthNats, List<Option> candidates, String answer) {

    static final int FEWEST_DRAWS = 400;
    /** Measurements that a regression tells apart; of more, neighbours are averaged, which loses little. */
    private static final int MOST_MEASURED = 24;
    /** Below it a measurement is not worth naming. */
    static final double LEAST_NARROWING = 0.05;

    /**
     * A possible measurement.
     *
     * @param runs finetuning runs and evaluations it takes
     * @param expectedWidthNats of the 90% interval after it
     * @param expectedNarrowing 1 less the expected width over today's; 0 where it tells nothing
     */
    public record Option(String key, String what, int runs, double expectedWidthNats, double expectedNarrowing) {}

    /** @return absent where there are no draws to reason from, or a point only */
    public static Optional<LawNextMeasurement> of(FittedStudy fitted) {
        List<LawDraw> draws = fitted.draws();
        if (draws.size() < FEWEST_DRAWS) return Optional.empty();
        StudyRows study = fitted.study().with(fitted.rows().visible().withLoss());
        double[] target = draws.stream().mapToDouble(LawDraw::emergenceLossNats).toArray();
        double width = width(target);
        List<Option> options = new ArrayList<>();
        for (MeasurementCandidate candidate : MeasurementCandidate.of(study)) {
            if (!possible(candidate, draws)) continue;
            double[][] measured = measured(study, candidate, draws, fitted.fit().seed());
            double left = Math.min(width, width(CrossValidatedRegression.residuals(measured, target)));
            options.add(new Option(
                    candidate.key(), candidate.what(), candidate.runs(), left, Math.max(0, 1 - left / width)));
        }
        options.sort(Comparator.comparingDouble(option -> option.expectedWidthNats));
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(new LawNextMeasurement(width, List.copyOf(options), answer(width, options.get(0))));
    }

    /** Items of the study's median row. */
    public static OptionalInt items(Rows rows) {
        int[] items =
                rows.stream().mapToInt(Observation::itemsEvaluated).sorted().toArray();
        return OptionalInt.of(items[items.length / 2]);
    }

    /** A further checkpoint has a loss only where a law says which. */
    static boolean possible(MeasurementCandidate candidate, List<LawDraw> draws) {
        return !candidate.key().equals("checkpoint") || draws.get(0).lossLaw().isPresent();
    }

    /** What each draw, were it the truth, would show. */
    static double[][] measured(StudyRows study, MeasurementCandidate candidate, List<LawDraw> draws, long seed) {
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
        return "The most informative next measurement is to " + toDo(best.key, best.what)
                + ": it is expected to narrow the 90% interval from " + DisplayNumbers.decimal3(width) + " to "
                + DisplayNumbers.decimal3(best.expectedWidthNats) + " nats, by "
                + DisplayNumbers.share(best.expectedNarrowing) + ".";
    }

    /** A candidate as what somebody does. */
    static String toDo(String key, String what) {
        return (key.startsWith("seed") || key.equals("checkpoint") ? "add " : "") + what;
    }
}
