package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emergencelaw.calibration.ComputeCoverageStudy;
import org.emergencelaw.calibration.SimulatedWorld;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate-compute",
        description = {
            "Simulation study from observations to compute: draws tasks that emerge at 2, 4, 8 and 16 times the largest"
                    + " checkpoint's compute, fits both laws, and prints as CSV how often the 90%% interval of the compute at"
                    + " emergence covered the truth.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law calibrate-compute > data/calibration/compute.csv"})
public final class CalibrateComputeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--worlds",
            split = ",",
            paramLabel = "WORLD",
            description = "Worlds (default: ahead_2, ahead_4, ahead_8, ahead_16): ${COMPLETION-CANDIDATES}.")
    private List<SimulatedWorld> worlds =
            List.of(SimulatedWorld.AHEAD_2, SimulatedWorld.AHEAD_4, SimulatedWorld.AHEAD_8, SimulatedWorld.AHEAD_16);

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks drawn in each world (default: ${DEFAULT-VALUE}).")
    private int tasks = 300;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the study (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public CalibrateComputeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!(tasks >= 1 && tasks <= 100_000))
            throw new IllegalArgumentException("--tasks must be from 1 to 100000, was " + tasks);
        return ClusterTrials.on(cluster, this::print);
    }

    private int print(TrialRunner runner) {
        PrintStream out = terminal.out();
        out.println("world,sizes,tasks,answered,identified,coverage90,coverage90_identified,covered_or_warned,"
                + "median_factor");
        for (ComputeCoverageStudy.Sizes sizes : ComputeCoverageStudy.Sizes.values())
            for (SimulatedWorld world : worlds) {
                ComputeCoverageStudy.Coverage row = ComputeCoverageStudy.run(runner, world, sizes, tasks, seed);
                out.println(String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.3f",
                        world.key(),
                        DisplayNames.key(sizes),
                        tasks,
                        row.answered(),
                        row.identified(),
                        row.coverage().orElse(Double.NaN),
                        row.identifiedCoverage().orElse(Double.NaN),
                        row.coveredOrWarned(),
                        row.medianFactor().orElse(Double.NaN)));
            }
        return 0;
    }
}
