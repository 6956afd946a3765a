package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;

/**
 * What is odd about a planned run beside the rows that its forecast rests on: sizes that contradict each other, a loss that no model of
 * this family reaches, a shape that was never tried.
 *
 * @param size completed from what the plan states
 */
record PlanCheck(Forecaster forecaster, StudyForecast study, PlannedRun plan, Optional<RunSize> size) {

    /** Stated compute and c N T may differ by this share: attention and embeddings are counted or not. */
    private static final double SAME_COMPUTE = 0.3;

    /** Tokens per parameter beyond those of the checkpoints by more than this factor were never tried. */
    private static final double RATIO = 4;

    /** Doublings by which the places that a plan's loss and its size give may differ. */
    private static final double SAME_PLACE = 3;

    private static final double FAR_AHEAD = 30;

    private static final int FEW_ITEMS = 20;

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        compute().ifPresent(warnings::add);
        asymptote().or(this::twoPlaces).ifPresent(warnings::add);
        shape().ifPresent(warnings::add);
        if (plan.evalItems() < FEW_ITEMS)
            warnings.add(new Warning(
                    "few_eval_items",
                    "The run is to be evaluated on " + DisplayNumbers.plural(plan.evalItems(), "item")
                            + ": its accuracy will say next to nothing, and beating guessing there is chance."));
        return warnings;
    }

    private Optional<Warning> compute() {
        if (plan.params().isEmpty()
                || plan.tokens().isEmpty()
                || plan.trainFlops().isEmpty()) return Optional.empty();
        double perParamToken = forecaster.fitted().path().flopsPerParamToken();
        double product =
                perParamToken * plan.params().getAsDouble() * plan.tokens().getAsDouble();
        double stated = plan.trainFlops().getAsDouble();
        if (Math.abs(stated / product - 1) <= SAME_COMPUTE) return Optional.empty();
        return Optional.of(new Warning(
                "compute_contradicts_size",
                "The plan states " + DisplayNumbers.flops(stated) + " FLOPs, but its params and tokens make "
                        + DisplayNumbers.exact(perParamToken) + " N T = " + DisplayNumbers.flops(product)
                        + ": one of the three is wrong, or the run reuses compute."));
    }

    private Optional<Warning> asymptote() {
        double[] least = study.axis().lossesNats(FAR_AHEAD);
        if (plan.pretrainLossNats().isEmpty() || least.length == 0) return Optional.empty();
        Arrays.sort(least);
        double middle = Percentiles.quantile(least, 0.5),
                loss = plan.pretrainLossNats().getAsDouble();
        if (loss >= middle) return Optional.empty();
        return Optional.of(new Warning(
                "loss_below_asymptote",
                "The plan's loss, " + DisplayNumbers.decimal3(loss)
                        + " nats, is lower than the family's loss law ever reaches, about "
                        + DisplayNumbers.decimal3(middle) + ": is it in another unit, or on another corpus?"));
    }

    private Optional<Warning> twoPlaces() {
        if (plan.pretrainLossNats().isEmpty() || size.isEmpty()) return Optional.empty();
        OptionalDouble byLoss = study.axis().ofLoss(plan.pretrainLossNats().getAsDouble());
        OptionalDouble bySize = study.axis().ofSize(size.get());
        if (byLoss.isEmpty() || bySize.isEmpty() || Math.abs(byLoss.getAsDouble() - bySize.getAsDouble()) <= SAME_PLACE)
            return Optional.empty();
        return Optional.of(new Warning(
                "loss_contradicts_size",
                "The plan's loss puts it " + DisplayNumbers.significant3(byLoss.getAsDouble())
                        + " doublings of compute past the strongest checkpoint, its size "
                        + DisplayNumbers.significant3(bySize.getAsDouble())
                        + ". The forecast goes by the loss; if that is a guess, leave it out."));
    }

    private Optional<Warning> shape() {
        if (plan.params().isEmpty() || size.isEmpty()) return Optional.empty();
        DoubleSummaryStatistics tried = forecaster.visible().checkpoints().stream()
                .filter(checkpoint ->
                        checkpoint.params().isPresent() && checkpoint.tokens().isPresent())
                .mapToDouble(PlanCheck::ratio)
                .summaryStatistics();
        double planned = size.get().tokens() / size.get().params();
        if (tried.getCount() == 0 || planned >= tried.getMin() / RATIO && planned <= tried.getMax() * RATIO)
            return Optional.empty();
        return Optional.of(new Warning(
                "tokens_per_param_outside",
                "The plan has " + DisplayNumbers.count(planned) + " tokens per parameter, the submitted checkpoints "
                        + (tried.getMin() == tried.getMax()
                                ? DisplayNumbers.count(tried.getMin())
                                : DisplayNumbers.count(tried.getMin()) + " to " + DisplayNumbers.count(tried.getMax()))
                        + ": how loss goes with size and tokens apart was not seen there."));
    }

    private static double ratio(Checkpoint checkpoint) {
        return checkpoint.tokens().orElseThrow() / checkpoint.params().orElseThrow();
    }
}
