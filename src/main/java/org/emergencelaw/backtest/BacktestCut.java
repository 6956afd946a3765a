package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/**
 * How much of a study is shown to the rivals: checkpoints up to one compute, few-shot and finetuned rows both. Held-out rows are never
 * shown. A study whose checkpoints do not all state their compute is cut by loss instead.
 *
 * @param trainFlops largest compute shown
 * @param leastLossNats loss of the strongest checkpoint shown
 * @param checkpoints how many are shown
 * @param visible rows shown
 */
record BacktestCut(OptionalDouble trainFlops, double leastLossNats, int checkpoints, List<Observation> visible) {

    private static final int FEWEST_CHECKPOINTS = 4;
    private static final int FEWEST_AMOUNTS = 2;

    /** Every cut that shows at least four checkpoints and two data amounts, least compute first; the last shows all. */
    static List<BacktestCut> of(List<Observation> observations) {
        List<Observation> shown = observations.stream()
                .filter(row -> row.split() == Split.FIT)
                .filter(row -> row.checkpoint().pretrainLossNats().isPresent())
                .toList();
        boolean byCompute =
                shown.stream().allMatch(row -> row.checkpoint().computeFlops().isPresent());
        TreeSet<Double> bounds = new TreeSet<>();
        for (Observation row : shown) bounds.add(effort(row.checkpoint(), byCompute));
        List<BacktestCut> cuts = new ArrayList<>();
        for (double bound : bounds) {
            List<Observation> visible = shown.stream()
                    .filter(row -> effort(row.checkpoint(), byCompute) <= bound)
                    .toList();
            cut(visible).ifPresent(cuts::add);
        }
        return cuts;
    }

    /** Grows as models get better. */
    private static double effort(Checkpoint checkpoint, boolean byCompute) {
        return byCompute
                ? checkpoint.computeFlops().orElseThrow()
                : -checkpoint.pretrainLossNats().orElseThrow();
    }

    private static Optional<BacktestCut> cut(List<Observation> visible) {
        List<Checkpoint> checkpoints =
                visible.stream().map(Observation::checkpoint).distinct().toList();
        long amounts = visible.stream()
                .filter(row -> row.regime() == Regime.FINETUNED)
                .map(Observation::examples)
                .distinct()
                .count();
        if (checkpoints.size() < FEWEST_CHECKPOINTS || amounts < FEWEST_AMOUNTS) return Optional.empty();
        return Optional.of(new BacktestCut(
                checkpoints.stream()
                        .flatMapToDouble(checkpoint -> checkpoint.computeFlops().stream())
                        .max(),
                checkpoints.stream()
                        .mapToDouble(checkpoint -> checkpoint.pretrainLossNats().orElseThrow())
                        .min()
                        .orElseThrow(),
                checkpoints.size(),
                visible));
    }
}
