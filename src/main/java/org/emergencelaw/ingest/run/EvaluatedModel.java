package org.emergencelaw.ingest.run;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The model that a run is about.
 *
 * @param revision checkpoint; empty for the main one
 * @param params where the program counted them
 * @param fewshotSeed with which the shots were drawn
 * @param protocol how it was asked, as notes
 */
public record EvaluatedModel(
        String name,
        String revision,
        OptionalDouble params,
        OptionalLong fewshotSeed,
        SortedMap<String, String> protocol) {

    public EvaluatedModel {
        if (name.isBlank()) throw new IllegalArgumentException("name must not be blank");
        revision = revision.equals("main") ? "" : revision;
    }

    /** A model of which the file says no more than its name and revision. */
    public static EvaluatedModel named(String name, String revision) {
        return new EvaluatedModel(
                name, revision, OptionalDouble.empty(), OptionalLong.empty(), new TreeMap<>(Map.of()));
    }

    /** {@code NAME} or {@code NAME@REVISION}, as people write it. */
    public static EvaluatedModel labelled(String label) {
        int at = label.lastIndexOf('@');
        return at > 0 ? named(label.substring(0, at), label.substring(at + 1)) : named(label, "");
    }

    /** The same, counted by the program. */
    public EvaluatedModel withParams(OptionalDouble counted) {
        return new EvaluatedModel(name, revision, counted, fewshotSeed, protocol);
    }

    /** The same, asked in this way; an empty text says nothing. */
    public EvaluatedModel asked(String note, String how) {
        SortedMap<String, String> notes = new TreeMap<>(protocol);
        if (!how.isEmpty()) notes.put(note, how);
        return new EvaluatedModel(name, revision, params, fewshotSeed, notes);
    }
}
