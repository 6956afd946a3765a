package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Warning;

/**
 * Rows that repeat others and look like new evidence: one accuracy under several seeds, and the accuracies of one checkpoint under
 * another name. Two runs of a model that answers {@code n} items with standard deviation {@code s = sqrt(n p (1 - p))} of the number
 * right agree to the item with probability {@code 1 / (2 s sqrt(pi))}.
 */
final class Copies {

    /** Chance that honest runs agree as often, below which the user is asked. */
    private static final double LEVEL = 1e-6;

    /** Rows that must agree before two checkpoints are one. */
    private static final int FEWEST = 4;

    private record Run(
            String task,
            Checkpoint checkpoint,
            Regime regime,
            long examples,
            String metric,
            String filter,
            String way) {}

    private record Setting(String task, Regime regime, long examples, long seed, String metric, String filter) {}

    private final List<Observation> rows;
    private final Set<Observation> repeated = Collections.newSetFromMap(new IdentityHashMap<>());

    Copies(List<Observation> rows) {
        this.rows = rows;
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        seeds(warnings);
        checkpoints(warnings);
        return warnings;
    }

    /** The rows without those that repeat others. */
    List<Observation> countedOnce() {
        warnings();
        return repeated.isEmpty()
                ? rows
                : rows.stream().filter(row -> !repeated.contains(row)).toList();
    }

    private void seeds(List<Warning> warnings) {
        Map<Run, List<Observation>> runs = new LinkedHashMap<>();
        for (Observation row : rows)
            runs.computeIfAbsent(
                            new Run(
                                    row.task(),
                                    row.checkpoint(),
                                    row.regime(),
                                    row.examples(),
                                    row.metric(),
                                    row.filter(),
                                    row.versions() + row.protocol()),
                            run -> new ArrayList<>())
                    .add(row);
        Set<Double> shared = shared();
        int groups = 0, alike = 0;
        double expected = 0;
        List<Observation> repeats = new ArrayList<>();
        for (List<Observation> run : runs.values()) {
            if (run.size() < 2) continue;
            groups++;
            expected += expectedRepeats(run);
            Set<Double> seen = new HashSet<>();
            List<Observation> again =
                    run.stream().filter(row -> !seen.add(row.accuracy())).toList();
            if (!again.isEmpty()) alike++;
            repeats.addAll(again);
        }
        long own =
                repeats.stream().filter(row -> !shared.contains(row.accuracy())).count();
        if (own == 0 || tail((int) own, expected) > LEVEL) return;
        repeated.addAll(repeats);
        Observation first = repeats.get(0);
        warnings.add(new Warning(
                "identical_replicates",
                "In %d of %d groups of seeds, accuracies agree to the item, %d rows in all (first: %s of %s on %d examples). Runs that differ would not agree so often: are they copies, or one evaluation under several seeds? Repeats are no evidence; keep one of each."
                        .formatted(
                                alike,
                                groups,
                                repeats.size(),
                                NumberText.text(first.accuracy()),
                                first.checkpoint().model(),
                                first.examples())));
    }

    /** Accuracies of several checkpoints: what a model scores that answers all items alike is no copy. */
    private Set<Double> shared() {
        Map<Double, Checkpoint> first = new HashMap<>();
        Set<Double> shared = new HashSet<>();
        for (Observation row : rows) {
            Checkpoint known = first.putIfAbsent(row.accuracy(), row.checkpoint());
            if (known != null && !known.equals(row.checkpoint())) shared.add(row.accuracy());
        }
        return shared;
    }

    /** Rows among these runs that agree to the item with one before, by chance. */
    private static double expectedRepeats(List<Observation> run) {
        double p = run.stream().mapToDouble(Observation::accuracy).average().orElse(0);
        double deviation = Math.sqrt(run.get(0).itemsEvaluated() * p * (1 - p));
        double pair = deviation > 0 ? Math.min(1, 1 / (2 * deviation * Math.sqrt(Math.PI))) : 1;
        return Math.min(run.size() - 1, pair * run.size() * (run.size() - 1) / 2);
    }

    /** P(X >= count) for a Poisson number with this mean. */
    private static double tail(int count, double mean) {
        double term = Math.exp(-mean), below = 0;
        for (int k = 0; k < count; k++) {
            below += term;
            term *= mean / (k + 1);
        }
        // where the mean is small, 1 - below loses its digits
        return 1 - below > 1e-9 ? 1 - below : term;
    }

    private void checkpoints(List<Warning> warnings) {
        Map<Checkpoint, Map<Setting, Double>> accuracies = new LinkedHashMap<>();
        for (Observation row : rows)
            accuracies
                    .computeIfAbsent(row.checkpoint(), each -> new LinkedHashMap<>())
                    .put(
                            new Setting(
                                    row.task(), row.regime(), row.examples(), row.seed(), row.metric(), row.filter()),
                            row.accuracy());
        Map<Map<Setting, Double>, Checkpoint> seen = new LinkedHashMap<>();
        Findings found = new Findings();
        accuracies.forEach((checkpoint, its) -> {
            if (its.size() < FEWEST || its.values().stream().distinct().count() < FEWEST) return;
            Checkpoint other = seen.putIfAbsent(its, checkpoint);
            if (other == null) return;
            found.add("%s and %s agree in all %d".formatted(other.model(), checkpoint.model(), its.size()));
            rows.stream().filter(row -> row.checkpoint().equals(checkpoint)).forEach(repeated::add);
        });
        found.warning(
                        "copied_rows",
                        "Two checkpoints have the same accuracies: ",
                        "Are rows copied, or is one checkpoint written in two ways? Repeats are no evidence; keep one.")
                .ifPresent(warnings::add);
    }
}
