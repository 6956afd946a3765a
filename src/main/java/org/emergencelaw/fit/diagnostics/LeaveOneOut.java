package org.emergencelaw.fit.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.RowSelection;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.diagnostics.Influence.Unit;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.posterior.ReweightedPosterior;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.statistics.Percentiles;

/** Leaves out all that may be left out of a fit, in parts that may be worked on at a time, in any order. */
public final class LeaveOneOut {

    /** However much there is to leave out. */
    public static final int PARTS = 16;

    /** Rows beyond which single rows are not left out: each says next to nothing. */
    static final int MAX_ROWS = 400;

    /** Rows up to which nobody waits for it. */
    private static final int FEW_ROWS = 150;

    private final FittedStudy fitted;
    private final FitDesign data;
    private final LeastSquares.Solution best;
    private final Optional<ReweightedPosterior> posterior;
    private final List<Left> all;

    /** Rows that are left out at a time. */
    private record Left(Unit unit, List<Integer> rows) {}

    /** @param posterior of all rows, where that is the fit's method */
    LeaveOneOut(
            FittedStudy fitted, FitDesign data, LeastSquares.Solution best, Optional<ReweightedPosterior> posterior) {
        this.fitted = fitted;
        this.data = data;
        this.best = best;
        this.posterior = posterior;
        all = new ArrayList<>();
        units(row -> data.checkpoint[row]).forEach(rows -> all.add(new Left(Unit.CHECKPOINT, rows)));
        // few-shot rows are no group: without them there is another question
        units(row -> data.group[row]).stream()
                .filter(rows -> data.group[rows.get(0)] >= 0)
                .forEach(rows -> all.add(new Left(Unit.GROUP, rows)));
        if (data.size() <= MAX_ROWS)
            IntStream.range(0, data.size()).forEach(row -> all.add(new Left(Unit.ROW, List.of(row))));
    }

    /** The work on each part; nothing can be left out of a fit without a law. */
    public static IntFunction<List<Influence>> parts(FittedStudy fitted) {
        return fitted.fit().law().isEmpty() ? part -> List.of() : of(fitted)::part;
    }

    private static LeaveOneOut of(FittedStudy fitted) {
        FitOptions options = fitted.options();
        FitDesign data = new FitDesign(
                fitted.task().shots(),
                RowSelection.of(fitted.study(), options.law()).rows().list());
        return new LeaveOneOut(
                fitted,
                data,
                LeastSquares.fit(data, options.law(), options.fewShotShift()),
                options.method() == Method.POSTERIOR
                        ? Optional.of(ReweightedPosterior.of(
                                data, options.law(), EmergenceFitter.prior(options), options.seed()))
                        : Optional.empty());
    }

    /** Whether it takes no longer than a page may take. */
    public static boolean quick(FittedStudy fitted) {
        return fitted.fit().law().isEmpty() || fitted.fit().nObservations() <= FEW_ROWS;
    }

    private Collection<List<Integer>> units(IntUnaryOperator unitOf) {
        Map<Integer, List<Integer>> units = new LinkedHashMap<>();
        for (int i = 0; i < data.size(); i++)
            units.computeIfAbsent(unitOf.applyAsInt(i), key -> new ArrayList<>())
                    .add(i);
        return units.values();
    }

    /** Every {@link #PARTS}th of what is left out, from this one on. */
    private List<Influence> part(int part) {
        List<Influence> some = new ArrayList<>();
        for (int i = part; i < all.size(); i += PARTS) some.add(of(all.get(i)));
        return some;
    }

    /** All of it. */
    List<Influence> all() {
        Interruption interruption = Interruption.here();
        return ordered(all.parallelStream()
                .map(left -> {
                    interruption.check();
                    return of(left);
                })
                .toList());
    }

    /** The most influential of each unit first. */
    public static List<Influence> ordered(Collection<Influence> influence) {
        return influence.stream()
                .sorted(Comparator.comparing(Influence::unit)
                        .thenComparing(
                                Comparator.comparingDouble(Influence::size).reversed())
                        .thenComparing(Influence::label))
                .toList();
    }

    private Influence of(Left left) {
        return left.unit == Unit.ROW
                ? row(left.rows.get(0))
                : refit(left.unit, label(left.unit, left.rows.get(0)), left.rows);
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

    private Influence refit(Unit unit, String label, List<Integer> left) {
        Set<Integer> out = Set.copyOf(left);
        Optional<ReweightedPosterior.Rest> rest = posterior.flatMap(of -> of.without(out::contains));
        EmergenceFit without = without(out, rest);
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
                Optional.of(without.verdict()),
                rest.map(draws -> OptionalDouble.of(draws.sampling().effectiveDraws()))
                        .orElse(OptionalDouble.empty()));
    }

    private EmergenceFit without(Set<Integer> out, Optional<ReweightedPosterior.Rest> draws) {
        List<Observation> rest = IntStream.range(0, data.size())
                .filter(i -> !out.contains(i))
                .mapToObj(data.rows::get)
                .toList();
        StudyRows study = fitted.study().with(fitted.study().rows().with(rest));
        FitOptions options = fitted.options();
        if (draws.isPresent())
            return EmergenceFitter.judged(
                    study,
                    options,
                    new EmergenceFitter.Found(
                            draws.get().draws(), Optional.of(draws.get().sampling())));
        FitOptions again = posterior.isPresent() ? options : options.withMethod(Method.MLE);
        return EmergenceFitter.fit(study, again).fit();
    }

    private static OptionalDouble change(OptionalDouble without, OptionalDouble with) {
        return without.isPresent() && with.isPresent()
                ? OptionalDouble.of(without.getAsDouble() - with.getAsDouble())
                : OptionalDouble.empty();
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
                Optional.empty(),
                none);
    }
}
