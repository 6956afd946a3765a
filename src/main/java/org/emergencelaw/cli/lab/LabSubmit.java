package org.emergencelaw.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.StudyLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.lab.Lab;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "submit",
        description = {
            "Puts what was measured into studies, one a task: those of a running service, or of a database. A study that is"
                    + " there already gets these rows in the place of its own.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class)
final class LabSubmit implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(paramLabel = "RECIPE", description = "Recipe of the family, such as configs/lab/family.yaml.")
    private Path recipe = Path.of("");

    @Option(names = "--folder", paramLabel = "DIR", description = "Where the rows are (default: lab-FAMILY).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--shots",
            paramLabel = "N",
            description = "Shot count of the studies' tasks (default: the middle one of the recipe's).")
    private Optional<Integer> shots = Optional.empty();

    @Mixin
    private StudyLocation location = new StudyLocation();

    LabSubmit(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        LabRecipe read = LabRecipe.read(recipe);
        Path place = folder.orElseGet(() -> Path.of("lab-" + read.family()));
        List<Observation> rows = Lab.observations(read, place);
        if (rows.isEmpty())
            throw new IllegalArgumentException(place + " holds no rows yet: emergence-law lab run " + recipe);
        try (StudyLocation.Studies studies = location.open(TaskCatalogue.empty(), clock)) {
            for (LabRecipe.Target target : read.tasks()) submit(studies, read, target, rows);
        }
        return 0;
    }

    private void submit(StudyLocation.Studies studies, LabRecipe read, LabRecipe.Target target, List<Observation> rows)
            throws IOException {
        String id =
                (read.family() + "-" + target.name()).toLowerCase(Locale.ROOT).replace('_', '-');
        List<Integer> counts = read.evaluation().shots().stream().sorted().toList();
        Task task = new Task(
                target.name(), "accuracy", 1.0 / read.language().values(), shots.orElse(counts.get(counts.size() / 2)));
        if (!studies.has(id))
            studies.create(NewStudy.of(id, read.family() + ": " + target.name(), task, read.family()));
        else if (shots.isPresent()) terminal.warn("study " + id + " exists already; its shots stay as they are");
        String csv = ObservationCsv.text(
                rows.stream().filter(row -> row.task().equals(target.name())).toList());
        byte[] table = csv.getBytes(StandardCharsets.UTF_8);
        ImportReport saved = studies.submit(id, ObservationImport.Mode.REPLACE, ImportFiles.of(target.name(), table));
        terminal.out().println("saved " + saved.rows() + (saved.rows() == 1 ? " row" : " rows") + " in study " + id);
    }
}
