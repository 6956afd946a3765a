package org.emergencelaw.law;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The forms of the loss law: a new one is a record that implements {@link LossLaw} and a constant here. */
public enum LossLawForm {
    /** Over training compute. */
    COMPUTE(
            p -> new ComputeLossLaw(p[0], p[1], p[2], p[3]),
            "irreducible_loss_nats",
            "reducible_loss_nats",
            "exponent",
            "reference_flops"),
    /** Over params and tokens, with an irreducible loss. */
    CHINCHILLA(
            p -> new ChinchillaLaw(p[0], p[1], p[2], p[3], p[4]), "irreducible_loss_nats", "a", "alpha", "b", "beta"),
    /** Over params and tokens, falling to 0. */
    KAPLAN(p -> new KaplanLaw(p[0], p[1], p[2], p[3]), "n_c", "alpha_n", "d_c", "alpha_d");

    private final Function<double[], LossLaw> law;
    private final List<String> parameterNames;

    LossLawForm(Function<double[], LossLaw> law, String... parameterNames) {
        this.law = law;
        this.parameterNames = List.of(parameterNames);
    }

    /** Name in files and JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form with this name. */
    public static Optional<LossLawForm> of(String key) {
        return Arrays.stream(values()).filter(form -> form.key().equals(key)).findFirst();
    }

    /** Whether the loss is one over params and tokens, as published laws are, rather than over compute. */
    public boolean overParamsAndTokens() {
        return this != COMPUTE;
    }

    /** JSON names of the parameters, in the order of the record. */
    public List<String> parameterNames() {
        return parameterNames;
    }

    /**
     * The law with these parameters, in the order of {@link #parameterNames}.
     *
     * @throws IllegalArgumentException if there are more or fewer, or one breaks a rule of the law
     */
    public LossLaw law(double... parameters) {
        if (parameters.length != parameterNames.size())
            throw new IllegalArgumentException(
                    "a " + key() + " loss law has " + parameterNames.size() + " parameters, were " + parameters.length);
        return law.apply(parameters);
    }
}
