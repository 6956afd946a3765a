package org.emergencelaw.forecast.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;

/**
 * P(a run reaches a level) over its params and its tokens, and the cheapest run that is likely enough.
 *
 * @param level accuracy that is asked for
 * @param wanted probability that is enough
 * @param params columns, the fewest first
 * @param tokens rows, the fewest first
 * @param pReachesLevel a row for each of {@code tokens}
 * @param enough for each number of params that can: the fewest tokens with which the run is likely enough
 * @param cheapest of them in compute
 * @param bestInBudget the likeliest run of the budget; absent without one
 */
public record PlanGrid(
        double level,
        double wanted,
        List<Double> params,
        List<Double> tokens,
        List<List<Double>> pReachesLevel,
        List<Run> enough,
        Optional<Run> cheapest,
        Optional<Run> bestInBudget) {

    private static final int CELLS = 25;
    /** The grid reaches from a fourth of the largest run to this many times it, in params and in tokens. */
    private static final double LESS = 4;

    private static final double MORE = 64;
    /** Steps of the search for the fewest tokens. */
    private static final int HALVINGS = 40;

    /**
     * What is asked.
     *
     * @param level accuracy
     * @param wanted probability that is enough, above 0 and below 1
     * @param budgetFlops compute that may be spent
     * @param mostTokens tokens that there are
     */
    public record Question(double level, double wanted, OptionalDouble budgetFlops, OptionalDouble mostTokens) {

        public Question {
            if (!(wanted > 0 && wanted < 1))
                throw new IllegalArgumentException("p must be above 0 and below 1, was " + wanted);
            requirePositive("budget_flops", budgetFlops);
            requirePositive("most_tokens", mostTokens);
        }

        private static void requirePositive(String field, OptionalDouble value) {
            if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException(field + " must be positive and finite, was " + value.getAsDouble());
        }
    }

    /** A run and how likely it is to reach the level. */
    public record Run(double params, double tokens, double trainFlops, double pReachesLevel) {}

    /** Absent where these rows give no forecast, or nothing tells the size of a checkpoint. */
    public static Optional<PlanGrid> of(Forecaster forecaster, Question question) {
        Optional<RunSize> largest = largest(forecaster);
        return forecaster
                .combined()
                .filter(study -> largest.isPresent()
                        && study.axis().ofSize(largest.get()).isPresent())
                .map(study -> new Builder(forecaster, study, question, largest.orElseThrow()).grid());
    }

    private static Optional<RunSize> largest(Forecaster forecaster) {
        ComputePath path = forecaster.fitted().path();
        return forecaster.visible().checkpoints().stream()
                .flatMap(one -> path.complete(one.params(), one.tokens(), one.trainFlops()).stream())
                .max(Comparator.comparingDouble(RunSize::trainFlops));
    }

    private record Builder(
            Forecaster forecaster,
            StudyForecast study,
            DoublingsDistribution crossing,
            Question question,
            RunSize largest) {

        Builder(Forecaster forecaster, StudyForecast study, Question question, RunSize largest) {
            this(forecaster, study, study.pool().crossing(question.level), question, largest);
        }

        PlanGrid grid() {
            List<Double> params = steps(largest.params()), tokens = steps(largest.tokens());
            List<List<Double>> cells = new ArrayList<>();
            for (double t : tokens) {
                List<Double> row = new ArrayList<>();
                for (double n : params) row.add(run(n, t).pReachesLevel);
                cells.add(row);
            }
            List<Run> enough = params.stream().flatMap(n -> fewest(n).stream()).toList();
            return new PlanGrid(
                    question.level,
                    question.wanted,
                    params,
                    tokens,
                    cells,
                    enough,
                    enough.stream().min(Comparator.comparingDouble(Run::trainFlops)),
                    question.budgetFlops.isPresent() ? best(params) : Optional.empty());
        }

        private static List<Double> steps(double middle) {
            List<Double> steps = new ArrayList<>();
            for (int i = 0; i < CELLS; i++) steps.add(middle / LESS * Math.pow(LESS * MORE, (double) i / (CELLS - 1)));
            return steps;
        }

        private Run run(double params, double tokens) {
            RunSize size =
                    new RunSize(params, tokens, forecaster.fitted().path().flopsPerParamToken() * params * tokens);
            double place = study.axis().ofSize(size).orElseThrow();
            return new Run(params, tokens, size.trainFlops(), crossing.cdf(place));
        }

        /** The fewest tokens that are enough, by halving; absent where the grid, or the data, end before. */
        private Optional<Run> fewest(double params) {
            double least = largest.tokens() / LESS;
            double most = Math.min(largest.tokens() * MORE, question.mostTokens.orElse(Double.POSITIVE_INFINITY));
            if (most <= least || run(params, most).pReachesLevel < question.wanted) return Optional.empty();
            for (int i = 0; i < HALVINGS; i++) {
                double middle = Math.sqrt(least * most);
                if (run(params, middle).pReachesLevel >= question.wanted) most = middle;
                else least = middle;
            }
            return Optional.of(run(params, most));
        }

        private Optional<Run> best(List<Double> params) {
            double budget = question.budgetFlops.orElseThrow();
            double perToken = forecaster.fitted().path().flopsPerParamToken();
            return params.stream()
                    .map(n -> run(
                            n, Math.min(budget / (perToken * n), question.mostTokens.orElse(Double.POSITIVE_INFINITY))))
                    .max(Comparator.comparingDouble(Run::pReachesLevel));
        }
    }
}
