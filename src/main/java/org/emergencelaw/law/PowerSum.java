package org.emergencelaw.law;

/**
 * The equation {@code u N^-p + v T^-q = s} of a run of N parameters and T training tokens along a path, which a {@link ParamTokenLaw}
 * is once it is solved for its powers. All of u, v, s, p and q are above 0; logarithms are held, since u may lie beyond any number.
 */
final class PowerSum {

    /** Convergence is cubic: what follows a step of this size lies below the last bit. */
    private static final double LAST_STEP = 1e-5;

    private static final int MAX_STEPS = 100;

    private final double logParams;
    private final double paramsExponent;
    private final double logTokens;
    private final double tokensExponent;
    private final ComputePath.Kind kind;
    private final double logValue;
    private final double logPerParamToken;

    /**
     * @param logParams ln u
     * @param paramsExponent p
     * @param logTokens ln v
     * @param tokensExponent q
     */
    PowerSum(double logParams, double paramsExponent, double logTokens, double tokensExponent, ComputePath path) {
        this.logParams = logParams;
        this.paramsExponent = paramsExponent;
        this.logTokens = logTokens;
        this.tokensExponent = tokensExponent;
        kind = path.kind();
        logValue = Math.log(path.value());
        logPerParamToken = Math.log(path.flopsPerParamToken());
    }

    /**
     * ln C at which it holds; positive infinity where the left side stays above s at every compute.
     *
     * @param logTotal ln s
     */
    double logFlops(double logTotal) {
        return logPerParamToken
                + switch (kind) {
                    case TOKENS_PER_PARAM -> 2 * logParamsAtRatio(logTotal) + logValue;
                    case PARAMS ->
                        logValue + other(logParams - paramsExponent * logValue, logTokens, tokensExponent, logTotal);
                    case TOKENS ->
                        logValue + other(logTokens - tokensExponent * logValue, logParams, paramsExponent, logTotal);
                };
    }

    /** ln of what is not held, in closed form: {@code (v / (s - held))^(1/q)}. */
    private static double other(double logHeld, double log, double exponent, double logTotal) {
        double share = -Math.expm1(logHeld - logTotal);
        return share > 0 ? (log - logTotal - Math.log(share)) / exponent : Double.POSITIVE_INFINITY;
    }

    /**
     * ln N where {@code T = r N}, by Halley's method on the logarithm of the left side, {@code f(ln N)}, which is convex and all but
     * straight: {@code f' = -m}, the mean of the exponents by what each term counts for, and {@code f''} their variance. It starts
     * where the larger term alone is s, so that {@code f f'' < 2 m^2}.
     */
    private double logParamsAtRatio(double logTotal) {
        double params = logParams - logTotal, tokens = logTokens - tokensExponent * logValue - logTotal;
        double x = Math.max(params / paramsExponent, tokens / tokensExponent);
        for (int i = 0; i < MAX_STEPS; i++) {
            double byParams = Math.exp(params - paramsExponent * x), byTokens = Math.exp(tokens - tokensExponent * x);
            double sum = byParams + byTokens, share = byParams / sum, apart = paramsExponent - tokensExponent;
            double mean = tokensExponent + share * apart, variance = share * (1 - share) * apart * apart;
            double f = Math.log(sum);
            double step = 2 * f * mean / (2 * mean * mean - f * variance);
            x += step;
            if (Math.abs(step) < LAST_STEP) return x;
        }
        return x;
    }
}
