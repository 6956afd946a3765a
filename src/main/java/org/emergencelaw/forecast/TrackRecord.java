package org.emergencelaw.forecast;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.emergencelaw.member.StudyForecast;

/**
 * How forecasts like this one have done on studies whose outcome is known: counted by the command that {@code data/benchmark} names.
 *
 * @param held 90% intervals of accuracy that held
 * @param of forecasts
 * @param studies that they are of; forecasts of one study are correlated
 * @param kind of study, {@code few_shot} or {@code finetuned}
 * @param horizon how far ahead, in doublings, such as {@code 1 to 2}
 */
public record TrackRecord(int held, int of, int studies, String kind, String horizon) {

    /** Of the table. */
    public static final List<String> COLUMNS = List.of("kind", "horizon", "held", "of", "studies");

    private static final String TABLE = "record.csv";
    private static final double[] BOUNDS = {0.25, 1, 2, 4, 8};
    private static final List<String> HORIZONS =
            List.of("under 0.25", "0.25 to 1", "1 to 2", "2 to 4", "4 to 8", "over 8");

    /** As {@code data/benchmark/SOURCE.md} has them. */
    private static final double FARTHEST_FEW_SHOT = 191;

    private static final double FARTHEST_FINETUNED = 39;

    public TrackRecord {
        if (!(held >= 0 && held <= of))
            throw new IllegalArgumentException("held must be from 0 to " + of + ", was " + held);
        if (!(studies >= 1 && studies <= of))
            throw new IllegalArgumentException("studies must be from 1 to " + of + ", was " + studies);
    }

    /** What makes forecasts alike: what they rest on, and how far they look ahead. */
    public record Like(String kind, String horizon) {

        private static final String FEW_SHOT = "few_shot";
        private static final String FINETUNED = "finetuned";

        /** Absent for a forecast that rests on no data. */
        public static Optional<Like> of(StudyForecast.Basis basis, double doublings) {
            int i = 0;
            while (i < BOUNDS.length && doublings >= BOUNDS[i]) i++;
            String horizon = HORIZONS.get(i);
            return switch (basis) {
                case FEW_SHOT -> Optional.of(new Like(FEW_SHOT, horizon));
                case LAW -> Optional.of(new Like(FINETUNED, horizon));
                case REFERENCE -> Optional.empty();
            };
        }

        /** In the order of the table. */
        public static List<Like> all() {
            List<Like> all = new ArrayList<>();
            for (String kind : List.of(FEW_SHOT, FINETUNED))
                for (String horizon : HORIZONS) all.add(new Like(kind, horizon));
            return all;
        }
    }

    /** Read when first asked for. */
    private static final class Table {
        private static final List<TrackRecord> ROWS = read();

        private static List<TrackRecord> read() {
            try (InputStream in = Objects.requireNonNull(TrackRecord.class.getResourceAsStream(TABLE), TABLE)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .map(line -> row(line.split(",")))
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static TrackRecord row(String[] cells) {
            return new TrackRecord(
                    Integer.parseInt(cells[2]),
                    Integer.parseInt(cells[3]),
                    Integer.parseInt(cells[4]),
                    cells[0],
                    cells[1]);
        }
    }

    /** How many times the largest compute that they knew forecasts of the table looked ahead at most: beyond it none was tried. */
    public static double farthestTimes(Optional<StudyForecast.Basis> basis) {
        return basis.filter(StudyForecast.Basis.LAW::equals).isPresent() ? FARTHEST_FINETUNED : FARTHEST_FEW_SHOT;
    }

    /** Absent for a forecast of a kind and horizon that was never tried. */
    static Optional<TrackRecord> of(StudyForecast.Basis basis, double doublings) {
        return Like.of(basis, doublings)
                .flatMap(like -> Table.ROWS.stream()
                        .filter(row -> row.kind.equals(like.kind) && row.horizon.equals(like.horizon))
                        .findFirst());
    }
}
