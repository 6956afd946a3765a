package org.emergencelaw.spill;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.emergencelaw.observation.Observation;

/** Observations in their order, that are read as often as asked, and need not be in memory. */
public interface RowSequence {

    int size();

    void forEach(Consumer<? super Observation> work);

    /** Names of all notes, for a table that has a column for each. */
    default TreeSet<String> noteNames() {
        TreeSet<String> names = new TreeSet<>();
        forEach(row -> names.addAll(row.notes().keySet()));
        return names;
    }

    static RowSequence of(Collection<Observation> rows) {
        return new Held(List.copyOf(rows));
    }

    /** Those of several, one after another. */
    static RowSequence chain(List<RowSequence> parts) {
        return new Chain(List.copyOf(parts));
    }

    /** What comes one after another. */
    record Chain(List<RowSequence> parts) implements RowSequence {

        @Override
        public int size() {
            return parts.stream().mapToInt(RowSequence::size).sum();
        }

        @Override
        public void forEach(Consumer<? super Observation> work) {
            parts.forEach(part -> part.forEach(work));
        }

        @Override
        public TreeSet<String> noteNames() {
            TreeSet<String> names = new TreeSet<>();
            parts.forEach(part -> names.addAll(part.noteNames()));
            return names;
        }
    }

    /** Rows in memory. */
    record Held(List<Observation> rows) implements RowSequence {

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public void forEach(Consumer<? super Observation> work) {
            rows.forEach(work);
        }
    }
}
