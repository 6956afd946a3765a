package org.emergencelaw.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * Maximum likelihood parameters of a fitted law by their names in the contract.
 *
 * @param name form of the law
 * @param parameters by name, in the order of {@link EmergenceLawForm#parameterNames}. In JSON they stand beside the other fields,
 *     where clients look for alpha and beta whatever the form: these two are in every map, absent where they are another form's
 * @param slope accuracy per nat
 * @param floor accuracy before the elbow
 * @param fewShotShift what few-shot accuracy differs from the floor before its elbow
 * @param standardErrors by parameter name; a parameter that the data do not determine is missing
 */
public record LawEstimate(
        EmergenceLawForm name,
        Map<String, OptionalDouble> parameters,
        double slope,
        double floor,
        double fewShotShift,
        Map<String, Double> standardErrors) {

    private static final List<String> IN_EVERY_ANSWER = List.of("alpha", "beta");

    public LawEstimate {
        List<String> own = name.parameterNames();
        boolean fits = parameters.keySet().containsAll(own);
        for (Map.Entry<String, OptionalDouble> parameter : parameters.entrySet())
            fits &= own.contains(parameter.getKey())
                    ? parameter.getValue().isPresent()
                    : IN_EVERY_ANSWER.contains(parameter.getKey())
                            && parameter.getValue().isEmpty();
        if (!fits)
            throw new IllegalArgumentException("parameters of a " + name.key() + " law must be "
                    + String.join(", ", own) + ", were " + String.join(", ", parameters.keySet()));
    }

    static LawEstimate of(AccuracyCurve curve, Map<String, Double> standardErrors) {
        EmergenceLaw law = curve.law();
        Map<String, OptionalDouble> parameters = new LinkedHashMap<>();
        parameters.put(law.form().parameterNames().get(0), OptionalDouble.empty());
        for (String parameter : IN_EVERY_ANSWER) parameters.put(parameter, OptionalDouble.empty());
        law.parameters().forEach((parameter, value) -> parameters.put(parameter, OptionalDouble.of(value)));
        return new LawEstimate(
                law.form(), parameters, curve.slope(), curve.floor(), curve.fewShotShift(), standardErrors);
    }

    /** The law of these parameters. */
    public EmergenceLaw law() {
        double[] values = name.parameterNames().stream()
                .mapToDouble(parameter -> parameters
                        .getOrDefault(parameter, OptionalDouble.empty())
                        .orElseThrow())
                .toArray();
        return name.law(values);
    }

    /** The accuracy curve of these parameters. */
    public AccuracyCurve curve(int shots) {
        return new AccuracyCurve(law(), slope, floor, fewShotShift, shots);
    }
}
