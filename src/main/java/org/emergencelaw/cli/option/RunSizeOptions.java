package org.emergencelaw.cli.option;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import picocli.CommandLine.Option;

/** How large a planned run is; numbers may be written 13B, 1.4T, 6e21. */
public final class RunSizeOptions {

    @Option(names = "--params", paramLabel = "N", description = "Parameters of the planned run.")
    public Optional<String> params = Optional.empty();

    @Option(names = "--tokens", paramLabel = "T", description = "Training tokens of the planned run.")
    public Optional<String> tokens = Optional.empty();

    @Option(
            names = "--train-flops",
            paramLabel = "C",
            description = "Training compute of the planned run, FLOPs; 6 N T where it is not given.")
    public Optional<String> trainFlops = Optional.empty();

    boolean given() {
        return params.isPresent() || tokens.isPresent() || trainFlops.isPresent();
    }

    public OptionalDouble paramCount() {
        return NumberText.quantity("--params", params);
    }

    public OptionalDouble tokenCount() {
        return NumberText.quantity("--tokens", tokens);
    }

    public OptionalDouble flops() {
        return NumberText.quantity("--train-flops", trainFlops);
    }
}
