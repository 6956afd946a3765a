package org.emergencelaw.fit;

import java.util.Map;
import java.util.OptionalDouble;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.LogPowerLaw;
import org.emergencelaw.law.PowerLaw;

/**
 * Maximum likelihood parameters of a fitted law by their names in the contract.
 *
 * @param name {@code log_power} or {@code power}
 * @param k nats
 * @param alpha exponent of ln D, for the log-power law
 * @param beta exponent of D, for the power law
 * @param c nats
 * @param slope accuracy per nat
 * @param floor accuracy before the elbow
 * @param fewShotShift what few-shot accuracy differs from the floor before its elbow
 * @param standardErrors by parameter name; a parameter that the data do not determine is missing
 */
public record LawEstimate(
        String name,
        double k,
        OptionalDouble alpha,
        OptionalDouble beta,
        double c,
        double slope,
        double floor,
        double fewShotShift,
        Map<String, Double> standardErrors) {

    static LawEstimate of(AccuracyCurve curve, Map<String, Double> standardErrors) {
        Map<String, Double> parameters = curve.law().parameters();
        return new LawEstimate(
                curve.law().name(),
                parameters.getOrDefault("k", 0.0),
                optional(parameters, "alpha"),
                optional(parameters, "beta"),
                parameters.getOrDefault("c", 0.0),
                curve.slope(),
                curve.floor(),
                curve.fewShotShift(),
                standardErrors);
    }

    private static OptionalDouble optional(Map<String, Double> parameters, String name) {
        Double value = parameters.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The accuracy curve of these parameters. */
    public AccuracyCurve curve(int shots) {
        EmergenceLaw law =
                alpha.isPresent() ? new LogPowerLaw(k, alpha.getAsDouble(), c) : new PowerLaw(k, beta.orElseThrow(), c);
        return new AccuracyCurve(law, slope, floor, fewShotShift, shots);
    }
}
