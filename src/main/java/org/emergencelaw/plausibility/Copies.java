package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.spill.Fingerprint;
import org.emergencelaw.spill.Numbering;
import org.emergencelaw.spill.SpilledGroups;

/**
 * Rows that repeat others and look like new evidence: one accuracy under several seeds, and the accuracies of one checkpoint under
 * another name. Two runs of a model that answers {@code n} items with standard deviation {@code s = sqrt(n p (1 - p))} of the number
 * right agree to the item with probability {@code 1 / (2 s sqrt(pi))}.
 */
final class Copies {

    /** Chance that honest runs agree as often, below which the user is asked. */
    private static final double LEVEL = 1e-6;

    /** Mean from which on a Poisson number is normal, and standard deviations beyond which the chance is below {@link #LEVEL}. */
    private static final double NORMAL = 500, SIGMAS = 4.76;

    /** Rows that must agree before two checkpoints are one. */
    private static final int FEWEST = 4;

    private static final int INDEX = 0, ACCURACY = 1, CHECKPOINT = 2, EXAMPLES = 3, ITEMS = 4;

    private final Numbering<Checkpoint> numbers = new Numbering<>();
    private final Fingerprint.Maker maker = new Fingerprint.Maker();
    /** Rows that differ in their seed alone. */
    private final SpilledGroups runs = new SpilledGroups(5);
    /** Rows that may repeat each other under another seed or by another way of asking; the last one counts. */
    private final SpilledGroups settings = new SpilledGroups(5);

    private int rows;
    private final BitSet repeated = new BitSet();
    private final BitSet copied = new BitSet();

    void see(Observation row) {
        int checkpoint = numbers.of(row.checkpoint());
        long accuracy = Double.doubleToLongBits(row.accuracy());
        Fingerprint run = asked(row)
                .number(checkpoint)
                .text(row.versions() + row.protocol())
                .make();
        runs.add(run, rows, accuracy, checkpoint, row.examples(), row.itemsEvaluated());
        Fingerprint setting = asked(row).number(row.seed()).make();
        Fingerprint own = maker.number(setting.high())
                .number(setting.low())
                .number(checkpoint)
                .make();
        settings.add(own, rows, accuracy, checkpoint, setting.high(), setting.low());
        rows++;
    }

    private Fingerprint.Maker asked(Observation row) {
        return maker.text(row.task())
                .number(row.regime().ordinal())
                .number(row.examples())
                .text(row.metric())
                .text(row.filter());
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        seeds(warnings);
        checkpoints(warnings);
        return warnings;
    }

    /** The rows without those that repeat others. */
    static List<Observation> countedOnce(List<Observation> rows) {
        Copies copies = new Copies();
        rows.forEach(copies::see);
        if (copies.warnings().isEmpty()) return rows;
        List<Observation> once = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++)
            if (!copies.repeated.get(i)
                    && !copies.copied.get(copies.numbers.of(rows.get(i).checkpoint()))) once.add(rows.get(i));
        return once;
    }

    /** What is counted of runs with several seeds. */
    private static final class Replicates {
        private int groups;
        private int alike;
        private int repeats;
        private double expected;
        private long firstRun = Long.MAX_VALUE;
        private long[] first = {};
    }

    private void seeds(List<Warning> warnings) {
        Replicates found = new Replicates();
        BitSet again = new BitSet();
        runs.forEach(run -> replicates(run, found, again));
        if (found.repeats == 0) return;
        int own = ownRepeats(again);
        if (own == 0 || tail(own, found.expected) > LEVEL) return;
        repeated.or(again);
        warnings.add(new Warning(
                "identical_replicates",
                "In %d of %d groups of seeds, accuracies agree to the item, %d rows in all (first: %s of %s on %d examples). Runs that differ would not agree so often: are they copies, or one evaluation under several seeds? Repeats are no evidence; keep one of each."
                        .formatted(
                                found.alike,
                                found.groups,
                                found.repeats,
                                NumberText.text(accuracy(found.first)),
                                numbers.get((int) found.first[CHECKPOINT]).model(),
                                found.first[EXAMPLES])));
    }

    private static void replicates(List<long[]> run, Replicates found, BitSet again) {
        if (run.size() < 2) return;
        found.groups++;
        found.expected += expectedRepeats(run);
        Set<Double> seen = new HashSet<>();
        int before = found.repeats;
        for (long[] row : run) {
            if (seen.add(accuracy(row))) continue;
            again.set((int) row[INDEX]);
            if (found.repeats++ == before && run.get(0)[INDEX] < found.firstRun) {
                found.firstRun = run.get(0)[INDEX];
                found.first = row;
            }
        }
        if (found.repeats > before) found.alike++;
    }

    private static double accuracy(long[] row) {
        return Double.longBitsToDouble(row[ACCURACY]);
    }

    /** Repeats of accuracies that no other checkpoint has: what a model scores that answers all items alike is no copy. */
    private int ownRepeats(BitSet repeats) {
        SpilledGroups byAccuracy = new SpilledGroups(2);
        runs.forEach(run -> {
            for (long[] row : run)
                byAccuracy.add(
                        maker.number(row[ACCURACY]).make(), row[CHECKPOINT], repeats.get((int) row[INDEX]) ? 1 : 0);
        });
        int[] own = {0};
        byAccuracy.forEach(rows -> {
            if (rows.stream().allMatch(row -> row[0] == rows.get(0)[0])) for (long[] row : rows) own[0] += (int) row[1];
        });
        return own[0];
    }

    /** Rows among these runs that agree to the item with one before, by chance. */
    private static double expectedRepeats(List<long[]> run) {
        double p = run.stream().mapToDouble(Copies::accuracy).average().orElse(0);
        double deviation = Math.sqrt(run.get(0)[ITEMS] * p * (1 - p));
        double pair = deviation > 0 ? Math.min(1, 1 / (2 * deviation * Math.sqrt(Math.PI))) : 1;
        return Math.min(run.size() - 1, pair * run.size() * (run.size() - 1) / 2);
    }

    /** P(X >= count) for a Poisson number with this mean. */
    private static double tail(int count, double mean) {
        // as the normal distribution, where e^-mean is nearly 0
        if (mean > NORMAL) return count > mean + SIGMAS * Math.sqrt(mean) ? 0 : 1;
        double term = Math.exp(-mean), below = 0;
        for (int k = 0; k < count; k++) {
            below += term;
            term *= mean / (k + 1);
        }
        // where the mean is small, 1 - below loses its digits
        return 1 - below > 1e-9 ? 1 - below : term;
    }

    /** All accuracies of one checkpoint with what was measured, as a sum that does not depend on their order. */
    private static final class Scores {
        private int count;
        private long high;
        private long low;
        private final Set<Long> values = new HashSet<>();

        private void add(Fingerprint one, long accuracy) {
            count++;
            high += one.high();
            low += one.low();
            if (values.size() < FEWEST) values.add(accuracy);
        }
    }

    private record Signature(int count, long high, long low) {}

    private void checkpoints(List<Warning> warnings) {
        List<Scores> scores = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) scores.add(new Scores());
        settings.forEach(rows -> {
            long[] last = rows.get(rows.size() - 1);
            Fingerprint one =
                    maker.number(last[3]).number(last[4]).number(last[ACCURACY]).make();
            scores.get((int) last[CHECKPOINT]).add(one, last[ACCURACY]);
        });
        Map<Signature, Integer> seen = new HashMap<>();
        Findings found = new Findings();
        for (int i = 0; i < numbers.size(); i++) {
            Scores its = scores.get(i);
            if (its.values.size() < FEWEST) continue;
            Integer other = seen.putIfAbsent(new Signature(its.count, its.high, its.low), i);
            if (other == null) continue;
            copied.set(i);
            found.add("%s and %s agree in all %d"
                    .formatted(numbers.get(other).model(), numbers.get(i).model(), its.count));
        }
        found.warning(
                        "copied_rows",
                        "Two checkpoints have the same accuracies: ",
                        "Are rows copied, or is one checkpoint written in two ways? Repeats are no evidence; keep one.")
                .ifPresent(warnings::add);
    }
}
