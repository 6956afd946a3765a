package org.emergencelaw.law;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Pretraining loss of a run, nats per token, as a function of its size; it falls as the run grows. */
public sealed interface LossLaw permits ComputeLossLaw, ParamTokenLaw {

    /**
     * Expected loss, nats per token.
     *
     * @param run a law uses what it needs: params and tokens, or compute
     */
    double lossNats(RunSize run);

    /** Loss that is approached, but never reached, as compute grows along a path, nats. */
    double minLossNats(ComputePath path);

    /** Compute at which the loss falls to {@code lossNats} along a path, FLOPs; infinite when {@link #minLossNats} is no lower. */
    double trainFlops(double lossNats, ComputePath path);

    /** The same of many losses along one path: what depends on the path alone is computed once. */
    default DoubleUnaryOperator trainFlops(ComputePath path) {
        return lossNats -> trainFlops(lossNats, path);
    }

    /** Derivatives of the expected loss by the parameters, in the order of {@link #parameters}. */
    double[] gradient(RunSize run);

    /** The form that this law has. */
    LossLawForm form();

    /** Parameters, in the order of {@link LossLawForm#parameterNames}. */
    double[] values();

    /** Parameters by their JSON names, in the order of {@link LossLawForm#parameterNames}. */
    default Map<String, Double> parameters() {
        List<String> names = form().parameterNames();
        double[] values = values();
        Map<String, Double> parameters = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) parameters.put(names.get(i), values[i]);
        return parameters;
    }

    /** As {@link LawDraw#rounded}. */
    default LossLaw rounded() {
        return form().law(Arrays.stream(values()).map(LawDraw::single).toArray());
    }

    /** Checks a parameter of a law, or an argument. */
    static double requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
        return value;
    }
}
