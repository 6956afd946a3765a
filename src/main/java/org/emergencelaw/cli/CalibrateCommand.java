package org.emergencelaw.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.emergencelaw.fit.Calibration;
import org.emergencelaw.fit.World;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate",
        description = {
            "Simulation study: draws tasks whose truth is known, infers their point of emergence by the default method, and"
                    + " prints as CSV how near, how wide and how honest it was, a row a world and one for all.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.CurrentVersion.class,
        footer = {"", "Example:", "  emergence-law calibrate --tasks 100 > data/calibration/worlds.csv"})
final class CalibrateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--worlds",
            split = ",",
            paramLabel = "WORLD",
            description = "Worlds, all if left out: ${COMPLETION-CANDIDATES}.")
    private List<World> worlds = Arrays.stream(World.values())
            // without signal there is no point of emergence to be near to
            .filter(world -> world != World.NULL)
            .toList();

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks drawn in each world (default: ${DEFAULT-VALUE}).")
    private int tasks = 100;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the study (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    CalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!(tasks >= 1 && tasks <= 100_000))
            throw new IllegalArgumentException("--tasks must be from 1 to 100000, was " + tasks);
        PrintStream out = terminal.out();
        out.println("world,tasks,least_squares_error_nats,median_error_nats,coverage90,median_width_nats,crps_nats");
        List<Calibration.Row> all = new ArrayList<>();
        for (World world : worlds) {
            List<Calibration.Row> rows = new ArrayList<>();
            Calibration.run(List.of(world), tasks, seed, rows::add);
            out.println(line(Calibration.Summary.of(world.name().toLowerCase(Locale.ROOT), rows)));
            all.addAll(rows);
        }
        out.println(line(Calibration.Summary.of("all", all)));
        return 0;
    }

    private static String line(Calibration.Summary summary) {
        return summary.name() + "," + summary.tasks() + ","
                + DoubleStream.of(
                                summary.leastSquaresError(),
                                summary.medianError(),
                                summary.coverage(),
                                summary.medianWidth(),
                                summary.crps())
                        .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
                        .collect(Collectors.joining(","));
    }
}
