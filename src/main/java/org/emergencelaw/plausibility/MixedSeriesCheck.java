package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.spill.Fingerprint;
import org.emergencelaw.spill.Numbering;
import org.emergencelaw.spill.SpilledGroups;
import org.emergencelaw.statistics.Accuracy;

/** Notices that one task was measured in several ways, and parsers of answers that are broken. */
public final class MixedSeriesCheck {

    /** Level of the test whether an answer filter scores above chance. */
    private static final double LEVEL = 0.05;

    private static final int SHOWN = 3;

    private static final String MIXED_METRICS =
            "A fit takes no mixture of them: choose one metric, or make a study of each.";
    private static final String MIXED_FILTERS =
            "A fit takes no mixture of them: choose one filter, or make a study of each.";
    private static final String MIXED_VERSIONS =
            "Prompts and scoring differ between versions, so accuracies may too; evaluate all models with one.";
    private static final String MIXED_PROTOCOLS =
            "A chat template, a system prompt, rounded weights or other generation change an accuracy as much as scale does;"
                    + " evaluate all models in one way.";
    private static final String BROKEN =
            "A strict parser at 0 beside a flexible one above chance is a broken parser, not pre-emergence: its zeros are no"
                    + " floor. Take the other filter.";

    private final Map<String, Ways> byTask = new TreeMap<>();
    private final Set<String> filters = new HashSet<>();
    private final List<Glanced> glanced = new ArrayList<>();
    private long names;

    private static final class Ways {
        final TreeSet<String> metrics = new TreeSet<>();
        final Map<String, TreeSet<String>> filters = new TreeMap<>();
        final TreeSet<String> versions = new TreeSet<>();
        final TreeSet<String> protocols = new TreeSet<>();
    }

    /** Filters of the same answers: at 0, and the best of those above it. */
    private static final class Filters {
        final TreeSet<String> atZero = new TreeSet<>();
        String best = "";
        Accuracy accuracy = new Accuracy(0, 1);
    }

    /** A measurement that is there already, or that comes in now. */
    public void see(Observation row) {
        Ways ways = byTask.computeIfAbsent(row.task(), task -> {
            names += task.length();
            return new Ways();
        });
        add(row.metric(), ways.metrics);
        add(row.filter(), ways.filters.computeIfAbsent(row.metric(), metric -> new TreeSet<>()));
        add(row.versions(), ways.versions);
        add(row.protocol(), ways.protocols);
        filters.add(row.filter());
    }

    private void add(String name, Set<String> known) {
        if (known.add(name)) names += name.length();
    }

    /** Characters of the names that it holds: of tasks, metrics, filters, versions and ways of asking. */
    public long names() {
        return names;
    }

    /**
     * A measurement that does not come in, and tells about its filter.
     *
     * @param before how many came in before it
     */
    public void glance(Observation row, int before) {
        filters.add(row.filter());
        glanced.add(new Glanced(row, before));
    }

    private record Glanced(Observation row, int before) {}

    /** What was measured by which filters on the same answers, brought together on the disk where there are many. */
    private static final class Answers {
        private final Numbering<Checkpoint> checkpoints = new Numbering<>();
        private final Numbering<String> names = new Numbering<>();
        private final SpilledGroups rows = new SpilledGroups(6);
        private final Fingerprint.Maker maker = new Fingerprint.Maker();
        private int count;

        void see(Observation row) {
            int checkpoint = checkpoints.of(row.checkpoint());
            Fingerprint answers = maker.text(row.task())
                    .number(checkpoint)
                    .number(row.regime().ordinal())
                    .number(row.examples())
                    .number(row.seed())
                    .text(row.metric())
                    .text(row.versions())
                    .text(row.protocol())
                    .make();
            rows.add(
                    answers,
                    count++,
                    checkpoint,
                    names.of(row.task()),
                    names.of(row.filter()),
                    Double.doubleToLongBits(row.accuracy()),
                    (long) row.itemsRight() << Integer.SIZE | row.itemsEvaluated());
        }

        /** By the first row of each. */
        Collection<String> broken(double trivial) {
            TreeMap<Long, String> broken = new TreeMap<>();
            rows.forEach(group -> broken(group, trivial).ifPresent(what -> broken.put(group.get(0)[0], what)));
            return broken.values();
        }

        private Optional<String> broken(List<long[]> group, double trivial) {
            Filters found = new Filters();
            for (long[] row : group) {
                double accuracy = Double.longBitsToDouble(row[4]);
                String filter = names.get((int) row[3]);
                int right = (int) (row[5] >>> Integer.SIZE), items = (int) row[5];
                if (accuracy == 0) found.atZero.add(filter);
                else if (accuracy > found.accuracy.value()) {
                    found.best = filter;
                    found.accuracy = new Accuracy(Math.min(right, items), items);
                }
            }
            boolean above = found.accuracy.pValueAgainst(trivial) <= LEVEL;
            if (!above || found.atZero.isEmpty()) return Optional.empty();
            return Optional.of("%s on %s: %s scores 0, %s scores %s"
                    .formatted(
                            checkpoints.get((int) group.get(0)[1]).model(),
                            names.get((int) group.get(0)[2]),
                            named(found.atZero),
                            named(new TreeSet<>(List.of(found.best))),
                            NumberText.text(found.accuracy.value())));
        }
    }

    /**
     * @param rows that came in
     * @param trivial accuracy of guessing; 0 where it is not known, as for answers in the model's own words
     */
    public List<Warning> warnings(List<Observation> rows, double trivial) {
        List<String> metrics = new ArrayList<>();
        List<String> parsers = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        byTask.forEach((task, ways) -> {
            // rows that state no metric can only be meant to have the one that is stated
            if (ways.metrics.size() == 2) ways.metrics.remove("");
            mixed(task, ways.metrics, metrics);
            ways.filters.forEach((metric, names) -> mixed(task + " " + metric, names, parsers));
            mixed(task, ways.versions, versions);
            mixed(task, ways.protocols, protocols);
        });
        List<Warning> warnings = new ArrayList<>();
        warn(warnings, "mixed_metrics", "Several metrics of one task", metrics, MIXED_METRICS);
        warn(warnings, "mixed_filters", "Several answer filters of one metric", parsers, MIXED_FILTERS);
        warn(warnings, "mixed_versions", "Several versions of task or harness", versions, MIXED_VERSIONS);
        warn(warnings, "mixed_protocols", "Several ways of asking", protocols, MIXED_PROTOCOLS);
        warn(warnings, "broken_parser", "A broken answer parser", broken(rows, trivial), BROKEN);
        return warnings;
    }

    private List<String> broken(List<Observation> rows, double trivial) {
        if (filters.size() < 2) return List.of();
        Answers answers = new Answers();
        int next = 0;
        for (int i = 0; i <= rows.size(); i++) {
            while (next < glanced.size() && glanced.get(next).before() <= i)
                answers.see(glanced.get(next++).row());
            if (i < rows.size()) answers.see(rows.get(i));
        }
        return List.copyOf(answers.broken(trivial));
    }

    private static void mixed(String what, TreeSet<String> names, List<String> found) {
        if (names.size() > 1) found.add(what + ": " + named(names));
    }

    private static String named(TreeSet<String> names) {
        return names.stream()
                .map(name -> name.isEmpty() ? "(none stated)" : name)
                .collect(Collectors.joining("; "));
    }

    private static void warn(List<Warning> warnings, String code, String what, List<String> found, String advice) {
        if (found.isEmpty()) return;
        String shown = String.join(" | ", found.subList(0, Math.min(SHOWN, found.size())));
        String more = found.size() > SHOWN ? " | and " + (found.size() - SHOWN) + " more" : "";
        warnings.add(new Warning(code, what + " (" + shown + more + "). " + advice));
    }
}
