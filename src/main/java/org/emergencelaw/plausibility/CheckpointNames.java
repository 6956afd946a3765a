package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/** One name that stands for two checkpoints: of two sizes, or of one size and amount with two losses, as rounding makes them. */
final class CheckpointNames {

    /** Relative difference of two counts of one thing. */
    private static final double SAME = 0.01;

    /** Relative difference of two roundings of one loss. */
    private static final double ROUNDING = 0.001;

    private record Name(String family, String model) {}

    private final List<Checkpoint> checkpoints;

    CheckpointNames(List<Checkpoint> checkpoints) {
        this.checkpoints = checkpoints;
    }

    List<Warning> warnings() {
        Map<Name, List<Checkpoint>> byName = new LinkedHashMap<>();
        for (Checkpoint each : checkpoints)
            byName.computeIfAbsent(new Name(each.family(), each.model()), name -> new ArrayList<>())
                    .add(each);
        Findings found = new Findings();
        byName.forEach((name, all) -> {
            for (int i = 1; i < all.size(); i++) for (int j = 0; j < i; j++) pair(all.get(j), all.get(i), found);
        });
        List<Warning> warnings = new ArrayList<>();
        found.warning(
                        "one_name_two_checkpoints",
                        "One name stands for two checkpoints: ",
                        "Rows of one checkpoint must say the same of it; checkpoints of one run need names of their own, such as"
                                + " model@step1000.")
                .ifPresent(warnings::add);
        return warnings;
    }

    private static void pair(Checkpoint one, Checkpoint other, Findings found) {
        if (differ(one.params(), other.params()))
            found.add("%s has params %s and %s"
                    .formatted(one.model(), NumberText.text(one.params()), NumberText.text(other.params())));
        else if (differ(one.tokens(), other.tokens()) || differ(one.trainFlops(), other.trainFlops())) return;
        else if (!one.pretrainLossNats().equals(other.pretrainLossNats()))
            found.add("%s has losses %s and %s"
                    .formatted(one.model(), said(one.pretrainLossNats()), said(other.pretrainLossNats())));
        // corpora that differ, or that some rows do not state, are told of by the fit
        else if (!withoutCorpus(one).equals(withoutCorpus(other)))
            found.add("%s is described in two ways".formatted(one.model()));
    }

    private static Checkpoint withoutCorpus(Checkpoint checkpoint) {
        return checkpoint.toBuilder().lossCorpus("").build();
    }

    private static boolean differ(OptionalDouble one, OptionalDouble other) {
        return one.isPresent()
                && other.isPresent()
                && Math.abs(one.getAsDouble() - other.getAsDouble()) > SAME * one.getAsDouble();
    }

    private static String said(OptionalDouble value) {
        return value.isPresent() ? NumberText.text(value) : "(none)";
    }

    /** Rows of checkpoints of one name and size whose losses agree but for rounding, all as of the first of them. */
    static List<Observation> unified(List<Observation> rows) {
        Map<Name, List<Checkpoint>> byName = new LinkedHashMap<>();
        Map<Checkpoint, Checkpoint> first = new LinkedHashMap<>();
        for (Observation row : rows)
            first.computeIfAbsent(row.checkpoint(), each -> {
                List<Checkpoint> known =
                        byName.computeIfAbsent(new Name(each.family(), each.model()), name -> new ArrayList<>());
                Optional<Checkpoint> same =
                        known.stream().filter(other -> rounded(other, each)).findFirst();
                if (same.isEmpty()) known.add(each);
                return same.orElse(each);
            });
        return rows.stream()
                .map(row -> {
                    Checkpoint one = first.getOrDefault(row.checkpoint(), row.checkpoint());
                    return one.equals(row.checkpoint()) ? row : row.withCheckpoint(one);
                })
                .toList();
    }

    private static boolean rounded(Checkpoint one, Checkpoint other) {
        if (one.pretrainLossNats().isEmpty() || other.pretrainLossNats().isEmpty()) return false;
        double loss = one.pretrainLossNats().getAsDouble();
        return Math.abs(loss - other.pretrainLossNats().getAsDouble()) <= ROUNDING * loss
                && one.withLoss(loss).equals(other.withLoss(loss));
    }
}
