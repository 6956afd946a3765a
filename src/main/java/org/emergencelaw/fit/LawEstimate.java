package org.emergencelaw.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * Maximum likelihood parameters of a fitted law by their names in the contract.
 *
 * @param name form of the law
 * @param parameters of all forms by name, see {@link EmergenceLawForm#allParameterNames}; absent are those that only other forms
 *     have. In JSON they stand beside the other fields
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

    public LawEstimate {
        Set<String> present = parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue().isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        List<String> own = name.parameterNames();
        if (!present.equals(Set.copyOf(own))
                || !EmergenceLawForm.allParameterNames().containsAll(parameters.keySet()))
            throw new IllegalArgumentException("parameters of a " + name.key() + " law must be "
                    + String.join(", ", own) + ", were " + String.join(", ", parameters.keySet()));
    }

    static LawEstimate of(AccuracyCurve curve, Map<String, Double> standardErrors) {
        Map<String, Double> own = curve.law().parameters();
        Map<String, OptionalDouble> all = new LinkedHashMap<>();
        for (String parameter : EmergenceLawForm.allParameterNames())
            all.put(
                    parameter,
                    own.containsKey(parameter) ? OptionalDouble.of(own.get(parameter)) : OptionalDouble.empty());
        return new LawEstimate(
                curve.law().form(), all, curve.slope(), curve.floor(), curve.fewShotShift(), standardErrors);
    }

    /** The law of these parameters. */
    public EmergenceLaw law() {
        double[] values = name.parameterNames().stream()
                .mapToDouble(parameter -> parameters
                        .getOrDefault(parameter, OptionalDouble.empty())
                        .orElseThrow())
                .toArray();
        return name.law(values[0], values[1], values[2]);
    }

    /** The accuracy curve of these parameters. */
    public AccuracyCurve curve(int shots) {
        return new AccuracyCurve(law(), slope, floor, fewShotShift, shots);
    }
}
