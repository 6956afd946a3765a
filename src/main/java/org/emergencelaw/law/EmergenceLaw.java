package org.emergencelaw.law;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Elbow of accuracy over pretraining loss as a function of the data amount, {@code E(D) = C + k f(D)}, f with one more parameter.
 *
 * <p>What the forms have to themselves, each says in {@link EmergenceLawForm}; nothing else tells one law from another.
 */
public interface EmergenceLaw {

    /** The form that this law has. */
    EmergenceLawForm form();

    /** Scale of f, nats. */
    double k();

    /** The parameter of f, which {@link EmergenceLawForm#parameter()} names. */
    double shapeParameter();

    /** Constant C, nats. */
    double c();

    /**
     * Loss at which accuracy leaves its floor after finetuning on {@code examples}.
     *
     * @param examples data amount D, at least 1
     * @return nats per token; may be negative, which means that no loss reaches it
     * @throws IllegalArgumentException if examples is below 1 or not finite
     */
    double elbowNats(double examples);

    /** Name as in options and JSON, such as {@code log_power}. */
    default String name() {
        return form().key();
    }

    /** Parameters by their JSON names, in the order of {@link EmergenceLawForm#parameterNames}. */
    default Map<String, Double> parameters() {
        List<String> names = form().parameterNames();
        Map<String, Double> parameters = new LinkedHashMap<>();
        parameters.put(names.get(0), k());
        parameters.put(names.get(1), shapeParameter());
        parameters.put(names.get(2), c());
        return parameters;
    }

    /** Checks a data amount. */
    static double requireExamples(double examples) {
        if (!(examples >= 1 && examples < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("examples must be finite and at least 1, was " + examples);
        return examples;
    }
}
