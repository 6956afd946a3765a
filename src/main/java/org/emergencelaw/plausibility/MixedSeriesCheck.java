package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
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
    private final Map<Observation.Identity, Filters> filters = new LinkedHashMap<>();

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

    public void see(Observation row) {
        see(row.identity());
        seeFilter(row);
    }

    /** A measurement that is there already, or that comes in now. */
    public void see(Observation.Identity row) {
        Ways ways = byTask.computeIfAbsent(row.task(), task -> new Ways());
        ways.metrics.add(row.metric());
        ways.filters.computeIfAbsent(row.metric(), metric -> new TreeSet<>()).add(row.filter());
        ways.versions.add(row.versions());
        ways.protocols.add(row.protocol());
    }

    /** A measurement that tells about its filter, whether it comes in or not. */
    public void seeFilter(Observation row) {
        Observation.Identity id = row.identity();
        Observation.Identity answers = new Observation.Identity(
                id.task(),
                id.checkpoint(),
                id.regime(),
                id.examples(),
                id.seed(),
                id.metric(),
                "",
                id.versions(),
                id.protocol());
        Filters found = filters.computeIfAbsent(answers, key -> new Filters());
        if (row.accuracy() == 0) found.atZero.add(row.filter());
        else if (row.accuracy() > found.accuracy.value()) {
            found.best = row.filter();
            found.accuracy = new Accuracy(Math.min(row.itemsRight(), row.itemsEvaluated()), row.itemsEvaluated());
        }
    }

    /** @param trivial accuracy of guessing; 0 where it is not known, as for answers in the model's own words */
    public List<Warning> warnings(double trivial) {
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
        warn(warnings, "broken_parser", "A broken answer parser", broken(trivial), BROKEN);
        return warnings;
    }

    private List<String> broken(double trivial) {
        List<String> broken = new ArrayList<>();
        filters.forEach((answers, found) -> {
            boolean above = found.accuracy.pValueAgainst(trivial) <= LEVEL;
            if (above && !found.atZero.isEmpty())
                broken.add("%s on %s: %s scores 0, %s scores %s"
                        .formatted(
                                answers.checkpoint().model(),
                                answers.task(),
                                named(found.atZero),
                                named(new TreeSet<>(List.of(found.best))),
                                NumberText.text(found.accuracy.value())));
        });
        return broken;
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
