package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.emergencelaw.fit.Influence.Unit;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;

/**
 * Influence by leaving out and fitting again: every checkpoint and every finetuned (data amount, seed) group by the method of
 * the fit, single rows by least squares.
 *
 * <p>A chain takes too long to run dozens of times: with {@link Method#MCMC} everything is by least squares.
 */
record LeaveOut(Task task, FitData data, LeastSquares.Solution best, EmergenceFit fit, FitOptions options) {

    /** Rows beyond which single rows are not left out: each says next to nothing. */
    static final int MOST_ROWS = 400;

    private static final int MOST_UNITS = 80;

    List<Influence> all() {
        Map<String, List<Integer>> checkpoints = units(row -> Optional.of(row.checkpoint().model()));
        Map<String, List<Integer>> groups = units(row -> row.regime() == Regime.FINETUNED
                ? Optional.of(row.examples() + " examples, seed " + row.seed())
                : Optional.empty());
        List<Influence> all = new ArrayList<>(refits(Unit.CHECKPOINT, checkpoints));
        all.addAll(refits(Unit.GROUP, groups));
        if (data.size() <= MOST_ROWS) all.addAll(rows());
        all.sort(Comparator.comparing(Influence::unit)
                .thenComparing(Comparator.comparingDouble(Influence::size).reversed()));
        return List.copyOf(all);
    }

    private Map<String, List<Integer>> units(Function<Observation, Optional<String>> name) {
        Map<String, List<Integer>> units = new LinkedHashMap<>();
        for (int i = 0; i < data.size(); i++) {
            int row = i;
            name.apply(data.rows.get(i)).ifPresent(key -> units.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(row));
        }
        return units;
    }

    private List<Influence> refits(Unit unit, Map<String, List<Integer>> units) {
        boolean many = units.size() > MOST_UNITS || options.method() == Method.MCMC;
        FitOptions again = many ? options.by(Method.MLE) : options;
        return units.entrySet().parallelStream()
                .map(entry -> refit(unit, entry.getKey(), entry.getValue(), again))
                .toList();
    }

    private Influence refit(Unit unit, String label, List<Integer> left, FitOptions again) {
        List<Observation> rest = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) if (!left.contains(i)) rest.add(data.rows.get(i));
        EmergenceFit without = EmergenceFitter.fit(task, rest, again, "").fit();
        Estimate loss = without.emergence().lossNats();
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
                change(loss.median(), fit.emergence().lossNats().median()),
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
        return IntStream.range(0, data.size()).parallel().mapToObj(this::row).toList();
    }

    private Influence row(int left) {
        double[] weights = new double[data.size()];
        java.util.Arrays.fill(weights, 1);
        weights[left] = 0;
        double elbow = LeastSquares.fit(data, best.form(), options.fewShotShift(), weights)
                .elbows()
                .fewShot();
        Observation row = data.rows.get(left);
        OptionalDouble none = OptionalDouble.empty();
        return new Influence(
                Unit.ROW,
                row.checkpoint().model() + ", "
                        + (row.regime() == Regime.FEW_SHOT
                                ? row.examples() + "-shot"
                                : row.examples() + " examples, seed " + row.seed()),
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
