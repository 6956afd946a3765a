package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/** What an import should be warned of: one warning a kind, with the number of rows and the first of them. */
final class ImportWarnings {

    /** Stated and derived compute may differ this much: embeddings and attention are counted by some and not by others. */
    private static final double FLOPS_TOLERANCE = 2;

    private final double flopsPerParamToken;
    private int itemsMissing;
    private String itemsMissingFirst = "";
    private int flopsDerived;
    private String flopsDerivedFirst = "";
    private int flopsDiffer;
    private String flopsDifferFirst = "";
    private final Map<String, Integer> excluded = new TreeMap<>();
    private final Map<String, String> lookalikes = new LinkedHashMap<>();
    private final Map<String, String> otherUnits = new LinkedHashMap<>();

    /** @param flopsPerParamToken c of C = c N T, as the study counts */
    ImportWarnings(double flopsPerParamToken) {
        this.flopsPerParamToken = flopsPerParamToken;
    }

    void see(String place, Observation observation) {
        if (observation.excluded())
            excluded.merge(
                    observation.notes().getOrDefault(Observation.EXCLUSION_REASON, "no reason given"), 1, Integer::sum);
        if (observation.nEval().isEmpty() && itemsMissing++ == 0) itemsMissingFirst = place;
        Checkpoint checkpoint = observation.checkpoint();
        if (checkpoint.params().isEmpty() || checkpoint.tokens().isEmpty()) return;
        double derived = flopsPerParamToken
                * checkpoint.params().getAsDouble()
                * checkpoint.tokens().getAsDouble();
        if (checkpoint.trainFlops().isPresent())
            compare(place, checkpoint.trainFlops().getAsDouble(), derived);
        else if (flopsDerived++ == 0) flopsDerivedFirst = place;
    }

    private void compare(String place, double stated, double derived) {
        double ratio = stated / derived;
        if (ratio <= FLOPS_TOLERANCE && ratio >= 1 / FLOPS_TOLERANCE) return;
        if (flopsDiffer++ == 0)
            flopsDifferFirst =
                    "%s: %s stated, %s derived".formatted(place, NumberText.text(stated), NumberText.text(derived));
    }

    /** A column that will be a note is worth a warning when it looks like a column of the contract that is absent. */
    void names(Collection<String> names) {
        Columns.lookalikes(names).forEach(lookalikes::putIfAbsent);
        Columns.inOtherUnits(names).forEach(otherUnits::putIfAbsent);
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        lookalikes.forEach((name, column) -> warnings.add(new Warning(
                "column_kept_as_note",
                "Column \"%s\" is kept as a note and not used. Did you mean %s? Names are exact."
                        .formatted(name, column))));
        otherUnits.forEach((name, assignment) -> warnings.add(new Warning(
                "column_kept_as_note",
                "Column \"%s\" is kept as a note and not used, for its name says another unit. To use it, assign the columns: %s."
                        .formatted(name, assignment))));
        if (!excluded.isEmpty())
            warnings.add(new Warning(
                    "rows_excluded",
                    "Rows are excluded, and no answer rests on them: "
                            + excluded.entrySet().stream()
                                    .map(each -> each.getKey() + " (" + each.getValue() + ")")
                                    .collect(Collectors.joining(", "))
                            + "."));
        if (itemsMissing > 0)
            warnings.add(new Warning(
                    "n_eval_missing",
                    "n_eval is missing in %s (first: %s); %d items are assumed. State it, for it sets how much noise is expected."
                            .formatted(rows(itemsMissing), itemsMissingFirst, Observation.DEFAULT_N_EVAL)));
        if (flopsDiffer > 0)
            warnings.add(new Warning(
                    "flops_differ_from_6nt",
                    "train_flops differs from %s x params x tokens by more than a factor of 2 in %s (first: %s). The stated value is used; check the units."
                            .formatted(NumberText.text(flopsPerParamToken), rows(flopsDiffer), flopsDifferFirst)));
        if (flopsDerived > 0)
            warnings.add(new Warning(
                    "flops_from_6nt",
                    "train_flops is not stated in %s (first: %s); %s x params x tokens is used."
                            .formatted(rows(flopsDerived), flopsDerivedFirst, NumberText.text(flopsPerParamToken))));
        return warnings;
    }

    private static String rows(int count) {
        return count == 1 ? "1 row" : count + " rows";
    }
}
