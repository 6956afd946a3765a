package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Warning;

/**
 * Losses beside params and tokens, over all checkpoints: a larger model on more tokens has no higher loss, and if all counts are
 * shifted by a thousand, the losses bend as the published law does not.
 */
final class LossOrder {

    /** Relative size from which a model, or its training, is larger; and relative loss from which it is worse. */
    private static final double LARGER = 1.2, WORSE = 1.03;

    /** Checkpoints from which on their losses have a shape. */
    private static final int FEWEST = 4;

    /** Standard deviation of ln(loss / law) that a family may well have, and how much better another unit must do. */
    private static final double USUAL_SPREAD = 0.05, BETTER = 4;

    /** |median of ln(loss / law)| of the right unit. */
    private static final double NEAR = 0.15;

    private final List<Checkpoint> known;
    private final ChinchillaLaw law;

    LossOrder(List<Checkpoint> checkpoints, ChinchillaLaw law) {
        this.known = checkpoints.stream().filter(LossUnits::inRangeOfLaws).toList();
        this.law = law;
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        Findings order = new Findings(), counts = new Findings();
        for (Checkpoint one : known) for (Checkpoint other : known) worse(one, other, order);
        order.warning(
                        "loss_order",
                        "A larger model on no fewer tokens has a higher loss: ",
                        "Do losses, params or tokens stand in the rows of other models?")
                .ifPresent(warnings::add);
        if (known.size() >= FEWEST && order.isEmpty()) shifted(counts);
        counts.warning(
                        "counts_units",
                        "The losses do not bend with params and tokens: ",
                        "Check the unit of that column.")
                .ifPresent(warnings::add);
        return warnings;
    }

    private static void worse(Checkpoint small, Checkpoint large, Findings found) {
        double params = large.params().orElse(1) / small.params().orElse(1);
        double tokens = large.tokens().orElse(1) / small.tokens().orElse(1);
        boolean larger = params >= 1 && tokens >= 1 && (params > LARGER || tokens > LARGER);
        double loss = large.pretrainLossNats().orElse(0),
                before = small.pretrainLossNats().orElse(0);
        if (larger && small.family().equals(large.family()) && loss > WORSE * before)
            found.add("%s has %s, %s has %s"
                    .formatted(large.model(), Findings.number(loss), small.model(), Findings.number(before)));
    }

    private void shifted(Findings found) {
        double spread = spread(offsets(1, 1));
        if (spread < USUAL_SPREAD) return;
        for (double factor : new double[] {1e3, 1e-3, 1e6, 1e-6}) {
            if (better(offsets(1, factor), spread))
                found.add("they would, if all tokens were %s times those".formatted(Findings.number(factor)));
            if (better(offsets(factor, 1), spread))
                found.add("they would, if all params were %s times those".formatted(Findings.number(factor)));
        }
    }

    private static boolean better(double[] offsets, double spread) {
        double[] sorted = offsets.clone();
        Arrays.sort(sorted);
        return spread(offsets) < spread / BETTER && Math.abs(sorted[sorted.length / 2]) < NEAR;
    }

    private double[] offsets(double ofParams, double ofTokens) {
        return known.stream()
                .mapToDouble(each -> Math.log(each.pretrainLossNats().orElseThrow()
                        / law.lossNats(
                                each.params().orElseThrow() * ofParams,
                                each.tokens().orElseThrow() * ofTokens)))
                .toArray();
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }
}
