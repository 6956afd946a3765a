package org.emergencelaw.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.suite.TaskEmergence.Criterion;

/**
 * Two tasks of which one tends to come before the other.
 *
 * @param first the task that comes first
 * @param then the other
 * @param before checkpoints that have reached the level of the first and not of the other
 * @param of checkpoints that have reached one of both
 * @param pFirst probability, by the forecasts as if they were independent, that the first reaches its level at less compute
 * @param pThen likewise the other; the rest is that neither ever does
 * @param direct whether no third task lies between them
 * @param warnings where the order may follow from metric or level alone
 */
public record OrderedPair(
        String first,
        String then,
        int before,
        int of,
        OptionalDouble pFirst,
        OptionalDouble pThen,
        boolean direct,
        List<Warning> warnings) {

    /** Checkpoints that tell, at least. */
    private static final int FEWEST = 2;

    private static final double SHARE = 0.9;

    /** Absent where neither checkpoints nor forecasts tell that {@code one} comes first. */
    static Optional<OrderedPair> of(TaskEmergence one, TaskEmergence other) {
        Count level = Count.of(one, other, Criterion.LEVEL);
        boolean seen = level.first >= FEWEST && level.first >= SHARE * (level.first + level.then);
        OptionalDouble first = probability(one, other), then = probability(other, one);
        boolean forecast = first.isPresent() && first.getAsDouble() >= SHARE;
        boolean contradicted = level.then > level.first;
        if (!(seen || forecast && !contradicted)) return Optional.empty();
        return Optional.of(new OrderedPair(
                one.task().name(),
                other.task().name(),
                level.first,
                level.first + level.then,
                first,
                then,
                false,
                warnings(one, other, seen)));
    }

    OrderedPair asDirect() {
        return new OrderedPair(first, then, before, of, pFirst, pThen, true, warnings);
    }

    /** Checkpoints that have one ability and not the other. */
    private record Count(int first, int then) {

        static Count of(TaskEmergence one, TaskEmergence other, Criterion by) {
            Map<String, Boolean> has = new HashMap<>();
            for (SeenAccuracy seen : one.seen()) has.put(seen.checkpoint().model(), one.has(seen, by));
            int first = 0, then = 0;
            for (SeenAccuracy seen : other.seen()) {
                Boolean ofOne = has.get(seen.checkpoint().model());
                if (ofOne == null) continue;
                boolean ofOther = other.has(seen, by);
                if (ofOne && !ofOther) first++;
                if (ofOther && !ofOne) then++;
            }
            return new Count(first, then);
        }
    }

    private static OptionalDouble probability(TaskEmergence one, TaskEmergence other) {
        if (one.crossingFlops().isEmpty() || other.crossingFlops().isEmpty()) return OptionalDouble.empty();
        double[] mine = one.draws(), theirs = other.draws();
        double sum = 0;
        for (double a : mine)
            for (double b : theirs) {
                if (Double.isInfinite(a)) continue;
                sum += a < b ? 1 : a == b ? 0.5 : 0;
            }
        return OptionalDouble.of(sum / (mine.length * theirs.length));
    }

    private static List<Warning> warnings(TaskEmergence one, TaskEmergence other, boolean seen) {
        List<Warning> warnings = new ArrayList<>();
        if (!one.task().metric().equals(other.task().metric()))
            warnings.add(new Warning(
                    "order_by_metric",
                    "One is measured by " + one.task().metric() + ", the other by "
                            + other.task().metric() + ": all-or-nothing measures rise later, so that the order may"
                            + " follow from the metric alone."));
        List<String> turned = new ArrayList<>();
        boolean supported = false;
        for (Criterion by : Criterion.values()) {
            if (by == Criterion.LEVEL) continue;
            Count count = Count.of(one, other, by);
            if (count.then > count.first) turned.add(by.words());
            supported |= count.first > count.then;
        }
        if (!turned.isEmpty())
            warnings.add(new Warning(
                    "order_by_level", "By " + turned.get(0) + " the order turns round: it follows from the level."));
        else if (seen && !supported)
            warnings.add(new Warning(
                    "order_by_level",
                    "No other criterion than the named level shows this order: it may follow from the level alone."));
        return warnings;
    }
}
