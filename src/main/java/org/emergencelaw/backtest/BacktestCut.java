package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;

/**
 * How much of a study is shown to the rivals: checkpoints up to one compute, few-shot and finetuned rows both. Held-out rows are never
 * shown. A study whose checkpoints do not all state their compute is cut by loss instead.
 *
 * @param trainFlops largest compute shown
 * @param leastLossNats loss of the strongest checkpoint shown
 * @param checkpoints how many are shown
 * @param study rows shown
 */
record BacktestCut(OptionalDouble trainFlops, double leastLossNats, int checkpoints, StudyRows study) {

    private static final int FEWEST_CHECKPOINTS = 4;
    private static final int FEWEST_AMOUNTS = 2;

    /** Every cut that shows at least four checkpoints and two data amounts, least compute first; the last shows all. */
    static List<BacktestCut> of(StudyRows study) {
        Rows shown = study.rows().visible().withLoss();
        boolean byCompute =
                shown.stream().allMatch(row -> shown.computeOf(row.checkpoint()).isPresent());
        // grows as models get better
        ToDoubleFunction<Observation> effort = byCompute
                ? row -> shown.computeOf(row.checkpoint()).orElseThrow()
                : row -> -row.checkpoint().pretrainLossNats().orElseThrow();
        TreeSet<Double> bounds = new TreeSet<>();
        for (Observation row : shown) bounds.add(effort.applyAsDouble(row));
        List<BacktestCut> cuts = new ArrayList<>();
        for (double bound : bounds)
            cut(study.with(shown.where(row -> effort.applyAsDouble(row) <= bound)))
                    .ifPresent(cuts::add);
        return cuts;
    }

    private static Optional<BacktestCut> cut(StudyRows visible) {
        List<Checkpoint> checkpoints = visible.rows().checkpoints();
        if (checkpoints.size() < FEWEST_CHECKPOINTS || visible.rows().amounts().size() < FEWEST_AMOUNTS)
            return Optional.empty();
        return Optional.of(new BacktestCut(
                visible.rows().largestFlops(),
                checkpoints.stream()
                        .mapToDouble(checkpoint -> checkpoint.pretrainLossNats().orElseThrow())
                        .min()
                        .orElseThrow(),
                checkpoints.size(),
                visible));
    }
}
