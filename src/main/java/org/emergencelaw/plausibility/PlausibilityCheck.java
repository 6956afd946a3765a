package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/**
 * Warns of rows that are written well and hardly meant: counts in billions, a perplexity for a loss, one name of two sizes,
 * accuracies that are no share of their items, copies that look like repeated runs. Asked at an import, and again of the rows that
 * an answer rests on.
 */
public final class PlausibilityCheck {

    private final Map<Checkpoint, Double> losses = new LinkedHashMap<>();
    private final AccuracyScale accuracies;
    private final Copies copies = new Copies();

    /** @param trivialAccuracy of the task, 0 where it is not known */
    public PlausibilityCheck(double trivialAccuracy) {
        accuracies = new AccuracyScale(trivialAccuracy);
    }

    /**
     * The same rows without repeats: checkpoints of one name and size whose losses differ by rounding are one, and rows that
     * {@link #warnings} calls copies are left out.
     */
    public static List<Observation> countedOnce(List<Observation> rows) {
        return Copies.countedOnce(CheckpointNames.unified(rows));
    }

    /**
     * What is to be asked before these rows are believed; at most one warning a kind.
     *
     * @param all rows of one study, or of a file with several tasks; excluded ones are not asked about
     * @param trivialAccuracy of the task, 0 where it is not known
     */
    public static List<Warning> warnings(List<Observation> all, double trivialAccuracy) {
        PlausibilityCheck check = new PlausibilityCheck(trivialAccuracy);
        all.forEach(check::see);
        return check.warnings();
    }

    /** Takes one row after another; what it holds of them grows with the checkpoints alone. */
    public void see(Observation row) {
        if (row.excluded()) return;
        losses.computeIfAbsent(row.checkpoint(), first -> LossUnits.highest(row));
        accuracies.see(row);
        copies.see(row);
    }

    /** What is to be asked of the rows that were seen; at most one warning a kind. */
    public List<Warning> warnings() {
        List<Checkpoint> checkpoints = List.copyOf(losses.keySet());
        List<Warning> warnings = new ArrayList<>(new CountUnits(checkpoints).warnings());
        warnings.addAll(new LossUnits(losses).warnings());
        // what was told of counts and losses bends the order of losses, too
        if (warnings.isEmpty()) warnings.addAll(new LossOrder(checkpoints, LossUnits.PUBLISHED).warnings());
        warnings.addAll(new CheckpointNames(checkpoints).warnings());
        warnings.addAll(accuracies.warnings());
        warnings.addAll(copies.warnings());
        return warnings;
    }
}
