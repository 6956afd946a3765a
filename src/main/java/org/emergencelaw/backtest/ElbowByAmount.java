package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;

/**
 * Where accuracy of one model size leaves its floor, and crosses the level, with a number of shots or after finetuning on a number of
 * examples: E(D) as seen, by the rows of that amount alone. Where checkpoints of the size were finetuned, few-shot rows of these alone
 * are read, so that all amounts are seen in the same places. Held-out rows are read too: this says what is, not what was forecast.
 *
 * @param params N
 * @param examples shots or data amount
 * @param checkpoints read
 * @param strongest mean accuracy at the largest compute of these
 * @param elbowNats absent where no rise is seen, or no checkpoint before it
 * @param elbowFlops compute there, between measured checkpoints
 * @param slopePerNat rise past the elbow; absent with it
 * @param slopePerDoubling the same times the fall of the loss over the doubling of compute past the elbow; absent where that is not
 *     measured
 */
public record ElbowByAmount(
        String family,
        String task,
        double params,
        Regime regime,
        long examples,
        int checkpoints,
        double strongest,
        OptionalDouble elbowNats,
        OptionalDouble elbowFlops,
        OptionalDouble crossingNats,
        OptionalDouble crossingFlops,
        OptionalDouble slopePerNat,
        OptionalDouble slopePerDoubling) {

    /** Of every size, shot count and data amount: sizes, then few-shot first, the smallest first. */
    public static List<ElbowByAmount> of(StudyRows study) {
        TreeMap<Double, Rows> sizes = new TreeMap<>(study.rows()
                .withLoss()
                .where(row -> row.checkpoint().params().isPresent())
                .by(row -> row.checkpoint().params().getAsDouble()));
        List<ElbowByAmount> all = new ArrayList<>();
        sizes.forEach((params, rows) -> {
            Set<Checkpoint> tuned = new HashSet<>(rows.finetuned().checkpoints());
            MeasuredLosses losses = MeasuredLosses.of(rows);
            for (Regime regime : Regime.values()) {
                Rows part = rows.where(
                        row -> row.regime() == regime && (tuned.isEmpty() || tuned.contains(row.checkpoint())));
                for (long examples :
                        new TreeSet<>(part.stream().map(Observation::examples).toList()))
                    all.add(of(study, params, part.where(row -> row.examples() == examples), losses));
            }
        });
        return all;
    }

    private static ElbowByAmount of(StudyRows study, double params, Rows rows, MeasuredLosses losses) {
        Observation first = rows.list().get(0);
        Task task = study.task();
        boolean fewShot = first.regime() == Regime.FEW_SHOT;
        Task asShown = fewShot
                ? new Task(task.name(), task.metric(), task.trivialAccuracy(), Math.toIntExact(first.examples()))
                : task;
        Optional<HingeFit> hinge = HingeFit.of(asShown.shots(), rows.list());
        OptionalDouble elbow = hinge.stream().mapToDouble(HingeFit::lossNats).findFirst();
        OptionalDouble slope = hinge.stream().mapToDouble(HingeFit::slope).findFirst();
        OptionalDouble crossing =
                EmergenceCriterion.CROSSING.seen(study.with(asShown).with(rows));
        OptionalDouble fall = elbow.isPresent() ? losses.fallPerDoubling(elbow.getAsDouble()) : elbow;
        double most = rows.largestFlops().orElse(0);
        return new ElbowByAmount(
                first.checkpoint().family(),
                task.name(),
                params,
                first.regime(),
                first.examples(),
                rows.checkpoints().size(),
                rows.stream()
                        .filter(row -> rows.computeOf(row.checkpoint()).orElse(0) == most)
                        .mapToDouble(Observation::accuracy)
                        .average()
                        .orElseThrow(),
                elbow,
                flops(losses, elbow),
                crossing,
                flops(losses, crossing),
                slope,
                slope.isPresent() && fall.isPresent()
                        ? OptionalDouble.of(slope.getAsDouble() * fall.getAsDouble())
                        : OptionalDouble.empty());
    }

    private static OptionalDouble flops(MeasuredLosses losses, OptionalDouble nats) {
        return nats.isPresent() ? losses.flopsAt(nats.getAsDouble()) : nats;
    }
}
