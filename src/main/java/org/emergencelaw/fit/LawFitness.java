package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;

/**
 * Whether accuracies are such as any emergence law could describe: few-shot accuracies beside guessing, and rises that stay.
 *
 * <p>Differences are of pooled shares in standard errors, {@code z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2))}, p that of both; a
 * least size stands beside each, so that millions of items do not make a scruple of a rounding.
 *
 * @param rows visible rows of one task with their losses
 */
record LawFitness(Task task, Rows rows) {

    static final String FALLS_AGAIN = "accuracy_falls_again";
    static final String BELOW = "below_chance";

    /** Standard errors that no accident makes. */
    private static final double SURE = 5;

    /** A model that always gives the same answer has at worst some nine tenths of trivial accuracy. */
    private static final double BELOW_SHARE = 0.8;

    /** A fall that counts, as a share of the room above guessing. */
    private static final double FALL = 0.08;

    /** A rise that must be lost again, likewise. */
    private static final double RISE = 0.15;

    /** Standard deviation of chance alone above which no rise can be seen. */
    private static final double COARSE = 0.1;

    /** Right answers of one checkpoint at one data amount, all seeds together. */
    private record Cell(Checkpoint checkpoint, long right, long items) {

        static Cell of(Checkpoint checkpoint, Rows of) {
            long right = 0, items = 0;
            for (Observation row : of) {
                right += row.itemsRight();
                items += row.itemsEvaluated();
            }
            return new Cell(checkpoint, right, items);
        }

        double share() {
            return (double) right / items;
        }

        /** Standard errors by which this lies above guessing. */
        double above(double trivial) {
            double variance = Math.max(1e-4, trivial * (1 - trivial));
            return (share() - trivial) / Math.sqrt(variance / items);
        }

        /** Standard errors by which this lies above another. */
        double above(Cell other) {
            double p = (double) (right + other.right) / (items + other.items);
            return (share() - other.share())
                    / Math.sqrt(Math.max(1e-4, p * (1 - p)) * (1.0 / items + 1.0 / other.items));
        }
    }

    /** Rows that no fit should be asked about, or of which an answer says less than it seems to. */
    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        List<Cell> fewShot = cells(rows.fewShot(task));
        if (fewShot.isEmpty()) return warnings;
        if (below(fewShot)) warnings.add(new Warning(BELOW, belowChance(fewShot)));
        else if (task.trivialAccuracy() > 0
                && fewShot.stream().allMatch(cell -> cell.above(task.trivialAccuracy()) > SURE))
            warnings.add(new Warning("floor_above_trivial", aboveTrivial(fewShot)));
        falling(fewShot).ifPresent(warnings::add);
        fallsAgain().ifPresent(warnings::add);
        return warnings;
    }

    private boolean below(List<Cell> fewShot) {
        double trivial = task.trivialAccuracy();
        return !fewShot.isEmpty()
                && fewShot.stream()
                        .allMatch(cell -> cell.above(trivial) < -SURE && cell.share() < BELOW_SHARE * trivial);
    }

    private String belowChance(List<Cell> fewShot) {
        return "Few-shot accuracy lies below guessing at every checkpoint (" + range(fewShot) + ", guessing "
                + DisplayNumbers.decimal3(task.trivialAccuracy())
                + "), further than chance allows: a broken parser, an error rate instead of an accuracy, a percentage divided"
                + " twice, or another task's trivial accuracy?";
    }

    private String aboveTrivial(List<Cell> fewShot) {
        return "Every submitted few-shot checkpoint already beats guessing (" + range(fewShot) + ", guessing "
                + DisplayNumbers.decimal3(task.trivialAccuracy())
                + "), so that a run does so says nothing. If accuracy does not rise among them, that is their floor: check"
                + " trivial_accuracy, and ask for a level.";
    }

    private static String range(List<Cell> cells) {
        return DisplayNumbers.range3(
                cells.stream().mapToDouble(Cell::share).min().orElseThrow(),
                cells.stream().mapToDouble(Cell::share).max().orElseThrow());
    }

    private Optional<Warning> falling(List<Cell> fewShot) {
        int third = fewShot.size() / 3;
        if (third == 0) return Optional.empty();
        Cell weak = pooled(fewShot.subList(0, third)),
                strong = pooled(fewShot.subList(fewShot.size() - third, fewShot.size()));
        if (weak.share() - strong.share() < FALL * room() || strong.above(weak) > -SURE) return Optional.empty();
        return Optional.of(new Warning(
                RowSelection.FEW_SHOT_FALLS,
                "Few-shot accuracy falls as the loss falls: " + DisplayNumbers.decimal3(weak.share())
                        + " in the weakest third of the checkpoints, " + DisplayNumbers.decimal3(strong.share())
                        + " in the strongest. The law knows no falling accuracy, and no forecast of a rise rests on these"
                        + " rows. If they are error rates, accuracy:=1 - {column} reads them."));
    }

    /** At two data amounts at least, where there are two, accuracy has risen and is lost again at stronger checkpoints. */
    private Optional<Warning> fallsAgain() {
        Map<Long, Rows> amounts = new TreeMap<>(rows.by(row -> row.regime() == Regime.FEW_SHOT ? 0 : row.examples()));
        int lost = 0;
        Optional<String> first = Optional.empty();
        for (Rows amount : amounts.values()) {
            List<Cell> cells = cells(amount);
            Optional<Cell> peak = peak(cells);
            if (peak.isEmpty()) continue;
            if (lost++ == 0) first = Optional.of(lost(peak.get(), cells.get(cells.size() - 1)));
        }
        if (first.isEmpty() || lost < Math.min(2, amounts.size())) return Optional.empty();
        return Optional.of(new Warning(
                FALLS_AGAIN,
                "Accuracy rises and falls again: " + first.get() + " (" + lost + " of " + amounts.size()
                        + " data amounts). The emergence law does not describe this: did runs diverge, or was it finetuned for"
                        + " too long?"));
    }

    private static String lost(Cell peak, Cell last) {
        return DisplayNumbers.decimal3(peak.share()) + " at "
                + peak.checkpoint().model() + ", " + DisplayNumbers.decimal3(last.share()) + " at "
                + last.checkpoint().model();
    }

    /** The best checkpoint, where both ends lie clearly below it. */
    private Optional<Cell> peak(List<Cell> cells) {
        Cell best = cells.stream().max(Comparator.comparingDouble(Cell::share)).orElseThrow();
        BiPredicate<Cell, Cell> higher =
                (one, other) -> one.share() - other.share() > RISE * room() && one.above(other) > SURE;
        return higher.test(best, cells.get(0)) && higher.test(best, cells.get(cells.size() - 1))
                ? Optional.of(best)
                : Optional.empty();
    }

    /** Why the F test sees no law in these rows. */
    String withoutSignal() {
        double usual = Math.max(task.trivialAccuracy(), COARSE);
        int[] items =
                rows.stream().mapToInt(Observation::itemsEvaluated).sorted().toArray();
        int middle = items[items.length / 2];
        double chance = Math.sqrt(usual * (1 - usual) / middle);
        if (chance > COARSE)
            return "The rows have too few items (" + middle + ") to see a rise: chance alone moves an accuracy by "
                    + DisplayNumbers.decimal3(chance) + ". Evaluate on a hundred items at least.";
        return falling(cells(rows.fewShot(task)))
                .or(this::falls)
                .map(Warning::message)
                .orElse(Verdict.NOTHING_RISES);
    }

    /** The finetuned rows fall, whatever the few-shot ones do. */
    private Optional<Warning> falls() {
        List<Cell> cells = cells(rows.finetuned());
        return cells.isEmpty()
                ? Optional.empty()
                : falling(cells)
                        .map(found -> new Warning(
                                found.code(), found.message().replace("Few-shot accuracy", "Finetuned accuracy")));
    }

    private double room() {
        return 1 - task.trivialAccuracy();
    }

    /** The weakest checkpoint first. */
    private static List<Cell> cells(Rows rows) {
        return rows.by(Observation::checkpoint).entrySet().stream()
                .map(one -> Cell.of(one.getKey(), one.getValue()))
                .sorted(Comparator.comparingDouble(
                        cell -> -cell.checkpoint().pretrainLossNats().orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }

    private static Cell pooled(List<Cell> cells) {
        return new Cell(
                cells.get(0).checkpoint(),
                cells.stream().mapToLong(Cell::right).sum(),
                cells.stream().mapToLong(Cell::items).sum());
    }
}
