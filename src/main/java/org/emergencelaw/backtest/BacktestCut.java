package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    private static final int FEWEST_FEW_SHOT = 3;

    /**
     * Every cut that shows at least four checkpoints and two data amounts, least compute first; the last shows all. A study that
     * never has these is replayed by its few-shot rows: every cut then shows at least three few-shot checkpoints.
     */
    static List<BacktestCut> of(StudyRows study) {
        List<BacktestCut> finetuned = cuts(study, BacktestCut::finetuned);
        return finetuned.isEmpty() ? cuts(study, BacktestCut::fewShot) : finetuned;
    }

    private static boolean finetuned(StudyRows visible) {
        return visible.rows().checkpoints().size() >= FEWEST_CHECKPOINTS
                && visible.rows().amounts().size() >= FEWEST_AMOUNTS;
    }

    private static boolean fewShot(StudyRows visible) {
        return visible.fewShot().rows().checkpoints().size() >= FEWEST_FEW_SHOT;
    }

    private static List<BacktestCut> cuts(StudyRows study, Predicate<StudyRows> enough) {
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
        for (double bound : bounds) {
            StudyRows visible = study.with(shown.where(row -> effort.applyAsDouble(row) <= bound));
            if (enough.test(visible)) cuts.add(cut(visible));
        }
        return cuts;
    }

    private static BacktestCut cut(StudyRows visible) {
        List<Checkpoint> checkpoints = visible.rows().checkpoints();
        return new BacktestCut(
                visible.rows().largestFlops(),
                checkpoints.stream()
                        .mapToDouble(checkpoint -> checkpoint.pretrainLossNats().orElseThrow())
                        .min()
                        .orElseThrow(),
                checkpoints.size(),
                visible);
    }
}
