package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/**
 * What came true at one model size that has held-out rows, and how far off the predictions of the last cut were there.
 *
 * @param params N
 * @param landmark what counts as emergence
 * @param checkpoints few-shot checkpoints of this size
 * @param lossNats where this size showed it; absent where it did not
 * @param trainFlops compute there, by the loss law of this size's own checkpoints
 * @param errors by rival; empty where this size did not show it
 */
public record SizeOutcome(
        double params,
        Landmark landmark,
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
    static List<SizeOutcome> of(Task task, List<Observation> observations, Trial last) {
        TreeMap<Double, List<Observation>> sizes = new TreeMap<>();
        for (Observation row : Truth.fewShot(task, observations))
            row.checkpoint()
                    .params()
                    .ifPresent(params -> sizes.computeIfAbsent(params, key -> new ArrayList<>())
                            .add(row));
        List<SizeOutcome> outcomes = new ArrayList<>();
        for (Landmark landmark : Landmark.values())
            sizes.forEach((params, rows) -> {
                if (rows.stream().anyMatch(row -> row.split() == Split.HELD_OUT))
                    outcomes.add(of(params, Truth.of(landmark, task, rows), rows, last));
            });
        outcomes.sort(Comparator.comparing(SizeOutcome::params));
        return outcomes;
    }

    private static SizeOutcome of(double params, Truth truth, List<Observation> rows, Trial last) {
        ComputePath longer = new ComputePath(ComputePath.Kind.PARAMS, params, ComputePath.USUAL_FLOPS);
        Optional<LossCurve> law = LossCurve.of(rows, longer);
        OptionalDouble flops = truth.lossNats().isPresent() && law.isPresent()
                ? reachable(law.get().trainFlops(truth.lossNats().getAsDouble()))
                : OptionalDouble.empty();
        int checkpoints =
                (int) rows.stream().map(Observation::checkpoint).distinct().count();
        return new SizeOutcome(
                params,
                truth.landmark(),
                checkpoints,
                truth.lossNats(),
                flops,
                truth.lossNats().isEmpty()
                        ? List.of()
                        : last.said().stream()
                                .map(said -> missed(
                                        said, truth.landmark(), truth.lossNats().getAsDouble(), law))
                                .toList());
    }

    private static Missed missed(Trial.Said said, Landmark landmark, double seen, Optional<LossCurve> law) {
        OptionalDouble median = said.score(landmark).map(Score::medianNats).orElse(OptionalDouble.empty());
        if (median.isEmpty()) return new Missed(said.rival(), OptionalDouble.empty(), OptionalDouble.empty());
        OptionalDouble doublings = Score.doublings(law, median.getAsDouble(), seen);
        return new Missed(
                said.rival(),
                OptionalDouble.of(median.getAsDouble() - seen),
                doublings.isPresent() ? OptionalDouble.of(Math.pow(2, doublings.getAsDouble())) : doublings);
    }

    private static OptionalDouble reachable(double flops) {
        return Double.isFinite(flops) ? OptionalDouble.of(flops) : OptionalDouble.empty();
    }
}
