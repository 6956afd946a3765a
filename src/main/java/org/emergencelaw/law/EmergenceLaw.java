package org.emergencelaw.law;

import java.util.Map;

/** Elbow of accuracy over pretraining loss as a function of the data amount, {@code E(D)}. */
public sealed interface EmergenceLaw permits LogPowerLaw, PowerLaw {

    /**
     * Loss at which accuracy leaves its floor after finetuning on {@code examples}.
     *
     * @param examples data amount D, at least 1
     * @return nats per token; may be negative, which means that no loss reaches it
     * @throws IllegalArgumentException if examples is below 1 or not finite
     */
    double elbowNats(double examples);

    /** Name as in options and JSON, {@code log_power} or {@code power}. */
    String name();

    /** Parameters by their JSON names. */
    Map<String, Double> parameters();

    /** Checks a data amount. */
    static double requireExamples(double examples) {
        if (!(examples >= 1 && examples < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("examples must be finite and at least 1, was " + examples);
        return examples;
    }
}
