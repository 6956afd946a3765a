package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emergencelaw.calibration.NextMeasurementStudy;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate-next",
        description = {
            "Simulation study of the next measurement: makes every candidate measurement on simulated studies, refits, and"
                    + " prints as CSV how much the interval narrowed, one row per rank of the recommendation.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law calibrate-next > data/calibration/next.csv"})
public final class CalibrateNextCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--studies", paramLabel = "N", description = "Studies drawn (default: ${DEFAULT-VALUE}).")
    private int studies = 20;

    @Option(
            names = "--outcomes",
            paramLabel = "N",
            description = "Outcomes of each measurement that are refitted (default: ${DEFAULT-VALUE}).")
    private int outcomes = 4;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the study (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public CalibrateNextCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!(studies >= 1 && studies <= 10_000))
            throw new IllegalArgumentException("--studies must be from 1 to 10000, was " + studies);
        if (!(outcomes >= 1 && outcomes <= 1_000))
            throw new IllegalArgumentException("--outcomes must be from 1 to 1000, was " + outcomes);
        return ClusterTrials.on(cluster, this::print);
    }

    private int print(TrialRunner runner) {
        PrintStream out = terminal.out();
        out.println("rank,studies,expected_narrowing,found_narrowing");
        for (NextMeasurementStudy.Summary row : NextMeasurementStudy.run(runner, studies, outcomes, seed))
            out.println(String.format(
                    Locale.ROOT, "%d,%d,%.4f,%.4f", row.rank(), row.studies(), row.expected(), row.found()));
        return 0;
    }
}
