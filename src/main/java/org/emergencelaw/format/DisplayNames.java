package org.emergencelaw.format;

import java.util.Locale;
import java.util.Map;

/**
 * Names of methods, rivals, voices, verdicts and measures: a key for programs, as JSON, CSV and the database have it, and one label for
 * people. {@code static/display.js} has the same labels.
 */
public final class DisplayNames {

    /** Labels that are more than their key with spaces. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("mle", "least squares"),
            Map.entry("mcmc", "MCMC"),
            Map.entry("bootstrap_groups", "bootstrap of groups"),
            Map.entry("bootstrap_residuals", "bootstrap of residuals"),
            Map.entry("few_shot_relu", "few-shot ReLU"),
            Map.entry("free_few_shot_slope", "free few-shot slope"),
            Map.entry("constant_half", "always one half"),
            Map.entry("hinge", "floor, elbow and rise"),
            Map.entry("line", "straight line"),
            Map.entry("logistic", "logistic curve"),
            Map.entry("hinge_in_loss", "floor, elbow and rise, over the loss"),
            Map.entry("line_in_loss", "straight line, over the loss"),
            Map.entry("logistic_in_loss", "logistic curve, over the loss"),
            Map.entry("reference", "what is usual elsewhere"),
            Map.entry("forecast", "locked forecast"),
            Map.entry("brier", "Brier score"),
            Map.entry("emergence_loss_nats", "point of emergence, nats"));

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
