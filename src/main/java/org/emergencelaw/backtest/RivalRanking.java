package org.emergencelaw.backtest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.statistics.Percentiles;

/**
 * How one rival did over the cuts before emergence.
 *
 * @param rival its key
 * @param answered cuts at which it said something
 * @param abstained cuts at which it did not
 * @param medianAbsErrorNats over the answered cuts whose median is not never
 * @param medianAbsDoublings |log2 of predicted over true compute|, over the answered cuts; absent where it is out of reach
 * @param covered answered cuts whose 90% interval holds the truth
 * @param crps mean over all cuts, nats; an abstention scores what the climatology scored
 * @param skill {@code 1 - crps / crps of the climatology}
 * @param aheadByError compute at emergence over the largest shown at the earliest cut from which on the error stays within 0.1 nats
 * @param aheadByInterval the same, with "the 90% interval holds the truth and is at most 0.4 nats wide"
 * @param againstLaw paired with the emergence law over the cuts
 * @param crpsDoublings mean over all cuts; this and what follows as {@link DoublingsScore} has it, abstentions as in {@code crps};
 *     absent where nothing links losses to compute, and in results of version 0.1.0
 * @param logScore mean over all cuts
 * @param pWithinTwofold mean stated probability; absent where nothing was seen
 */
public record RivalRanking(
        String rival,
        int answered,
        int abstained,
        OptionalDouble medianAbsErrorNats,
        OptionalDouble medianAbsDoublings,
        int covered,
        double crps,
        OptionalDouble skill,
        OptionalDouble aheadByError,
        OptionalDouble aheadByInterval,
        Optional<Paired> againstLaw,
        OptionalDouble crpsDoublings,
        OptionalDouble logScore,
        OptionalDouble pWithinTwofold,
        OptionalDouble pWithinFourfold,
        OptionalDouble pWithinEightfold) {

    /** Success in Snell et al. 2024. */
    static final double CLOSE_NATS = 0.1;

    static final double NARROW_NATS = 0.4;
    private static final int FEWEST_PAIRS = 5;
    private static final int MOST_EXACT = 18;

    /**
     * Differences in CRPS, rival minus emergence law.
     *
     * @param pairs cuts where they differ
     * @param meanDifferenceNats negative where the rival is better
     * @param pValue two-sided Wilcoxon signed-rank test; absent with fewer than five pairs. Cuts of one study share rows, so it is
     *     smaller than it should be
     */
    public record Paired(int pairs, double meanDifferenceNats, OptionalDouble pValue) {

        /** @param differences one a pair */
        static Paired of(double[] differences) {
            double[] differing =
                    Arrays.stream(differences).filter(value -> value != 0).toArray();
            OptionalDouble p = differing.length < FEWEST_PAIRS
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(new WilcoxonSignedRankTest()
                            .wilcoxonSignedRankTest(
                                    differing, new double[differing.length], differing.length <= MOST_EXACT));
            return new Paired(
                    differing.length, Arrays.stream(differences).average().orElse(0), p);
        }
    }

    /**
     * @param trials cuts before emergence, least compute first; at least one
     * @return best first, by CRPS: those that answered at every cut, then those that abstained at some, last those that never answered
     */
    static List<RivalRanking> of(ObservedEmergence truth, List<CutResult> trials) {
        double[] law = crps(Rivals.LAW, truth, trials), guess = crps(Rivals.CLIMATOLOGY, truth, trials);
        return trials.get(0).said().stream()
                .map(CutResult.Said::rival)
                .map(rival -> of(rival, truth, trials, law, mean(guess)))
                .sorted(Comparator.<RivalRanking>comparingInt(RivalRanking::silence)
                        .thenComparingDouble(RivalRanking::crps))
                .toList();
    }

    /**
     * Who did best: the first, which is of those that answered at every cut. Whoever abstained has a part of its score from the climatology.
     *
     * @param standings best first, as {@link #of} ranks them
     */
    static RivalRanking best(List<RivalRanking> standings) {
        return standings.stream()
                .filter(standing -> standing.abstained() == 0)
                .findFirst()
                .orElseThrow();
    }

    /** Whoever abstained has a part of its score from the climatology, so it stands behind those that did not. */
    private int silence() {
        if (abstained == 0) return 0;
        return answered > 0 ? 1 : 2;
    }

    private static RivalRanking of(
            String rival, ObservedEmergence truth, List<CutResult> trials, double[] law, double guess) {
        List<PredictionScore> scores = trials.stream()
                .flatMap(trial -> trial.said(rival).score(truth.landmark()).stream())
                .toList();
        List<PredictionScore> substituted = substituted(rival, truth, trials);
        double[] own = crps(rival, truth, trials), differences = new double[own.length];
        for (int i = 0; i < own.length; i++) differences[i] = own[i] - law[i];
        return new RivalRanking(
                rival,
                scores.size(),
                trials.size() - scores.size(),
                medianAbs(scores, PredictionScore::errorNats),
                medianAbs(scores, PredictionScore::doublings),
                (int) scores.stream()
                        .filter(score -> score.within().orElse(false))
                        .count(),
                mean(own),
                guess > 0 ? OptionalDouble.of(1 - mean(own) / guess) : OptionalDouble.empty(),
                ahead(rival, truth, trials, RivalRanking::close),
                ahead(rival, truth, trials, RivalRanking::holds),
                rival.equals(Rivals.LAW) ? Optional.empty() : Optional.of(Paired.of(differences)),
                mean(substituted, score -> OptionalDouble.of(score.crps())),
                mean(substituted, score -> OptionalDouble.of(score.logScore())),
                mean(substituted, DoublingsScore::pWithinTwofold),
                mean(substituted, DoublingsScore::pWithinFourfold),
                mean(substituted, DoublingsScore::pWithinEightfold));
    }

    private static boolean close(PredictionScore score) {
        return score.errorNats().isPresent() && Math.abs(score.errorNats().getAsDouble()) <= CLOSE_NATS;
    }

    private static boolean holds(PredictionScore score) {
        return score.within().orElse(false)
                && score.q05Nats().isPresent()
                && score.q95Nats().orElseThrow() - score.q05Nats().getAsDouble() <= NARROW_NATS;
    }

    /** Compute at emergence over that of the earliest cut from which on the rival succeeds; absent where it fails at the last. */
    private static OptionalDouble ahead(
            String rival, ObservedEmergence truth, List<CutResult> trials, Predicate<PredictionScore> success) {
        OptionalDouble ahead = OptionalDouble.empty();
        for (int i = trials.size() - 1; i >= 0; i--) {
            CutResult trial = trials.get(i);
            Optional<PredictionScore> score = trial.said(rival).score(truth.landmark());
            if (score.filter(success).isEmpty()) return ahead;
            if (truth.earliestFlops().isPresent() && trial.trainFlops().isPresent())
                ahead = OptionalDouble.of(
                        truth.earliestFlops().getAsDouble() / trial.trainFlops().getAsDouble());
        }
        return ahead;
    }

    /** One value a cut; an abstention scores as the climatology, and that one, where it is silent, as the largest model seen. */
    private static double[] crps(String rival, ObservedEmergence truth, List<CutResult> trials) {
        return substituted(rival, truth, trials).stream()
                .mapToDouble(PredictionScore::crps)
                .toArray();
    }

    private static List<PredictionScore> substituted(String rival, ObservedEmergence truth, List<CutResult> trials) {
        return trials.stream()
                .map(trial -> List.of(rival, Rivals.CLIMATOLOGY, Rivals.LARGEST_SEEN).stream()
                        .flatMap(one -> trial.said(one).score(truth.landmark()).stream())
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static OptionalDouble mean(List<PredictionScore> scores, Function<DoublingsScore, OptionalDouble> value) {
        return scores.stream()
                .flatMap(score -> score.inDoublings().stream())
                .flatMapToDouble(score -> value.apply(score).stream())
                .average();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static OptionalDouble medianAbs(List<PredictionScore> scores, Function<PredictionScore, OptionalDouble> value) {
        // what is out of reach counts as further than all else
        double[] sorted = scores.stream()
                .mapToDouble(score -> Math.abs(value.apply(score).orElse(Double.POSITIVE_INFINITY)))
                .sorted()
                .toArray();
        if (sorted.length == 0) return OptionalDouble.empty();
        double median = Percentiles.quantile(sorted, 0.5);
        return Double.isFinite(median) ? OptionalDouble.of(median) : OptionalDouble.empty();
    }
}
