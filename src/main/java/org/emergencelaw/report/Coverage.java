package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.FinetuningCost;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Split;

/**
 * Which checkpoints were measured at which data amounts, and how often; what an answer still lacks.
 *
 * @param shots few-shot rows of the task stand in the first column
 * @param amounts data amounts of the finetuned rows, the smallest first: the other columns
 * @param lines weakest checkpoint first
 * @param missing empty where nothing is
 */
public record Coverage(int shots, List<Long> amounts, List<Line> lines, List<Gap> missing) {

    private static final int CHECKPOINTS = 3;
    private static final int GOOD_CHECKPOINTS = 6;
    private static final int AMOUNTS = 3;
    private static final int SEEDS = 2;

    /** Data amounts to begin with, and the factor between further ones. */
    private static final List<Long> USUAL_AMOUNTS = List.of(64L, 256L, 1_024L);

    private static final int FURTHER = 4;

    public Coverage {
        amounts = List.copyOf(amounts);
        lines = List.copyOf(lines);
        missing = List.copyOf(missing);
    }

    /**
     * What an answer lacks, and what it takes to have it.
     *
     * @param what one sentence
     * @param rows further rows
     * @param finetunes of these rows, those of finetuned checkpoints: training runs
     * @param flops compute of the finetunes, c N D with {@value FinetuningCost#TOKENS_PER_EXAMPLE} tokens an example, each trained on once; absent
     *     where a checkpoint does not state its params, and where nothing is finetuned
     */
    public record Gap(String what, int rows, int finetunes, OptionalDouble flops) {

        static Gap of(String what, int rows) {
            return new Gap(what, rows, 0, OptionalDouble.empty());
        }
    }

    /** A checkpoint to be finetuned on an amount. */
    private record Cell(Checkpoint checkpoint, long examples) {}

    /**
     * One checkpoint.
     *
     * @param fewShot few-shot rows, 0 for a hole
     * @param finetuned rows at each amount, in their order
     */
    public record Line(
            String model,
            OptionalDouble params,
            OptionalDouble tokens,
            OptionalDouble trainFlops,
            OptionalDouble pretrainLossNats,
            boolean heldOut,
            int fewShot,
            List<Integer> finetuned) {}

    public static Coverage of(StudyRows study) {
        Rows rows = study.rows();
        List<Long> amounts = List.copyOf(rows.amounts());
        List<Line> lines = new ArrayList<>();
        rows.by(Observation::checkpoint).forEach((checkpoint, own) -> lines.add(line(checkpoint, own, study, amounts)));
        lines.sort(Comparator.<Line>comparingDouble(line -> line.trainFlops.orElse(0))
                .thenComparingDouble(line -> -line.pretrainLossNats.orElse(0)));
        return new Coverage(study.task().shots(), amounts, lines, missing(study, lines));
    }

    private static Line line(Checkpoint checkpoint, Rows own, StudyRows study, List<Long> amounts) {
        Map<Long, Integer> counts = new LinkedHashMap<>();
        for (Observation row : own) if (row.regime() == Regime.FINETUNED) counts.merge(row.examples(), 1, Integer::sum);
        return new Line(
                checkpoint.model(),
                checkpoint.params(),
                checkpoint.tokens(),
                own.computeOf(checkpoint),
                checkpoint.pretrainLossNats(),
                own.stream().anyMatch(row -> row.split() == Split.HELD_OUT),
                own.fewShot(study.task()).size(),
                amounts.stream().map(amount -> counts.getOrDefault(amount, 0)).toList());
    }

    private static List<Gap> missing(StudyRows study, List<Line> lines) {
        List<Gap> missing = new ArrayList<>();
        Rows visible = study.visible().rows();
        int fewShot = visible.fewShot(study.task()).checkpoints().size();
        if (fewShot < CHECKPOINTS)
            missing.add(Gap.of(
                    "Few-shot accuracies of at least " + CHECKPOINTS + " visible checkpoints; there are " + fewShot
                            + ". Without them a forecast rests on what is usual elsewhere.",
                    CHECKPOINTS - fewShot));
        else if (fewShot < GOOD_CHECKPOINTS)
            missing.add(Gap.of(
                    "More checkpoints: few-shot accuracies of " + GOOD_CHECKPOINTS
                            + " or more give an answer worth having;" + " there are " + fewShot + ".",
                    GOOD_CHECKPOINTS - fewShot));
        finetuning(study, visible, missing);
        int unplaced = (int) lines.stream()
                .filter(line -> line.pretrainLossNats.isEmpty() && line.trainFlops.isEmpty())
                .count();
        if (unplaced > 0)
            missing.add(Gap.of(
                    "Loss or compute of " + DisplayNumbers.plural(unplaced, "checkpoint")
                            + ": nothing places them beside the others.",
                    0));
        if (study.rows().heldOut().isEmpty())
            missing.add(Gap.of(
                    "Held-out models: mark the rows of the largest with split = held_out, and the forecast is tested on them.",
                    0));
        return missing;
    }

    private static void finetuning(StudyRows study, Rows visible, List<Gap> missing) {
        TreeSet<Long> amounts = visible.amounts();
        List<Checkpoint> finetuned = List.copyOf(visible.finetuned().checkpoints());
        List<Checkpoint> all =
                finetuned.isEmpty() ? List.copyOf(visible.fewShot(study.task()).checkpoints()) : finetuned;
        int seeds = visible.finetuningSeeds().size();
        if (amounts.size() < AMOUNTS) {
            List<Long> further = further(amounts, AMOUNTS - amounts.size());
            String which = further.stream().map(DisplayNumbers::whole).collect(Collectors.joining(", "));
            missing.add(priced(
                    "Finetuning on at least " + AMOUNTS + " amounts of data, to bring in the emergence law; there are "
                            + amounts.size() + ". For one, on " + which + " examples, each checkpoint here"
                            + (seeds > 1 ? " with each of " + seeds + " seeds." : "."),
                    all.stream()
                            .flatMap(each -> further.stream().map(amount -> new Cell(each, amount)))
                            .toList(),
                    Math.max(1, seeds),
                    visible));
        }
        List<Cell> cells = finetuned.stream()
                .flatMap(each -> amounts.stream().map(amount -> new Cell(each, amount)))
                .toList();
        Set<Cell> measured = visible.finetuned()
                .by(row -> new Cell(row.checkpoint(), row.examples()))
                .keySet();
        if (!amounts.isEmpty() && seeds < SEEDS)
            missing.add(priced(
                    "A second finetuning seed: with one, nothing tells noise from effect.",
                    List.copyOf(measured),
                    1,
                    visible));
        List<Cell> holes =
                cells.stream().filter(cell -> !measured.contains(cell)).toList();
        if (!holes.isEmpty())
            missing.add(priced(
                    DisplayNumbers.plural(holes.size(), "hole")
                            + " among the finetuned checkpoints and data amounts, marked below."
                            + " They are no fault, but what is measured there helps.",
                    holes,
                    1,
                    visible));
    }

    private static List<Long> further(TreeSet<Long> amounts, int count) {
        List<Long> further = new ArrayList<>();
        long largest = amounts.isEmpty() ? 0 : amounts.last();
        for (int i = 0; i < count; i++) {
            long next = amounts.isEmpty() ? USUAL_AMOUNTS.get(i) : largest * FURTHER;
            further.add(next);
            largest = next;
        }
        return further;
    }

    private static Gap priced(String what, List<Cell> cells, int seeds, Rows rows) {
        boolean sized = !cells.isEmpty()
                && cells.stream().allMatch(cell -> cell.checkpoint().params().isPresent());
        double flops = seeds
                * cells.stream()
                        .filter(cell -> sized)
                        .mapToDouble(cell -> FinetuningCost.flops(
                                rows.flopsPerParamToken(),
                                cell.checkpoint().params().orElseThrow(),
                                cell.examples()))
                        .sum();
        int count = cells.size() * seeds;
        return new Gap(what, count, count, sized ? OptionalDouble.of(flops) : OptionalDouble.empty());
    }
}
