package org.emergencelaw.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.lab.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = {
            "Writes a checkpoint as TorchScript with its tokenizer.json and its tasks as JSON lines: an example for score.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class)
final class LabExport implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "RECIPE", description = "Recipe of the family, such as configs/lab/tiny.yaml.")
    private Path recipe = Path.of("");

    @Option(names = "--folder", paramLabel = "DIR", description = "Where the checkpoints are (default: lab-FAMILY).")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--run", paramLabel = "NAME", required = true, description = "Pretraining run, such as S-0.")
    private String run = "";

    @Option(names = "--step", paramLabel = "N", required = true, description = "Step of the checkpoint.")
    private int step;

    @Option(names = "--into", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path into = Path.of("");

    LabExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        LabRecipe read = LabRecipe.read(recipe);
        new Export(read, folder.orElseGet(() -> Path.of("lab-" + read.family())), run).write(step, into);
        terminal.err().println("wrote model.pt, tokenizer.json and the tasks of " + run + " into " + into);
        return 0;
    }
}
