package org.emergencelaw.law;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Path along which training compute grows, {@code C = c N T} with one more condition that says how params and tokens share it.
 *
 * @param kind what is held
 * @param value tokens per parameter, params, or tokens; above 0
 * @param flopsPerParamToken c, training FLOPs per parameter and token, above 0; 6 is usual
 */
public record ComputePath(Kind kind, double value, double flopsPerParamToken) {

    /** Tokens per parameter of a compute-optimal run, as a rule of thumb after Hoffmann et al. 2022. */
    public static final double USUAL_TOKENS_PER_PARAM = 20;

    /** What a path holds while compute grows. */
    public enum Kind {
        /** {@code T / N} is held: {@code N = sqrt(C / (c r))}. */
        TOKENS_PER_PARAM,
        /** {@code N} is held: the same model, trained longer. */
        PARAMS,
        /** {@code T} is held: larger models on the same tokens. */
        TOKENS
    }

    public ComputePath {
        LossLaw.requirePositive("path " + kind.name().toLowerCase(Locale.ROOT), value);
        LossLaw.requirePositive("flops_per_param_token", flopsPerParamToken);
    }

    /** At {@link #USUAL_TOKENS_PER_PARAM}, counted as a study counts. */
    public static ComputePath usual(double flopsPerParamToken) {
        return new ComputePath(Kind.TOKENS_PER_PARAM, USUAL_TOKENS_PER_PARAM, flopsPerParamToken);
    }

    /** The run at one compute. */
    public RunSize at(double trainFlops) {
        double product = LossLaw.requirePositive("train_flops", trainFlops) / flopsPerParamToken;
        return switch (kind) {
            case TOKENS_PER_PARAM -> {
                double params = Math.sqrt(product / value);
                yield new RunSize(params, params * value, trainFlops);
            }
            case PARAMS -> new RunSize(value, product / value, trainFlops);
            case TOKENS -> new RunSize(product / value, value, trainFlops);
        };
    }

    /**
     * A run's size from any two of N, T and C, by {@code C = c N T}; from C alone as it is along this path.
     *
     * @return absent where only N, only T or nothing is known
     */
    public Optional<RunSize> complete(OptionalDouble params, OptionalDouble tokens, OptionalDouble trainFlops) {
        if (params.isPresent() && tokens.isPresent()) {
            double n = params.getAsDouble(), t = tokens.getAsDouble();
            return Optional.of(new RunSize(n, t, trainFlops.orElse(flopsPerParamToken * n * t)));
        }
        if (trainFlops.isEmpty()) return Optional.empty();
        double flops = trainFlops.getAsDouble(), product = flops / flopsPerParamToken;
        if (params.isPresent())
            return Optional.of(new RunSize(params.getAsDouble(), product / params.getAsDouble(), flops));
        if (tokens.isPresent())
            return Optional.of(new RunSize(product / tokens.getAsDouble(), tokens.getAsDouble(), flops));
        return Optional.of(at(flops));
    }
}
