package org.emergencelaw.ledger;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Interval90;

/**
 * The planned run as it was locked, and which results are results of it.
 *
 * @param model name that its results will carry
 * @param params N
 * @param tokens T
 * @param trainFlops C
 * @param computeTolerance how far the compute of the run may be from the plan, as a fraction of it
 * @param sizeTolerance how far compute, params and tokens of a run of another name may be from the plan, as a fraction of it, for it
 *     to be taken for this one; absent in locks of earlier versions, where the name alone told
 * @param pretrainLossNats loss that it is expected to reach
 * @param flopsPerParamToken how the study counts compute where it is not stated
 * @param timesCompute planned compute over the largest compute among the rows that the forecast rests on: how far ahead it looks
 */
public record LockedRun(
        Optional<String> model,
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        double computeTolerance,
        OptionalDouble sizeTolerance,
        Optional<Interval90> pretrainLossNats,
        double flopsPerParamToken,
        OptionalDouble timesCompute) {

    /** What rounding to two digits leaves. */
    static final double USUAL_SIZE_TOLERANCE = 0.05;

    public LockedRun {
        if (model.isEmpty() && trainFlops.isEmpty())
            throw new IllegalArgumentException(
                    "model must be stated where the plan has no compute, else nobody could tell which results are the run's");
    }

    /** Whether an observation is of the task as it was locked, by whatever model. */
    static boolean ofTask(Task task, Observation row) {
        return row.regime() == Regime.FEW_SHOT
                && row.examples() == task.shots()
                && row.task().equals(task.name());
    }

    /** Whether a checkpoint of another name has the compute of the run, and its params and tokens where both state them. */
    public boolean underOtherName(Checkpoint checkpoint) {
        if (sizeTolerance.isEmpty() || trainFlops.isEmpty() || model.isEmpty()) return false;
        OptionalDouble compute = checkpoint.computeFlops(flopsPerParamToken);
        return !model.get().equals(checkpoint.model())
                && compute.isPresent()
                && near(trainFlops, compute)
                && near(params, checkpoint.params())
                && near(tokens, checkpoint.tokens());
    }

    private boolean near(OptionalDouble planned, OptionalDouble seen) {
        if (planned.isEmpty() || seen.isEmpty()) return true;
        return Math.abs(seen.getAsDouble() / planned.getAsDouble() - 1) <= sizeTolerance.getAsDouble();
    }

    /**
     * Why a checkpoint is not the run; absent where it is. The name decides where one was stated, and then stated compute must agree;
     * without a name, compute decides.
     */
    public Optional<String> mismatch(Checkpoint checkpoint) {
        if (model.isPresent() && !model.get().equals(checkpoint.model()))
            return Optional.of("its model is " + checkpoint.model() + ", the run was locked as " + model.get());
        OptionalDouble compute = checkpoint.computeFlops(flopsPerParamToken);
        if (trainFlops.isEmpty() || compute.isEmpty())
            return model.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            checkpoint.model() + " states no compute, and the run was locked without a model name");
        double planned = trainFlops.getAsDouble();
        if (Math.abs(compute.getAsDouble() - planned) <= computeTolerance * planned) return Optional.empty();
        double beyond = compute.getAsDouble() / planned - 1;
        return Optional.of(checkpoint.model() + " was trained with " + DisplayNumbers.flops(compute) + " FLOPs, "
                + DisplayNumbers.share(Math.abs(beyond)) + (beyond > 0 ? " more" : " less") + " than the planned "
                + DisplayNumbers.flops(planned) + "; the tolerance is " + DisplayNumbers.share(computeTolerance));
    }
}
