package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emergencelaw.forecast.TrackRecord;
import org.emergencelaw.format.CsvWriter;

/** Counts, by what a forecast rests on and how far it looks ahead, of the 90% intervals of accuracy that held. */
public record RecordTable(List<TrackRecord> rows) {

    private static final class Count {
        private int held;
        private int of;
        private final Set<String> studies = new LinkedHashSet<>();
    }

    /** Forecasts that rest on no data are left out. */
    public static RecordTable of(List<ScoredTarget> targets) {
        Map<TrackRecord.Like, Count> counts = new LinkedHashMap<>();
        for (TrackRecord.Like like : TrackRecord.Like.all()) counts.put(like, new Count());
        for (ScoredTarget target : targets) {
            if (target.basis().isEmpty() || target.doublings().isEmpty()) continue;
            TrackRecord.Like.of(target.basis().get(), target.doublings().getAsDouble())
                    .ifPresent(like -> {
                        Count count = counts.computeIfAbsent(like, any -> new Count());
                        count.of++;
                        if (target.by(BenchmarkCut.FORECAST).holds(target.observed())) count.held++;
                        count.studies.add(target.study().id());
                    });
        }
        List<TrackRecord> rows = new ArrayList<>();
        counts.forEach((like, count) -> {
            if (count.of > 0)
                rows.add(new TrackRecord(count.held, count.of, count.studies.size(), like.kind(), like.horizon()));
        });
        return new RecordTable(rows);
    }

    /** As {@link TrackRecord} reads it. */
    public String csv() {
        StringBuilder text = new StringBuilder(CsvWriter.line(TrackRecord.COLUMNS));
        for (TrackRecord row : rows)
            text.append(CsvWriter.line(List.of(
                    row.kind(),
                    row.horizon(),
                    Integer.toString(row.held()),
                    Integer.toString(row.of()),
                    Integer.toString(row.studies()))));
        return text.toString();
    }
}
