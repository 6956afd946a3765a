package org.emergencelaw.ingest.harness;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which numbers of a results file to take.
 *
 * @param metric such as {@code acc_norm}; absent: each that is an accuracy
 * @param filter of the answers, such as {@code strict-match}; absent: each
 */
public record HarnessSelection(Optional<String> metric, Optional<String> filter) {

    public static final HarnessSelection ALL = new HarnessSelection(Optional.empty(), Optional.empty());

    /** Shares of items that are right, whatever their name; F1, BLEU, correlations and perplexities are none. */
    private static final Pattern ACCURACY =
            Pattern.compile("(.*_)?acc(uracy)?(_.*)?|(.*_)?exact_match|exact|em|mc[12]|pass(@|_at_).+|contains");

    /** Why a number is not taken; empty when it is. */
    String reason(HarnessResults.Score score) {
        if (metric.isPresent() && !metric.get().equals(score.metric())) return "the chosen metric is " + metric.get();
        if (filter.isPresent() && !filter.get().equals(score.filter())) return "the chosen filter is " + filter.get();
        if (Double.isNaN(score.value())) return "it is NaN";
        if (score.lowerIsBetter()) return "lower is better: it is no accuracy";
        if (!(score.value() >= 0 && score.value() <= 1)) return "it is not from 0 to 1: it is no accuracy";
        if (metric.isEmpty() && !ACCURACY.matcher(score.metric()).matches())
            return "it is no share of right items; choose the metric by its name to take it all the same";
        return "";
    }
}
