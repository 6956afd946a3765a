package org.emergencelaw.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.emergencelaw.observation.Task;

/** The benchmarks of {@code configs/tasks.yaml}, by name and alias. */
public final class TaskCatalogue {

    private final TreeMap<String, Entry> byName = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One benchmark.
     *
     * @param aliases other names for it
     * @param nEval items of the usual evaluation set
     * @param source where the numbers come from
     */
    public record Entry(Task task, List<String> aliases, OptionalInt nEval, String source) {}

    private record Catalogue(List<Item> tasks) {}

    private record Item(
            String name,
            Optional<List<String>> aliases,
            String metric,
            double trivialAccuracy,
            int shots,
            OptionalInt nEval,
            Optional<List<String>> subtasks,
            String source) {}

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

    private void add(Item item) {
        add(item, item.name(), item.aliases().orElse(List.of()), item.nEval());
        for (String subtask : item.subtasks().orElse(List.of())) add(item, subtask, List.of(), OptionalInt.empty());
    }

    private void add(Item item, String name, List<String> aliases, OptionalInt nEval) {
        Task task = new Task(name, item.metric(), item.trivialAccuracy(), item.shots());
        Entry entry = new Entry(task, aliases, nEval, item.source());
        entries.add(entry);
        register(name, entry);
        aliases.forEach(alias -> register(alias, entry));
    }

    private void register(String name, Entry entry) {
        if (byName.put(name, entry) != null)
            throw new IllegalArgumentException("the task catalogue has two entries named " + name);
    }

    /** Entry with this name or alias, exactly as written. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All entries in the order of the file, subtasks after their parent. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
