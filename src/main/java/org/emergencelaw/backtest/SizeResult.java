package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.rival.EmergenceCriterion;

/**
 * What came true at one model size that has held-out rows, and how far off the predictions of the last cut were there.
 *
 * @param params N
 * @param landmark what counts as emergence
 * @param checkpoints few-shot checkpoints of this size
 * @param lossNats where this size showed it; absent where it did not
 * @param trainFlops compute there, by the loss law of this size's own checkpoints, or by the published law
 * @param errors by rival; empty where this size did not show it
 */
public record SizeResult(
        double params,
        EmergenceCriterion landmark,
        int checkpoints,
        OptionalDouble lossNats,
        OptionalDouble trainFlops,
        List<Missed> errors) {

    /**
     * @param errorNats predicted median minus seen; positive means predicted for weaker models
     * @param timesCompute compute predicted over compute seen, both at this size
     */
    public record Missed(String rival, OptionalDouble errorNats, OptionalDouble timesCompute) {}

    /** Smallest size first. */
    static List<SizeResult> of(StudyRows study, CutResult last) {
        TreeMap<Double, Rows> sizes = new TreeMap<>(study.fewShot()
                .rows()
                .where(row -> row.checkpoint().params().isPresent())
                .by(row -> row.checkpoint().params().getAsDouble()));
        List<SizeResult> outcomes = new ArrayList<>();
        for (EmergenceCriterion landmark : EmergenceCriterion.values())
            sizes.forEach((params, rows) -> {
                if (!rows.heldOut().isEmpty()) outcomes.add(of(params, landmark, study.with(rows), last));
            });
        outcomes.sort(Comparator.comparing(SizeResult::params));
        return outcomes;
    }

    private static SizeResult of(double params, EmergenceCriterion landmark, StudyRows size, CutResult last) {
        ObservedEmergence truth = ObservedEmergence.of(landmark, size);
        Optional<LossCurve> law = curve(params, size);
        OptionalDouble flops = truth.lossNats().isPresent() && law.isPresent()
                ? reachable(law.get().trainFlops(truth.lossNats().getAsDouble()))
                : OptionalDouble.empty();
        return new SizeResult(
                params,
                landmark,
                size.rows().checkpoints().size(),
                truth.lossNats(),
                flops,
                truth.lossNats().isEmpty()
                        ? List.of()
                        : last.said().stream()
                                .map(said ->
                                        missed(said, landmark, truth.lossNats().getAsDouble(), law))
                                .toList());
    }

    /** Loss of one size over its training: by the loss law of its own checkpoints, or by the published law. */
    static Optional<LossCurve> curve(double params, StudyRows size) {
        ComputePath longer =
                new ComputePath(ComputePath.Kind.PARAMS, params, size.rows().flopsPerParamToken());
        return size.lossLaw().map(found -> new LossCurve(found, longer));
    }

    private static Missed missed(
            CutResult.Said said, EmergenceCriterion landmark, double seen, Optional<LossCurve> law) {
        OptionalDouble median =
                said.score(landmark).map(PredictionScore::medianNats).orElse(OptionalDouble.empty());
        if (median.isEmpty()) return new Missed(said.rival(), OptionalDouble.empty(), OptionalDouble.empty());
        OptionalDouble doublings = PredictionScore.doublings(law, median.getAsDouble(), seen);
        return new Missed(
                said.rival(),
                OptionalDouble.of(median.getAsDouble() - seen),
                doublings.isPresent() ? OptionalDouble.of(Math.pow(2, doublings.getAsDouble())) : doublings);
    }

    private static OptionalDouble reachable(double flops) {
        return Double.isFinite(flops) ? OptionalDouble.of(flops) : OptionalDouble.empty();
    }
}
