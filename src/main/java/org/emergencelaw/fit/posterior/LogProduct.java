package org.emergencelaw.fit.posterior;

import java.util.Arrays;

/** Logarithms of products of many factors, one product a lane: factors are multiplied before a logarithm is taken. */
final class LogProduct {
    /** Factors before a logarithm is taken; they lie in 1e-15..1e24. */
    private static final int MAX_FACTORS = 12;

    /** To be multiplied by the next factors, which are then to be {@link #counted}. */
    final double[] product = new double[Likelihood.LANES];

    private final double[] logs = new double[Likelihood.LANES];
    private int factors;

    void start() {
        Arrays.fill(product, 1);
        Arrays.fill(logs, 0);
        factors = 0;
    }

    void counted() {
        if (++factors >= MAX_FACTORS) flush();
    }

    private void flush() {
        factors = 0;
        for (int j = 0; j < product.length; j++) {
            logs[j] += Math.log(product[j]);
            product[j] = 1;
        }
    }

    /** The logarithms. */
    double[] end() {
        flush();
        return logs;
    }
}
