package org.emergencelaw.fit.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.statistics.Percentiles;

/**
 * What a fit says without some of its rows, by leaving them out and fitting the rest again, exactly: every checkpoint and every
 * finetuned (data amount, seed) group by least squares, and by the posterior where that is the fit's method; single rows by least
 * squares.
 *
 * @param label checkpoint, finetuned group or row that is left out
 * @param leastSquares E(D0) by least squares without it, nats
 * @param leastSquaresChange that minus E(D0) of all rows
 * @param median of the posterior of E(D0) without it; absent for single rows and for other methods
 * @param medianChange that minus the median of all rows
 * @param q05 5% without it
 * @param q95 95% without it
 * @param verdict without it; absent for single rows
 */
public record Influence(
        Unit unit,
        String label,
        int rows,
        OptionalDouble leastSquares,
        OptionalDouble leastSquaresChange,
        OptionalDouble median,
        OptionalDouble medianChange,
        OptionalDouble q05,
        OptionalDouble q95,
        Optional<Verdict> verdict) {

    /** Rows beyond which single rows are not left out: each says next to nothing. */
    static final int MAX_ROWS = 400;

    private static final int MAX_UNITS = 80;

    /** What is left out at a time. */
    public enum Unit {
        CHECKPOINT,
        GROUP,
        ROW
    }

    /** Size of the change of the median, or where there is none of the least-squares value. */
    public double size() {
        return Math.abs(medianChange.orElseGet(() -> leastSquaresChange.orElse(0)));
    }

    /** All that may be left out, the most influential of each unit first. */
    static List<Influence> of(FittedStudy fitted, FitDesign data, LeastSquares.Solution best) {
        return new LeaveOneOut(fitted, data, best).all();
    }

    private record LeaveOneOut(FittedStudy fitted, FitDesign data, LeastSquares.Solution best) {

        List<Influence> all() {
            Map<Object, List<Integer>> checkpoints = units(row -> data.checkpoint[row]),
                    groups = units(row -> data.group[row]);
            // few-shot rows are no group: without them there is another question
            groups.remove(-1);
            List<Influence> all = new ArrayList<>(refits(Unit.CHECKPOINT, checkpoints));
            all.addAll(refits(Unit.GROUP, groups));
            if (data.size() <= MAX_ROWS) all.addAll(rows());
            all.sort(Comparator.comparing(Influence::unit)
                    .thenComparing(Comparator.comparingDouble(Influence::size).reversed()));
            return List.copyOf(all);
        }

        private Map<Object, List<Integer>> units(IntFunction<Object> unitOf) {
            Map<Object, List<Integer>> units = new LinkedHashMap<>();
            for (int i = 0; i < data.size(); i++)
                units.computeIfAbsent(unitOf.apply(i), key -> new ArrayList<>()).add(i);
            return units;
        }

        private List<Influence> refits(Unit unit, Map<Object, List<Integer>> units) {
            FitOptions options = fitted.options();
            boolean byPosterior = options.method() == Method.POSTERIOR && units.size() <= MAX_UNITS;
            FitOptions again = byPosterior ? options : options.withMethod(Method.MLE);
            Interruption interruption = Interruption.here();
            return units.values().parallelStream()
                    .map(left -> {
                        interruption.check();
                        return refit(unit, label(unit, left.get(0)), left, again);
                    })
                    .toList();
        }

        private String label(Unit unit, int row) {
            Observation seen = data.rows.get(row);
            String checkpoint = seen.checkpoint().model() + " at " + DisplayNumbers.decimal3(data.loss[row]) + " nats";
            String amount = seen.regime() == Regime.FEW_SHOT
                    ? seen.examples() + "-shot"
                    : DisplayNumbers.plural(seen.examples(), "example") + ", seed " + seen.seed();
            return switch (unit) {
                case CHECKPOINT -> checkpoint;
                case GROUP -> amount;
                case ROW -> checkpoint + ", " + amount;
            };
        }

        private Influence refit(Unit unit, String label, List<Integer> left, FitOptions again) {
            List<Observation> rest = new ArrayList<>();
            for (int i = 0; i < data.size(); i++) if (!left.contains(i)) rest.add(data.rows.get(i));
            StudyRows study = fitted.study();
            EmergenceFit without = EmergenceFitter.fit(study.with(study.rows().with(rest)), again)
                    .fit();
            Percentiles loss = without.emergence().lossNats();
            // an interval is withheld where a verdict is bad, but least squares is there as long as there is a law
            OptionalDouble leastSquares = without.curve().isPresent()
                    ? OptionalDouble.of(without.curve().get().emergenceLossNats())
                    : OptionalDouble.empty();
            return new Influence(
                    unit,
                    label,
                    left.size(),
                    leastSquares,
                    change(leastSquares, OptionalDouble.of(best.elbows().fewShot())),
                    loss.median(),
                    change(loss.median(), fitted.fit().emergence().lossNats().median()),
                    loss.q05(),
                    loss.q95(),
                    Optional.of(without.verdict()));
        }

        private static OptionalDouble change(OptionalDouble without, OptionalDouble with) {
            return without.isPresent() && with.isPresent()
                    ? OptionalDouble.of(without.getAsDouble() - with.getAsDouble())
                    : OptionalDouble.empty();
        }

        private List<Influence> rows() {
            Interruption interruption = Interruption.here();
            return IntStream.range(0, data.size())
                    .parallel()
                    .mapToObj(left -> {
                        interruption.check();
                        return row(left);
                    })
                    .toList();
        }

        private Influence row(int left) {
            double[] weights = new double[data.size()];
            Arrays.fill(weights, 1);
            weights[left] = 0;
            double elbow = LeastSquares.fit(data, best.form(), fitted.options().fewShotShift(), weights)
                    .elbows()
                    .fewShot();
            OptionalDouble none = OptionalDouble.empty();
            return new Influence(
                    Unit.ROW,
                    label(Unit.ROW, left),
                    1,
                    OptionalDouble.of(elbow),
                    OptionalDouble.of(elbow - best.elbows().fewShot()),
                    none,
                    none,
                    none,
                    none,
                    Optional.empty());
        }
    }
}
