package org.emergencelaw.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emergencelaw.observation.Observation;

/**
 * Rows of one task on one family.
 *
 * @param table in which they stand
 */
public record SweepStudy(String table, String task, String family, List<Observation> rows) {

    /** Of a table, in the order of its rows. */
    public static List<SweepStudy> of(String table, List<Observation> rows) {
        record Key(String task, String family) {}
        Map<Key, List<Observation>> studies = new LinkedHashMap<>();
        for (Observation row : rows)
            studies.computeIfAbsent(new Key(row.task(), row.checkpoint().family()), key -> new ArrayList<>())
                    .add(row);
        List<SweepStudy> all = new ArrayList<>();
        studies.forEach((key, own) -> all.add(new SweepStudy(table, key.task(), key.family(), List.copyOf(own))));
        return all;
    }
}
