package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.config.UsualFiles;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.spill.SpilledRows;
import picocli.CommandLine.Option;

/** Which task the rows are about, and what guessing scores on it. */
public final class TaskOptions {

    private static final int NAMES_SHOWN = 10;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Task; chooses the rows of a file with several. A task of the catalogue brings its trivial"
                    + " accuracy and shots.")
    public Optional<String> task = Optional.empty();

    @Option(
            names = "--family",
            paramLabel = "NAME",
            description = "Family of checkpoints; chooses the rows of a file with several.")
    public Optional<String> family = Optional.empty();

    @Option(
            names = "--trivial-accuracy",
            paramLabel = "0..1",
            description = "What guessing scores, for example 0.25 for four choices.")
    public Optional<Double> trivialAccuracy = Optional.empty();

    @Option(names = "--shots", paramLabel = "N", description = "Examples in a few-shot prompt.")
    public Optional<Integer> shots = Optional.empty();

    @Option(
            names = "--tasks",
            paramLabel = "FILE",
            description = "Catalogue of tasks (default: configs/tasks.yaml, where it exists).")
    Optional<Path> tasks = Optional.empty();

    public TaskCatalogue catalogue() throws IOException {
        if (tasks.isPresent()) return TaskCatalogue.read(tasks.get());
        Path usual = UsualFiles.find(Path.of("configs", "tasks.yaml"));
        return Files.exists(usual) ? TaskCatalogue.read(usual) : TaskCatalogue.empty();
    }

    /** Rows of the chosen task and family. */
    public List<Observation> choose(List<Observation> rows, Optional<String> of, TaskCatalogue catalogue) {
        List<Observation> ofTask =
                choose(rows, "task", Observation::task, task.map(name -> value -> catalogue.same(name, value)));
        Function<Observation, String> familyOf = row -> row.checkpoint().family();
        return of.isEmpty() ? ofTask : choose(ofTask, "family", familyOf, of.map(name -> name::equals));
    }

    /** What is stated of tasks that the catalogue does not know, where there are many. */
    public TaskSettings settings() {
        return new TaskSettings(
                trivialAccuracy.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                shots.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /** Rows of every task and family that was not chosen away, one list each, in the order of the file. */
    public List<List<Observation>> studies(List<Observation> rows, TaskCatalogue catalogue) {
        List<Observation> chosen = rows;
        if (task.isPresent())
            chosen = choose(chosen, "task", Observation::task, task.map(name -> value -> catalogue.same(name, value)));
        if (family.isPresent()) {
            Function<Observation, String> familyOf = row -> row.checkpoint().family();
            chosen = choose(chosen, "family", familyOf, family.map(name -> name::equals));
        }
        Map<List<String>, List<Observation>> studies = new LinkedHashMap<>();
        for (Observation row : chosen)
            studies.computeIfAbsent(List.of(row.task(), row.checkpoint().family()), key -> new ArrayList<>())
                    .add(row);
        return List.copyOf(studies.values());
    }

    private static List<Observation> choose(
            List<Observation> rows,
            String column,
            Function<Observation, String> value,
            Optional<Predicate<String>> wanted) {
        TreeSet<String> names = new TreeSet<>();
        for (Observation row : rows) names.add(value.apply(row));
        if (wanted.isEmpty() && names.size() > 1)
            throw new IllegalArgumentException("the rows have several values of " + column + ": choose one with --"
                    + column + " (" + shown(names) + ")");
        if (wanted.isEmpty()) return rows;
        if (names.stream().noneMatch(wanted.get()))
            throw new IllegalArgumentException("no row has that " + column + "; the file has: " + shown(names));
        if (names.stream().allMatch(wanted.get())) return rows;
        List<Observation> chosen = new SpilledRows();
        for (Observation row : rows) if (wanted.get().test(value.apply(row))) chosen.add(row);
        return chosen;
    }

    private static String shown(TreeSet<String> names) {
        List<String> first = names.stream().limit(NAMES_SHOWN).toList();
        return String.join(", ", first) + (names.size() > NAMES_SHOWN ? ", ..." : "");
    }

    /**
     * The task of the chosen rows.
     *
     * @throws IllegalArgumentException if neither options nor catalogue tell its trivial accuracy and shots
     */
    public Task task(List<Observation> rows, TaskCatalogue catalogue) {
        String name = rows.get(0).task();
        Optional<Task> known = catalogue.find(name).map(TaskCatalogue.Entry::task);
        Optional<Double> trivial = trivialAccuracy.or(() -> known.map(Task::trivialAccuracy));
        Optional<Integer> demonstrations = shots.or(() -> known.map(Task::shots));
        if (trivial.isEmpty())
            throw new IllegalArgumentException(
                    "the trivial accuracy of " + name + " is not known: give what guessing scores, such as"
                            + " --trivial-accuracy 0.25 for four choices, or the majority class (the catalogue of tasks"
                            + " has no " + name + ")");
        if (demonstrations.isEmpty())
            throw new IllegalArgumentException(
                    "the shots of " + name + " are not known: give --shots" + seenShots(rows));
        String metric = known.map(Task::metric).orElse("accuracy");
        return new Task(name, metric, trivial.get(), demonstrations.get());
    }

    private static String seenShots(List<Observation> rows) {
        TreeSet<Long> seen = new TreeSet<>();
        for (Observation row : rows) if (row.regime() == Regime.FEW_SHOT) seen.add(row.examples());
        if (seen.isEmpty()) return ", the examples in a few-shot prompt";
        return seen.size() == 1 ? " " + seen.first() + ", as in the few-shot rows" : ", one of " + seen;
    }
}
