package org.emergencelaw.law;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Emergence law with an anchor, {@code E(D) = C + k ln(1 + D/m)^gamma}, in nats of pretraining loss.
 *
 * <p>{@code D}: finetuning examples, at least 0: zero-shot is a data amount as any other, {@code E(0) = C}. {@code m > 0}: the anchor,
 * examples below which more of them hardly move the elbow. {@code k}, {@code C}: nats; {@code k > 0}. {@code gamma > 0}.
 *
 * @param anchor m, examples
 */
public record AnchoredLogPowerLaw(double k, double gamma, double c, double anchor) implements EmergenceLaw {

    /** The anchor where nothing else is known, examples: the middle of its prior. */
    public static final double USUAL_ANCHOR = 8;

    public AnchoredLogPowerLaw {
        if (!(k > 0 && k < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("k must be positive and finite, was " + k);
        if (!(gamma > 0 && gamma < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("gamma must be positive and finite, was " + gamma);
        if (!Double.isFinite(c)) throw new IllegalArgumentException("c must be finite, was " + c);
        if (!(anchor > 0 && anchor < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("anchor must be positive and finite, was " + anchor);
    }

    /** The law through {@code E(shots) = elbowMax - gap} and {@code E(max) = elbowMax}. */
    public static AnchoredLogPowerLaw through(
            double elbowMax, double gap, double gamma, double anchor, double shots, double max) {
        double first = logOf(shots, anchor), last = logOf(max, anchor);
        double share = Math.pow(first / last, gamma);
        // in units of f(max), which may overflow by itself
        double k = gap / (1 - share) / Math.pow(last, gamma);
        return new AnchoredLogPowerLaw(k, gamma, elbowMax - gap / (1 - share), anchor);
    }

    /** {@code ln(1 + D/m)}. */
    static double logOf(double examples, double anchor) {
        return Math.log1p(examples / anchor);
    }

    @Override
    public double elbowNats(double examples) {
        return c + k * Math.pow(logOf(EmergenceLaw.requireExamples(examples, 0), anchor), gamma);
    }

    @Override
    public EmergenceLawForm form() {
        return EmergenceLawForm.ANCHORED_LOG_POWER;
    }

    @Override
    public double shapeParameter() {
        return gamma;
    }

    @Override
    public Map<String, Double> parameters() {
        Map<String, Double> parameters = new LinkedHashMap<>(EmergenceLaw.super.parameters());
        parameters.put(form().parameterNames().get(3), anchor);
        return parameters;
    }
}
