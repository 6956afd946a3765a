package org.emergencelaw.rival;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/**
 * The loss at which accuracy crosses a level: isotonic regression of accuracy on falling loss (pool adjacent violators, weighted by
 * items), read off by straight lines between its blocks. Dips and scatter are pooled away, so accuracy that falls below chance
 * before it rises moves nothing.
 */
final class LevelCrossing {

    /** Checkpoints that must score at the level or above. */
    private static final int FEWEST_ABOVE = 2;

    private LevelCrossing() {}

    /** Checkpoints whose accuracies are pooled. */
    private record Block(double loss, double accuracy, double items, int checkpoints) {
        Block with(Block other) {
            double sum = items + other.items;
            return new Block(
                    (loss * items + other.loss * other.items) / sum,
                    (accuracy * items + other.accuracy * other.items) / sum,
                    sum,
                    checkpoints + other.checkpoints);
        }
    }

    /**
     * @param level accuracy, 0..1
     * @param rows few-shot rows, or the finetuned rows of one data amount, each with a loss
     * @return nats; absent unless a block lies below the level and two checkpoints at or above it
     */
    static OptionalDouble of(double level, List<Observation> rows) {
        List<Block> blocks = isotonic(rows);
        for (int i = 1; i < blocks.size(); i++) {
            Block below = blocks.get(i - 1), above = blocks.get(i);
            if (above.accuracy() < level || below.accuracy() >= level) continue;
            int past = 0;
            for (Block block : blocks.subList(i, blocks.size())) past += block.checkpoints();
            if (past < FEWEST_ABOVE) return OptionalDouble.empty();
            double share = (level - below.accuracy()) / (above.accuracy() - below.accuracy());
            return OptionalDouble.of(below.loss() + share * (above.loss() - below.loss()));
        }
        return OptionalDouble.empty();
    }

    /** Accuracy of the strongest block. */
    static double most(List<Observation> rows) {
        List<Block> blocks = isotonic(rows);
        return blocks.get(blocks.size() - 1).accuracy();
    }

    /** Blocks of rising accuracy, weakest checkpoints first. */
    private static List<Block> isotonic(List<Observation> rows) {
        Map<Checkpoint, Block> points = new LinkedHashMap<>();
        for (Observation row : rows) {
            double loss = row.checkpoint().pretrainLossNats().orElseThrow();
            points.merge(
                    row.checkpoint(),
                    new Block(loss, row.accuracy(), row.itemsEvaluated(), 1),
                    (one, other) -> new Block(loss, one.with(other).accuracy(), one.items() + other.items(), 1));
        }
        List<Block> sorted = new ArrayList<>(points.values());
        sorted.sort((a, b) -> Double.compare(b.loss(), a.loss()));
        List<Block> blocks = new ArrayList<>();
        for (Block point : sorted) {
            Block next = point;
            while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).accuracy() >= next.accuracy())
                next = blocks.remove(blocks.size() - 1).with(next);
            blocks.add(next);
        }
        return blocks;
    }
}
