package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/** Accuracies that are no share of their items, and checkpoints whose accuracies were divided by 100 once too often. */
final class AccuracyScale {

    /** Rows that must be wrong before it is no accident of rounding, as a number and as a share of those that can tell. */
    private static final int FEWEST = 3;

    private static final double SHARE = 0.5;

    /** Decimals that leave more items open than this can tell nothing. */
    private static final double OPEN_ITEMS = 0.25;

    private static final int USUAL_DECIMALS = 3;

    /** An accuracy below this part of trivial accuracy is far below guessing. */
    private static final double FAR_BELOW = 0.2;

    /** Note of a mean over tasks, whose items weigh differently. */
    private static final String MEAN_OF_TASKS = "mean_of_tasks";

    private final double trivial;
    private final Map<Checkpoint, Range> ranges = new LinkedHashMap<>();
    private int telling;
    private int wrong;
    private Optional<Observation> first = Optional.empty();

    /** Accuracies of one checkpoint. */
    private record Range(int rows, double least, double most) {
        private Range and(Range more) {
            return new Range(rows + more.rows, Math.min(least, more.least), Math.max(most, more.most));
        }
    }

    AccuracyScale(double trivial) {
        this.trivial = trivial;
    }

    void see(Observation row) {
        ranges.merge(row.checkpoint(), new Range(1, row.accuracy(), row.accuracy()), Range::and);
        if (row.nEval().isEmpty() || row.notes().containsKey(MEAN_OF_TASKS)) return;
        double open = openItems(row);
        if (open > OPEN_ITEMS) return;
        telling++;
        double right = row.accuracy() * row.nEval().getAsInt();
        if (Math.abs(right - Math.rint(right)) <= open + 1e-6 * right) return;
        if (wrong++ == 0) first = Optional.of(row);
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        first.filter(row -> wrong >= FEWEST && wrong >= SHARE * telling).ifPresent(row -> warnings.add(shares(row)));
        if (trivial > 0) percents(warnings);
        return warnings;
    }

    private Warning shares(Observation row) {
        return new Warning(
                "accuracy_no_share_of_items",
                "Accuracies are no whole number of items in %d of %d rows: %s of %d items of %s is %s right. Is n_eval another number, or are they means of several runs or tasks?"
                        .formatted(
                                wrong,
                                telling,
                                NumberText.text(row.accuracy()),
                                row.nEval().orElseThrow(),
                                row.checkpoint().model(),
                                NumberText.text(
                                        Math.rint(row.accuracy() * row.nEval().orElseThrow() * 100) / 100)));
    }

    /** Items that the decimals of a written accuracy leave open. */
    private static double openItems(Observation row) {
        String text = NumberText.text(row.accuracy());
        int point = text.indexOf('.'), exponent = text.indexOf('e');
        if (exponent >= 0) return 0;
        int decimals = point < 0 ? 0 : text.length() - point - 1;
        // zeros at the end are lost: 0.25 may have been 0.2500
        return 0.5
                * Math.pow(10, -Math.max(decimals, USUAL_DECIMALS))
                * row.nEval().getAsInt();
    }

    /** A checkpoint far below guessing in every row that would be near it as a percentage. */
    private void percents(List<Warning> warnings) {
        Findings found = new Findings();
        ranges.forEach((checkpoint, range) -> {
            boolean percent =
                    range.most < FAR_BELOW * trivial && range.most * 100 <= 1 && range.least * 100 >= trivial / 2;
            if (percent && range.rows >= 2)
                found.add("%s, at most %s in %d rows"
                        .formatted(checkpoint.model(), NumberText.text(range.most), range.rows));
        });
        found.warning(
                        "accuracy_units",
                        "Checkpoints score far below guessing, " + NumberText.text(trivial)
                                + ", in all of their rows: ",
                        "Were percent divided by 100 twice?")
                .ifPresent(warnings::add);
    }
}
