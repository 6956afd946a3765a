package org.emergencelaw.ingest.table;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/**
 * A column of observations: what it is called, what it holds, and where an observation has it.
 *
 * @param name header in CSV, key in JSON
 * @param numeric whether it holds numbers
 * @param required whether no row can be read without it
 * @param typed whether a fresh form has it
 * @param choices the only words that it may hold, in the order of a form; empty where it may hold others
 * @param synonyms other names that people use, without case and punctuation
 * @param get text of an observation's cell; empty where the observation has none
 * @param set reads the cell of a row
 */
record Column(
        String name,
        boolean numeric,
        boolean required,
        boolean typed,
        List<? extends Choice<?>> choices,
        Set<String> synonyms,
        Function<Observation, String> get,
        Consumer<ObservationCells.Draft> set) {

    /**
     * One of the words that a column may hold.
     *
     * @param alsoWritten what people write for it, without case and punctuation
     */
    record Choice<E extends Enum<E>>(E value, Set<String> alsoWritten) {

        String word() {
            return Column.word(value);
        }
    }

    /** Text with rules of its own. */
    static Column of(String name, Function<Observation, String> get, Consumer<ObservationCells.Draft> set) {
        return new Column(name, false, false, false, List.of(), Set.of(), get, set);
    }

    /** A number with rules of its own. */
    static Column number(String name, Function<Observation, String> get, Consumer<ObservationCells.Draft> set) {
        return new Column(name, true, false, false, List.of(), Set.of(), get, set);
    }

    /** One line of text. */
    static Column text(String name, Function<Observation, String> get, BiConsumer<Observation.Builder, String> set) {
        return of(
                name,
                get,
                draft -> draft.cells().text(name).ifPresent(text -> set.accept(draft.row, draft.shared(text))));
    }

    /** One line of text about the checkpoint. */
    static Column checkpointText(
            String name, Function<Checkpoint, String> get, BiConsumer<Checkpoint.Builder, String> set) {
        return of(
                name,
                row -> get.apply(row.checkpoint()),
                draft -> draft.cells().text(name).ifPresent(text -> set.accept(draft.checkpoint, draft.shared(text))));
    }

    /** A positive count about the checkpoint; K, M, B and T are allowed. */
    static Column checkpointNumber(
            String name,
            double max,
            Function<Checkpoint, OptionalDouble> get,
            BiConsumer<Checkpoint.Builder, OptionalDouble> set) {
        return number(
                name,
                row -> NumberText.text(get.apply(row.checkpoint())),
                draft -> set.accept(draft.checkpoint, draft.cells().number(name, true, 0, max)));
    }

    /** A whole number. */
    static Column whole(
            String name,
            long min,
            long max,
            Function<Observation, OptionalLong> get,
            BiConsumer<Observation.Builder, Long> set) {
        return number(
                name,
                row -> {
                    OptionalLong value = get.apply(row);
                    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
                },
                draft -> draft.cells().whole(name, min, max).ifPresent(value -> set.accept(draft.row, value)));
    }

    /** One of a few words. */
    static <E extends Enum<E>> Column choice(
            String name,
            List<Choice<E>> choices,
            Function<Observation, E> get,
            BiConsumer<Observation.Builder, E> set) {
        return new Column(
                name,
                false,
                false,
                false,
                choices,
                Set.of(),
                row -> word(get.apply(row)),
                draft -> draft.cells().choice(name, choices).ifPresent(value -> set.accept(draft.row, value)));
    }

    /** How a constant is written. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The same with other names that people use for it. */
    Column also(String... names) {
        return new Column(name, numeric, required, typed, choices, Set.of(names), get, set);
    }

    /** The same, but no row can be read without it. */
    Column mandatory() {
        return new Column(name, numeric, true, typed, choices, synonyms, get, set);
    }

    /** The same, but a fresh form has it. */
    Column inForm() {
        return new Column(name, numeric, required, true, choices, synonyms, get, set);
    }
}
