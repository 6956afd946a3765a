package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/**
 * Warns of rows that are written well and hardly meant: counts in billions, a perplexity for a loss, one name of two sizes,
 * accuracies that are no share of their items, copies that look like repeated runs. Asked at an import, and again of the rows that
 * an answer rests on.
 */
public final class PlausibilityCheck {

    private PlausibilityCheck() {}

    /**
     * The same rows without repeats: checkpoints of one name and size whose losses differ by rounding are one, and rows that
     * {@link #warnings} calls copies are left out.
     */
    public static List<Observation> countedOnce(List<Observation> rows) {
        return new Copies(CheckpointNames.unified(rows)).countedOnce();
    }

    /**
     * What is to be asked before these rows are believed; at most one warning a kind.
     *
     * @param all rows of one study, or of a file with several tasks; excluded ones are not asked about
     * @param trivialAccuracy of the task, 0 where it is not known
     */
    public static List<Warning> warnings(List<Observation> all, double trivialAccuracy) {
        List<Observation> rows = all.stream().filter(row -> !row.excluded()).toList();
        List<Checkpoint> checkpoints =
                rows.stream().map(Observation::checkpoint).distinct().toList();
        List<Warning> warnings = new ArrayList<>(new CountUnits(checkpoints).warnings());
        warnings.addAll(new LossUnits(rows).warnings());
        // what was told of counts and losses bends the order of losses, too
        if (warnings.isEmpty()) warnings.addAll(new LossOrder(checkpoints, LossUnits.PUBLISHED).warnings());
        warnings.addAll(new CheckpointNames(checkpoints).warnings());
        warnings.addAll(new AccuracyScale(rows, trivialAccuracy).warnings());
        warnings.addAll(new Copies(rows).warnings());
        return warnings;
    }
}
