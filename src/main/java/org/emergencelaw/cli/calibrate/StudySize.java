package org.emergencelaw.cli.calibrate;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is studied, and how many tasks. */
final class StudySize {

    static final int NOT_ASKED = -1;
    private static final int MOST_TASKS = 100_000;

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks drawn in each world (100 if left out).")
    int tasks = 100;

    @Option(
            names = "--without-signal",
            paramLabel = "N",
            description = "Instead: verdicts of N tasks in which nothing ever leaves its floor.")
    int without = NOT_ASKED;

    @Option(
            names = "--sbc",
            paramLabel = "N",
            description = "Instead: rank histograms of the sampler over N tasks drawn from the prior itself.")
    int ranks = NOT_ASKED;

    @Option(
            names = "--methods",
            paramLabel = "N",
            description = "Instead: every --method of fit on the first N tasks of each world, one row per method and"
                    + " world; a chain that did not converge counts with the estimate that its error carries.")
    int methods = NOT_ASKED;

    @Option(
            names = "--draw",
            paramLabel = "FOLDER",
            description = "Instead: print the figure of the tables that are in FOLDER, as SVG.")
    Optional<Path> drawn = Optional.empty();

    String option() {
        return without != NOT_ASKED
                ? "--without-signal"
                : ranks != NOT_ASKED ? "--sbc" : methods != NOT_ASKED ? "--methods" : "--tasks";
    }

    int asked() {
        return switch (option()) {
            case "--without-signal" -> without;
            case "--sbc" -> ranks;
            case "--methods" -> methods;
            default -> tasks;
        };
    }

    void requireTasks() {
        if (!(asked() >= 1 && asked() <= MOST_TASKS))
            throw new IllegalArgumentException(option() + " must be from 1 to " + MOST_TASKS + ", was " + asked());
    }
}
