package org.emergencelaw.ingest.run;

import java.util.Optional;
import java.util.regex.Pattern;
import org.emergencelaw.format.NumberText;

/**
 * Which numbers of the files of evaluation programs to take, and of which model they are where the files do not say it.
 *
 * @param metric such as {@code acc_norm}; absent: each that is an accuracy
 * @param filter of the answers, such as {@code strict-match}; absent: each
 * @param modelName of the model, as {@code NAME} or {@code NAME@REVISION}, for files that name none
 */
public record ScoreSelection(Optional<String> metric, Optional<String> filter, Optional<String> modelName) {

    public static final ScoreSelection ALL = new ScoreSelection(Optional.empty(), Optional.empty(), Optional.empty());

    public ScoreSelection {
        modelName.ifPresent(name -> {
            if (name.isBlank() || name.startsWith("@"))
                throw new IllegalArgumentException("model_name must be NAME or NAME@REVISION, was \"" + name + "\"");
        });
    }

    /** Shares of items that are right, whatever their name; F1, BLEU, correlations and perplexities are none. */
    private static final Pattern ACCURACY =
            Pattern.compile("(.*_)?acc(uracy)?(_.*)?|(.*_)?exact_match|exact|p?q?em|extractive_match|mc1"
                    + "|pass(@|_at_).+|contains|multiple_choice_grade|exact_str_match");

    /**
     * Means over classes, instructions or seeds, and weighted ones: no share of the items, though their names have an accuracy in
     * them. So is {@code mc2}, a mean of probabilities.
     */
    private static final Pattern NO_SHARE = Pattern.compile(
            "(.*_)?(balanced|macro|weighted|class|group|inst|inst_level|per_class|mean_per_class|avg|adjusted|adj)"
                    + "(_.*)?_acc(uracy)?(_.*)?|.*acc(uracy)?_(balanced|macro|weighted|per_class)|mc2");

    /** Why a number is not taken; absent when it is. */
    Optional<String> reason(Score score) {
        if (metric.isPresent() && !metric.get().equals(score.metric()))
            return Optional.of("the chosen metric is " + metric.get());
        if (filter.isPresent() && !filter.get().equals(score.filter()))
            return Optional.of("the chosen filter is " + filter.get());
        if (!score.unread().isEmpty()) return Optional.of("it is no number: " + score.unread());
        if (score.value().isEmpty()) return Optional.of("it is NaN");
        if (score.lowerIsBetter()) return Optional.of("lower is better: it is no accuracy");
        double value = score.value().getAsDouble();
        boolean accuracy = isAccuracy(score.metric());
        if (accuracy && value > 1 && value <= 100)
            return Optional.of("it is not from 0 to 1; did you mean " + NumberText.text(value / 100) + "?");
        if (!(value >= 0 && value <= 1)) return Optional.of("it is not from 0 to 1: it is no accuracy");
        if (metric.isEmpty() && !accuracy)
            return Optional.of("it is no share of right items; choose the metric by its name to take it all the same");
        return Optional.empty();
    }

    /** Whether a metric of this name is a share of right items. */
    public static boolean isAccuracy(String metric) {
        return ACCURACY.matcher(metric).matches() && !NO_SHARE.matcher(metric).matches();
    }
}
