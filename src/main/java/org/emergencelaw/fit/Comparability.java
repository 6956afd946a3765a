package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Warning;

/** Whether rows can be compared with each other: one task, family, loss corpus, metric, answer filter and count of params. */
final class Comparability {

    private Comparability() {}

    /**
     * One fit never mixes what cannot be compared.
     *
     * @param losses says what params count
     */
    static Optional<Warning> mixed(Rows rows, LossSource losses) {
        return mixed(rows, "tasks", "task", Observation::task)
                .or(() -> mixed(
                        rows, "families", "family", row -> row.checkpoint().family()))
                .or(() -> mixed(
                        stated(rows, Comparability::corpus), "loss_corpora", "loss_corpus", Comparability::corpus))
                .or(() -> mixed(stated(rows, Observation::metric), "metrics", "metric", Observation::metric))
                .or(() -> mixed(rows, "filters", "filter", Observation::filter))
                .or(() -> otherParamCount(rows, losses));
    }

    private static Optional<Warning> mixed(Rows rows, String what, String column, Function<Observation, String> value) {
        TreeSet<String> values = new TreeSet<>();
        for (Observation row : rows) values.add(value.apply(row));
        if (values.size() < 2) return Optional.empty();
        List<String> named =
                values.stream().map(text -> text.isEmpty() ? "(none)" : text).toList();
        String why = what.equals("filters")
                ? " A strict parser at 0 beside a flexible one above chance is a broken parser, not pre-emergence."
                : " Their values cannot be compared.";
        return Optional.of(new Warning(
                "mixed_" + what,
                "The rows mix values of " + column + ": " + String.join(", ", named) + "." + why
                        + " Submit one of them as a study of its own."));
    }

    /** What a fit of these rows takes for granted, or takes together though one should know of it. */
    static List<Warning> warnings(Rows rows) {
        List<Warning> warnings = new ArrayList<>(versions(rows));
        assumed(rows, "loss_corpus", Comparability::corpus).ifPresent(warnings::add);
        assumed(rows, "metric", Observation::metric).ifPresent(warnings::add);
        return warnings;
    }

    private static String corpus(Observation row) {
        return row.checkpoint().lossCorpus();
    }

    /** Rows that state a value, where the others can only be meant to have the same; else all. */
    private static Rows stated(Rows rows, Function<Observation, String> value) {
        Set<String> values =
                rows.stream().map(value).filter(text -> !text.isEmpty()).collect(Collectors.toSet());
        return values.size() == 1 ? rows.where(row -> !value.apply(row).isEmpty()) : rows;
    }

    /** What is taken for granted of rows that say less than the others. */
    private static Optional<Warning> assumed(Rows rows, String column, Function<Observation, String> value) {
        Rows stated = stated(rows, value);
        if (stated.size() == rows.size()) return Optional.empty();
        int silent = rows.size() - stated.size();
        return Optional.of(new Warning(
                "assumed_" + column,
                silent + (silent == 1 ? " row states no " : " rows state no ") + column + "; it is taken to be "
                        + value.apply(stated.list().get(0)) + ", as all others say."));
    }

    /** Rows may say in a column of their own what their params count. */
    private static Optional<Warning> otherParamCount(Rows rows, LossSource losses) {
        TreeSet<String> counts = new TreeSet<>();
        for (Observation row : rows)
            if (row.notes().containsKey("param_count")) counts.add(row.notes().get("param_count"));
        counts.remove(losses.paramCount().key());
        if (counts.isEmpty()) return Optional.empty();
        return Optional.of(new Warning(
                "mixed_param_counts",
                "Rows state param_count " + String.join(", ", counts) + ", the study counts "
                        + losses.paramCount().key() + ": the two are never mixed. Count params alike, or say so of the"
                        + " study."));
    }

    /** Versions of task and harness may be mixed, if one knows. */
    private static List<Warning> versions(Rows rows) {
        List<String> versions = rows.stream()
                .map(row -> row.versions().isEmpty() ? "(none stated)" : row.versions())
                .distinct()
                .sorted()
                .toList();
        if (versions.size() < 2) return List.of();
        return List.of(new Warning(
                "mixed_versions",
                "The rows were measured with several versions: " + String.join("; ", versions)
                        + ". Prompts and scoring differ between them, so accuracies may too."));
    }
}
