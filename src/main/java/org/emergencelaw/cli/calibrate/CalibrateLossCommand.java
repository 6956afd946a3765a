package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emergencelaw.calibration.LossCoverageStudy;
import org.emergencelaw.calibration.SimulatedLossWorld;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate-loss",
        description = {
            "Simulation study of the loss law: draws families whose true law is known, forecasts the loss of a plan beyond"
                    + " their compute, and prints as CSV how often the 90%% interval covered it, one row per kind of family and"
                    + " number of sizes.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law calibrate-loss > data/calibration/loss-law.csv"})
public final class CalibrateLossCommand implements Callable<Integer> {

    private static final int MOST_SIZES = 8;

    private final Terminal terminal;

    @Option(
            names = "--families",
            paramLabel = "N",
            description = "Families of each kind and number of sizes (default: ${DEFAULT-VALUE}).")
    private int families = 300;

    @Option(
            names = "--beyond",
            paramLabel = "TIMES",
            description = "Compute of the plan over the largest of the family (default: ${DEFAULT-VALUE}).")
    private double beyond = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the study (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public CalibrateLossCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!(families >= 1 && families <= 100_000))
            throw new IllegalArgumentException("--families must be from 1 to 100000, was " + families);
        if (!(beyond >= 1 && beyond <= 1e6))
            throw new IllegalArgumentException("--beyond must be from 1 to 1000000, was " + beyond);
        return ClusterTrials.on(cluster, this::print);
    }

    private int print(TrialRunner runner) {
        PrintStream out = terminal.out();
        out.println("world,sizes,families,coverage90,median_width_nats,median_error_nats");
        for (SimulatedLossWorld world : SimulatedLossWorld.values())
            for (int sizes = 1; sizes <= MOST_SIZES; sizes++) {
                LossCoverageStudy.Coverage row = LossCoverageStudy.run(runner, world, sizes, families, beyond, seed);
                out.println(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%.4f,%.4f,%.4f",
                        DisplayNames.key(world),
                        sizes,
                        families,
                        row.coverage(),
                        row.medianWidth(),
                        row.medianError()));
            }
        return 0;
    }
}
