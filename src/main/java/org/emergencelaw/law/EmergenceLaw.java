package org.emergencelaw.law;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Elbow of accuracy over pretraining loss as a function of the data amount, {@code E(D) = C + k f(D)}, f with one more parameter or
 * two.
 *
 * <p>What the forms have to themselves, each says in {@link EmergenceLawForm}; nothing else tells one law from another.
 */
public interface EmergenceLaw {

    /** The form that this law has. */
    EmergenceLawForm form();

    /** Scale of f, nats. */
    double k();

    /** The first parameter of f, which {@link EmergenceLawForm#parameter()} names. */
    double shapeParameter();

    /** Constant C, nats. */
    double c();

    /**
     * Loss at which accuracy leaves its floor after finetuning on {@code examples}.
     *
     * @param examples data amount D, at least 1; where {@link EmergenceLawForm#hasAnchor}, at least 0
     * @return nats per token; may be negative, which means that no loss reaches it
     * @throws IllegalArgumentException if examples is below that or not finite
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

    /** Checks a data amount of a law that is a function of its logarithm. */
    static double requireExamples(double examples) {
        return requireExamples(examples, 1);
    }

    /** @param least the smallest data amount of which the law says something */
    static double requireExamples(double examples, int least) {
        if (!(examples >= least && examples < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("examples must be finite and at least " + least + ", was " + examples);
        return examples;
    }
}
