package org.emergencelaw.forecast;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;

/** Along which path the compute of a planned run is thought to grow or shrink. */
public enum PathChoice {
    /** At the plan's own tokens per parameter; at 20 where the plan is a compute only. */
    OWN_RATIO,
    /** At 20 tokens per parameter, or at what the fit was told. */
    TOKENS_PER_PARAM,
    /** The same model, trained longer; the largest submitted one where the plan is a compute only. */
    PARAMS,
    /** Larger models on the same tokens; those of the largest submitted checkpoint where the plan is a compute only. */
    TOKENS;

    /**
     * @param usual path of the fit
     * @param largest size of the largest submitted checkpoint
     */
    ComputePath of(PlannedRun plan, ComputePath usual, Optional<RunSize> largest) {
        // completed from two of N, T, C; a compute alone says nothing of either
        Optional<RunSize> own = plan.params().isPresent() || plan.tokens().isPresent()
                ? usual.complete(plan.params(), plan.tokens(), plan.trainFlops())
                : Optional.empty();
        double c = usual.flopsPerParamToken();
        return switch (this) {
            case OWN_RATIO ->
                own.map(run -> new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, run.tokens() / run.params(), c))
                        .orElse(usual);
            case TOKENS_PER_PARAM ->
                usual.kind() == ComputePath.Kind.TOKENS_PER_PARAM
                        ? usual
                        : new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, ComputePath.USUAL_TOKENS_PER_PARAM, c);
            case PARAMS ->
                new ComputePath(
                        ComputePath.Kind.PARAMS,
                        held("params", plan.params(), own.or(() -> largest).map(RunSize::params)),
                        c);
            case TOKENS ->
                new ComputePath(
                        ComputePath.Kind.TOKENS,
                        held("tokens", plan.tokens(), own.or(() -> largest).map(RunSize::tokens)),
                        c);
        };
    }

    private static double held(String what, OptionalDouble stated, Optional<Double> known) {
        if (stated.isPresent()) return stated.getAsDouble();
        return known.orElseThrow(() -> new IllegalArgumentException("path must be own_ratio or tokens_per_param where"
                + " neither the plan nor the largest checkpoint states its " + what));
    }
}
