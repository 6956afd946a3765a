package org.emergencelaw.benchmark;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.statistics.Interval90;

/**
 * A hidden model as every method forecast it, beside what it scored.
 *
 * @param doublings past the strongest visible checkpoint, as the forecast places it
 * @param basis of the forecast; absent where there was none
 * @param level the named level
 * @param said by method
 */
public record ScoredTarget(
        BenchmarkStudy study,
        String cut,
        String model,
        OptionalDouble doublings,
        Optional<StudyForecast.Basis> basis,
        double observed,
        double level,
        Map<String, Said> said) {

    private static final double Z95 = 1.6448536269514722;
    private static final double LEAST_SD = 1e-6;
    private static final double ROUNDING = 1e-9;

    /**
     * What a method says of the accuracy.
     *
     * @param pReachesLevel as it states it; absent where it is to be read off the quantiles
     */
    public record Said(Interval90 accuracy, OptionalDouble pReachesLevel) {

        static Said of(Interval90 accuracy) {
            return new Said(accuracy, OptionalDouble.empty());
        }

        /**
         * Weighted interval score of median and 90% interval, {@code (|y - m| / 2 + 0.05 (width + 20 miss)) / 1.5}, which
         * approximates the CRPS.
         *
         * @see <a href="https://doi.org/10.1371/journal.pcbi.1008618">Bracher et al. 2021</a>
         */
        double weightedIntervalScore(double observed) {
            double miss = Math.max(0, accuracy.q05() - observed) + Math.max(0, observed - accuracy.q95());
            return (0.5 * Math.abs(observed - accuracy.median()) + 0.05 * (width() + 20 * miss)) / 1.5;
        }

        double width() {
            return accuracy.q95() - accuracy.q05();
        }

        boolean holds(double observed) {
            return accuracy.q05() - ROUNDING <= observed && observed <= accuracy.q95() + ROUNDING;
        }

        /** As stated, else of a normal distribution with the half-width of its side. */
        double pReaches(double level) {
            if (pReachesLevel.isPresent()) return pReachesLevel.getAsDouble();
            double half =
                    level < accuracy.median() ? accuracy.median() - accuracy.q05() : accuracy.q95() - accuracy.median();
            return NormalDistribution.of(0, 1)
                    .cumulativeProbability((accuracy.median() - level) / Math.max(half / Z95, LEAST_SD));
        }
    }

    /** The same with these answers. */
    public ScoredTarget saying(Map<String, Said> answers) {
        return new ScoredTarget(study, cut, model, doublings, basis, observed, level, answers);
    }

    /** What a method that answered says. */
    Said by(String method) {
        return Optional.ofNullable(said.get(method)).orElseThrow();
    }

    boolean reached() {
        return observed >= level;
    }

    /** A study and cut has one vote, however many of its models were hidden. */
    String vote() {
        return study.id() + " " + cut;
    }
}
