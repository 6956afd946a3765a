package org.emergencelaw.format;

import java.util.Locale;
import java.util.Map;

/**
 * Names of methods, rivals, verdicts and measures: a key for programs, as JSON, CSV and the database have it, and one label for
 * people. {@code static/display.js} has the same labels.
 */
public final class DisplayNames {

    /** Labels that are more than their key with spaces. */
    private static final Map<String, String> LABELS = Map.of(
            "mle", "least squares",
            "mcmc", "MCMC",
            "bootstrap_groups", "bootstrap of groups",
            "bootstrap_residuals", "bootstrap of residuals",
            "few_shot_relu", "few-shot ReLU",
            "few_shot_logistic", "few-shot logistic",
            "free_few_shot_slope", "free few-shot slope",
            "constant_half", "always one half",
            "brier", "Brier score",
            "forecast", "locked forecast");

    private DisplayNames() {}

    /** An enum constant as in JSON: {@code not_identified}. */
    public static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** An enum constant for people: {@code not identified}. */
    public static String label(Enum<?> constant) {
        return label(key(constant));
    }

    /** A key for people: {@code emergence law}, {@code few-shot ReLU}. */
    public static String label(String key) {
        return LABELS.getOrDefault(
                key, key.replace('_', ' ').replace("few shot", "few-shot").replace("log l", "log-l"));
    }
}
