package org.emergencelaw.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.lab.Lab;
import org.emergencelaw.observation.Observation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A step of the lab on the models of a recipe; the commands differ in the step alone. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionOption.class)
final class LabWork implements Callable<Integer> {

    /** What is done. */
    interface Step {
        void of(Lab lab) throws IOException;
    }

    private final Terminal terminal;
    private final Step step;

    @Parameters(paramLabel = "RECIPE", description = "Recipe of the family, such as configs/lab/family.yaml.")
    private Path recipe = Path.of("");

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where checkpoints and rows are kept (default: lab-FAMILY).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SIZE",
            description = "Sizes to work on, all if left out. Slices may run side by side in one folder.")
    private List<String> only = List.of();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write all rows measured so far as CSV (default: FOLDER/observations.csv); - prints them.")
    private Optional<String> output = Optional.empty();

    LabWork(Terminal terminal, Step step) {
        this.terminal = terminal;
        this.step = step;
    }

    @Override
    public Integer call() throws IOException {
        LabRecipe read = LabRecipe.read(recipe);
        Path place = folder.orElseGet(() -> Path.of("lab-" + read.family()));
        Lab lab = new Lab(read, place, only, LabProgress.on(terminal));
        step.of(lab);
        List<Observation> measured = lab.observations();
        if (measured.isEmpty()) return 0;
        write(output.orElse(place.resolve("observations.csv").toString()), ObservationCsv.text(measured));
        return 0;
    }

    private void write(String to, String rows) throws IOException {
        if (to.equals("-")) terminal.out().print(rows);
        else {
            Files.writeString(Path.of(to), rows);
            terminal.err().println("wrote " + (rows.lines().count() - 1) + " rows to " + to);
        }
    }
}
