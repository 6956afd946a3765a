package org.emergencelaw.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of one study.
 *
 * @param tables lines by the name of the table that they are of
 * @param fault why there is nothing, or less
 */
public record StudyResult(SortedMap<String, List<String>> tables, Optional<String> fault) {

    public StudyResult {
        tables = new TreeMap<>(tables);
    }

    static StudyResult of(String table, List<String> lines) {
        return new StudyResult(new TreeMap<>(Map.of(table, lines)), Optional.empty());
    }

    static StudyResult faulty(String fault) {
        return new StudyResult(new TreeMap<>(), Optional.of(fault));
    }

    public List<String> lines(String table) {
        return tables.getOrDefault(table, List.of());
    }
}
