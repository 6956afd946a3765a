package org.emergencelaw.cli.option;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.suite.SuitePlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Planned runs that are asked of many studies: one, or a list. */
public final class PlanOptions {

    @Mixin
    private RunSizeOptions size = new RunSizeOptions();

    @Option(
            names = "--level",
            paramLabel = "0..1",
            description = "Accuracy that is asked for (default: that of each task).")
    private Optional<Double> level = Optional.empty();

    @Option(
            names = "--plans",
            paramLabel = "FILE",
            description =
                    "A list of plans as CSV: name, params, tokens, train_flops, pretrain_loss_nats, eval_items, path; a"
                            + " cell such as 1B|3B|7B makes a grid.")
    private Optional<String> plans = Optional.empty();

    /** None where nothing is planned. */
    public List<SuitePlan> plans(Terminal terminal) throws IOException {
        if (plans.isPresent() && size.given())
            throw new IllegalArgumentException("--plans and a plan of its own exclude each other");
        if (plans.isPresent())
            return PlanTableCsv.ofSuite(
                    ObservationFile.read(plans.get(), terminal).text(), level());
        if (!size.given()) return List.of();
        return List.of(new SuitePlan(
                size.paramCount(),
                size.tokenCount(),
                size.flops(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                PathChoice.OWN_RATIO,
                level()));
    }

    private OptionalDouble level() {
        return level.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
