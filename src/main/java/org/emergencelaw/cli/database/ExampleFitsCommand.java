package org.emergencelaw.cli.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.example.ExampleFits;
import org.emergencelaw.workspace.example.ExampleStudies;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the fits that ship with the examples, or says whether they are what this program makes of them. */
@Command(
        name = "example-fits",
        hidden = true,
        description = "Fits the examples, and writes each fit where they are looked for.")
public final class ExampleFitsCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Option(
            names = "--examples",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The examples (default ${DEFAULT-VALUE}).")
    private Path examples = Path.of("");

    @Option(names = "--only", paramLabel = "NAME", description = "This example alone.")
    private Optional<String> only = Optional.empty();

    @Option(
            names = "--check",
            description = "Writes nothing; fails where a fit is missing, or another one, to the last bit.")
    private boolean check;

    public ExampleFitsCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("emergence-law-");
        ServiceConfig settings = ServiceConfig.DEFAULT.with(
                "database", directory.resolve("examples.db").toString());
        TaskCatalogue tasks = TaskCatalogue.of(settings);
        int others = 0;
        try (Workspace workspace = Workspace.open(settings, tasks, clock)) {
            for (String example : names(tasks)) if (!done(example, tasks, workspace)) others++;
        } finally {
            delete(directory);
        }
        return others == 0 ? 0 : 1;
    }

    private List<String> names(TaskCatalogue tasks) {
        List<String> all = new ExampleStudies(examples, tasks)
                .all().stream().map(ExampleStudies.Example::id).toList();
        if (only.isPresent() && !all.contains(only.get()))
            throw new IllegalArgumentException("--only must be one of " + all + ", was " + only.get());
        return only.map(List::of).orElse(all);
    }

    private boolean done(String example, TaskCatalogue tasks, Workspace workspace) throws IOException {
        ExampleFits fits = new ExampleFits(examples);
        Study study = new ExampleStudies(examples, tasks).open(example, workspace);
        EmergenceFit.WithDraws fresh = ExampleFits.make(study, workspace);
        if (!check) {
            Path written = fits.write(example, study, fresh);
            terminal.out().println(written + " " + Files.size(written) + " bytes");
            return true;
        }
        boolean same =
                fits.shipped(example, study, workspace).filter(fresh::equals).isPresent();
        terminal.out().println(example + (same ? " is as it ships" : " has no fit, or another one"));
        return same;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
