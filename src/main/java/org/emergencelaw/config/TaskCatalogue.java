package org.emergencelaw.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emergencelaw.format.Yaml;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/** The benchmarks of {@code configs/tasks.yaml}, by name and alias. */
public final class TaskCatalogue {

    private final TreeMap<String, Entry> byName = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<String>> subtasks = new HashMap<>();

    /**
     * One benchmark.
     *
     * @param aliases other names for it
     * @param nEval items of the usual evaluation set
     * @param source where the numbers come from
     * @param level accuracy that is asked for where nobody names one; absent for a fifth of the way from guessing to 1
     */
    public record Entry(Task task, List<String> aliases, OptionalInt nEval, String source, OptionalDouble level) {

        public Entry {
            if (level.isPresent() && !(level.getAsDouble() > task.trivialAccuracy() && level.getAsDouble() <= 1))
                throw new IllegalArgumentException("level of " + task.name() + " must be above its trivial_accuracy, "
                        + task.trivialAccuracy() + ", and at most 1, was " + level.getAsDouble());
        }
    }

    private record Catalogue(List<Item> tasks) {}

    private record Item(
            String name,
            Optional<List<String>> aliases,
            String metric,
            double trivialAccuracy,
            int shots,
            OptionalInt nEval,
            Optional<List<String>> subtasks,
            String source,
            OptionalDouble level) {}

    private TaskCatalogue() {}

    /** No benchmark at all. */
    public static TaskCatalogue empty() {
        return new TaskCatalogue();
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is unknown or missing, an entry breaks a rule or a name is used twice
     */
    public static TaskCatalogue read(Path file) throws IOException {
        TaskCatalogue catalogue = new TaskCatalogue();
        for (Item item : Yaml.read(file, Catalogue.class).tasks()) catalogue.add(item);
        return catalogue;
    }

    /** Of entries of another one; it knows no subtasks. */
    public static TaskCatalogue of(List<Entry> entries) {
        TaskCatalogue catalogue = new TaskCatalogue();
        entries.forEach(catalogue::add);
        return catalogue;
    }

    /**
     * The catalogue of the settings; a service that was not configured does without the default one.
     *
     * @throws IOException if the file cannot be read
     */
    public static TaskCatalogue of(ServiceConfig settings) throws IOException {
        Path file = UsualFiles.find(Path.of(settings.tasks()));
        boolean usual = settings.tasks().equals(ServiceConfig.DEFAULT.tasks());
        return usual && !Files.exists(file) ? empty() : read(file);
    }

    private void add(Item item) {
        add(item, item.name(), item.aliases().orElse(List.of()), item.nEval());
        List<String> parts = item.subtasks().orElse(List.of());
        for (String subtask : parts) add(item, subtask, aliases(item, subtask), OptionalInt.empty());
        subtasks.put(item.name(), parts);
    }

    /** A subtask PARENT_REST is also ALIAS-REST for each alias of its parent, as harnesses before 0.4 wrote it. */
    private static List<String> aliases(Item item, String subtask) {
        if (!subtask.startsWith(item.name() + "_")) return List.of();
        String rest = subtask.substring(item.name().length() + 1);
        return item.aliases().orElse(List.of()).stream()
                .map(alias -> alias + "-" + rest)
                .toList();
    }

    private void add(Item item, String name, List<String> aliases, OptionalInt nEval) {
        Task task = new Task(name, item.metric(), item.trivialAccuracy(), item.shots());
        add(new Entry(task, aliases, nEval, item.source(), item.level()));
    }

    private void add(Entry entry) {
        entries.add(entry);
        register(entry.task().name(), entry);
        entry.aliases().forEach(alias -> register(alias, entry));
    }

    private void register(String name, Entry entry) {
        if (byName.put(name, entry) != null)
            throw new IllegalArgumentException("the task catalogue has two entries named " + name);
    }

    /** Entry with this name or alias, exactly as written. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Accuracy that is asked for on this task where nobody names one. */
    public double level(Task task) {
        return find(task.name())
                .map(Entry::level)
                .filter(level -> level.isPresent() && level.getAsDouble() > task.trivialAccuracy())
                .orElse(OptionalDouble.of(task.defaultLevel()))
                .getAsDouble();
    }

    /**
     * Items on which a model is evaluated where nobody says how many: as many as most few-shot rows of the task state, else as the
     * catalogue has it, else {@link Observation#DEFAULT_N_EVAL}.
     */
    public int items(Task task, Rows rows) {
        Map<Integer, Long> stated = rows.fewShot(task).stream()
                .flatMapToInt(row -> row.nEval().stream())
                .boxed()
                .collect(Collectors.groupingBy(items -> items, TreeMap::new, Collectors.counting()));
        OptionalInt known = find(task.name()).map(Entry::nEval).orElse(OptionalInt.empty());
        return stated.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(known.orElse(Observation.DEFAULT_N_EVAL));
    }

    /** Whether two names are of one task. */
    public boolean same(String name, String other) {
        return name.equals(other) || (find(name).isPresent() && find(name).equals(find(other)));
    }

    /** Names of the tasks whose items together are those of this one; empty for a task of its own. */
    public List<String> subtasks(String name) {
        return find(name)
                .map(entry -> subtasks.getOrDefault(entry.task().name(), List.of()))
                .orElse(List.of());
    }

    /** All entries in the order of the file, subtasks after their parent. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
