package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Checkpoint;
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
 * @param missing a sentence each; empty where nothing is
 */
public record Coverage(int shots, List<Long> amounts, List<Line> lines, List<String> missing) {

    private static final int CHECKPOINTS = 3;
    private static final int GOOD_CHECKPOINTS = 6;
    private static final int AMOUNTS = 3;
    private static final int SEEDS = 2;

    public Coverage {
        amounts = List.copyOf(amounts);
        lines = List.copyOf(lines);
        missing = List.copyOf(missing);
    }

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

    private static List<String> missing(StudyRows study, List<Line> lines) {
        List<String> missing = new ArrayList<>();
        Rows visible = study.visible().rows();
        int fewShot = visible.fewShot(study.task()).checkpoints().size();
        if (fewShot < CHECKPOINTS)
            missing.add("Few-shot accuracies of at least " + CHECKPOINTS + " visible checkpoints; there are " + fewShot
                    + ". Without them a forecast rests on what is usual elsewhere.");
        else if (fewShot < GOOD_CHECKPOINTS)
            missing.add("More checkpoints: few-shot accuracies of " + GOOD_CHECKPOINTS
                    + " or more give an answer worth having;" + " there are " + fewShot + ".");
        finetuning(visible, missing);
        long unplaced = lines.stream()
                .filter(line -> line.pretrainLossNats.isEmpty() && line.trainFlops.isEmpty())
                .count();
        if (unplaced > 0)
            missing.add("Loss or compute of " + DisplayNumbers.plural(unplaced, "checkpoint")
                    + ": nothing places them beside the others.");
        if (study.rows().heldOut().isEmpty())
            missing.add(
                    "Held-out models: mark the rows of the largest with split = held_out, and the forecast is tested on them.");
        return missing;
    }

    private static void finetuning(Rows visible, List<String> missing) {
        TreeSet<Long> amounts = visible.amounts();
        if (amounts.size() < AMOUNTS)
            missing.add("Finetuning on at least " + AMOUNTS
                    + " amounts of data, to bring in the emergence law; there are " + amounts.size() + ".");
        int seeds = visible.finetuningSeeds().size();
        if (!amounts.isEmpty() && seeds < SEEDS)
            missing.add("A second finetuning seed: with one, nothing tells noise from effect.");
        int checkpoints = visible.finetuned().checkpoints().size();
        int holes = checkpoints * amounts.size()
                - (int) visible.finetuned()
                        .by(row -> List.of(row.checkpoint(), row.examples()))
                        .size();
        if (holes > 0)
            missing.add(DisplayNumbers.plural(holes, "hole")
                    + " among the finetuned checkpoints and data amounts, marked below."
                    + " They are no fault, but what is measured there helps.");
    }
}
