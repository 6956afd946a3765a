package org.emergencelaw.statistics;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the draws of a posterior were come by, and how far to trust them.
 *
 * @param effectiveDraws {@code 1 / sum w^2} of weighted points; of a chain, the bulk effective sample size of E(D0)
 * @param paretoShape k of the largest importance weights, good below 0.7; absent for a chain
 * @param chain convergence of E(D0) and of every parameter of a chain; empty for weighted points
 */
public record SamplingDiagnostics(
        Scheme scheme, double effectiveDraws, OptionalDouble paretoShape, List<Convergence> chain) {

    /** How the draws were made. */
    public enum Scheme {
        /** Importance sampling, accepted by its diagnostics. */
        IMPORTANCE,
        /** An ensemble chain, by choice or because importance sampling was not accepted. */
        ENSEMBLE
    }

    /**
     * Convergence of one quantity of a chain, see {@link ChainDiagnostics}.
     *
     * @param rHat rank-normalised split R-hat of the independent ensembles, each as one chain: walkers of one are not
     *     independent
     * @param bulkEffective effective draws for the middle of its distribution
     * @param tailEffective effective draws for its 5% and 95% quantiles
     * @param autocorrelationTime steps
     * @param steps length of the chain
     */
    public record Convergence(
            String quantity,
            double rHat,
            double bulkEffective,
            double tailEffective,
            double autocorrelationTime,
            int steps) {

        public static final double MAX_R_HAT = 1.01, MIN_EFFECTIVE = 400, MIN_TIMES = 20;

        /** Whether R-hat is at most 1.01, both effective sizes are at least 400, and the chain is 20 autocorrelation times long. */
        public boolean good() {
            return rHat <= MAX_R_HAT
                    && bulkEffective >= MIN_EFFECTIVE
                    && tailEffective >= MIN_EFFECTIVE
                    && steps >= MIN_TIMES * autocorrelationTime;
        }

        /**
         * @param ensembles values of independent ensembles, all walkers at one time before all at the next
         * @param thin steps between two times
         */
        public static Convergence of(String quantity, double[][] ensembles, int walkersOfEach, int thin) {
            double[][] walkers = ChainDiagnostics.walkers(ensembles, walkersOfEach);
            return new Convergence(
                    quantity,
                    ChainDiagnostics.rHat(ensembles),
                    ChainDiagnostics.bulkEffective(walkers),
                    ChainDiagnostics.tailEffective(walkers),
                    thin * ChainDiagnostics.autocorrelationTime(walkers),
                    thin * walkers[0].length);
        }
    }

    /** Whether every quantity of the chain is good. */
    public boolean converged() {
        return chain.stream().allMatch(Convergence::good);
    }
}
