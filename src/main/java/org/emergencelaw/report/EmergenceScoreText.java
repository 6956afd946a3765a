package org.emergencelaw.report;

import java.util.Locale;
import java.util.OptionalDouble;
import org.emergencelaw.metric.EmergenceScore;

/** Emergence scores for people, one decimal. */
public final class EmergenceScoreText {

    private EmergenceScoreText() {}

    /** A score, or why it has no value. */
    public static String of(EmergenceScore score) {
        return switch (score.kind()) {
            case FINITE -> decimal(score.value().orElseThrow());
            case FLAT -> "0, flat";
            case UNBOUNDED -> score.rising() ? "unbounded" : "unbounded, falling";
            case TOO_SHORT -> "too short";
        };
    }

    /** A median of scores; absent where it is unbounded. */
    public static String median(OptionalDouble score) {
        return score.isPresent() ? decimal(score.getAsDouble()) : "unbounded";
    }

    private static String decimal(double score) {
        return String.format(Locale.ROOT, "%.1f", score).replace('-', '−');
    }
}
