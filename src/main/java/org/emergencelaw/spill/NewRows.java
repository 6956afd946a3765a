package org.emergencelaw.spill;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/**
 * The rows of an import beside those of its study: which are new, which are there, and which repeat another. Rows are measured against
 * each other by fingerprints on the disk, so that their number does not matter.
 */
public final class NewRows {

    /** What became of a row, told in no order. */
    public interface Findings {

        /** A measurement that another row of the import is, too. */
        default void repeats(Place row, Place first) {}

        /** One that is saved, with the same numbers. */
        default void same(Place row) {}

        /** One that is saved, with other numbers. */
        default void changes(Change change) {}
    }

    /**
     * Where a row stands.
     *
     * @param index among the rows of the import, from 0
     * @param file number that whoever adds the row gave to its file
     * @param order for sentences about several rows
     */
    public record Place(int index, int file, int line, long order) {}

    /**
     * A row that says something else than a saved one.
     *
     * @param saved which of the saved rows, from 0
     */
    public record Change(Place row, int saved) {}

    private static final int SAVED = -1;

    private final Numbering<Checkpoint> checkpoints = new Numbering<>();
    private final SpilledRows rows = new SpilledRows(checkpoints);
    private final RowBytes content = new RowBytes(checkpoints);
    private final SpilledGroups measurements = new SpilledGroups(4);
    private final Fingerprint.Maker maker = new Fingerprint.Maker();
    private final BitSet known = new BitSet();
    private final BitSet changed = new BitSet();
    private int[] replacements = {};
    private long names;

    /** A row of which nobody asks where it stands. */
    public void add(Observation row) {
        add(0, rows.size(), rows.size(), row);
    }

    public void add(int file, int line, long order, Observation row) {
        int known = checkpoints.size();
        if (checkpoints.of(row.checkpoint()) == known)
            names += row.checkpoint().family().length()
                    + row.checkpoint().model().length()
                    + row.checkpoint().lossCorpus().length();
        measurements.add(identity(row), rows.size(), (long) file << Integer.SIZE | line, order, content(row));
        rows.add(row);
    }

    /** All rows that were added. */
    public List<Observation> all() {
        return rows;
    }

    public int checkpoints() {
        return checkpoints.size();
    }

    /** Characters of the names of the checkpoints, which are in memory. */
    public long names() {
        return names;
    }

    private Fingerprint identity(Observation row) {
        return maker.number(checkpoints.of(row.checkpoint()))
                .text(row.task())
                .number(row.regime().ordinal())
                .number(row.examples())
                .number(row.seed())
                .text(row.metric())
                .text(row.filter())
                .text(row.versions())
                .text(row.protocol())
                .make();
    }

    private long content(Observation row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.write(row, out);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
        return maker.bytes(bytes.toByteArray(), bytes.size()).make().high();
    }

    /** As the other, with nobody to tell of each row. */
    public void compare(RowSequence saved) {
        compare(saved, row -> {}, new Findings() {});
    }

    /**
     * Measures the rows against each other and against saved ones, once.
     *
     * @param seen is told of the saved rows, too
     */
    public void compare(RowSequence saved, Consumer<Observation> seen, Findings findings) {
        int[] count = {0};
        saved.forEach(row -> {
            measurements.add(identity(row), SAVED, count[0]++, 0, content(row));
            seen.accept(row);
        });
        measurements.forEach(group -> judge(group, count[0], findings));
    }

    private void judge(List<long[]> group, int saved, Findings findings) {
        long[] last = group.get(group.size() - 1), first = group.get(0);
        if (first[0] == SAVED) return;
        for (long[] row : group.subList(1, group.size()))
            if (row[0] != SAVED) {
                known.set((int) row[0]);
                findings.repeats(place(row), place(first));
            }
        if (last[0] != SAVED) return;
        if (first[3] == last[3]) {
            known.set((int) first[0]);
            findings.same(place(first));
        } else {
            changed.set((int) first[0]);
            if (replacements.length == 0) replacements = new int[saved];
            replacements[(int) last[1]] = (int) first[0] + 1;
            findings.changes(new Change(place(first), (int) last[1]));
        }
    }

    private static Place place(long[] row) {
        return new Place((int) row[0], (int) (row[1] >>> Integer.SIZE), (int) row[1], row[2]);
    }

    /** How many rows are neither saved nor repeats; after {@link #compare}, like all below. */
    public int count() {
        return rows.size() - known.cardinality() - changed.cardinality();
    }

    /**
     * Where one of the rows stands that {@link #count} counts.
     *
     * @param number of it, from 0
     */
    public Place place(int number) {
        int index = -1;
        for (int left = number; left >= 0; left--) do index++; while (known.get(index) || changed.get(index));
        int wanted = index;
        List<Place> found = new ArrayList<>();
        measurements.forEach(group -> {
            for (long[] row : group) if (row[0] == wanted) found.add(place(row));
        });
        return found.get(0);
    }

    /**
     * The rows that are new, in their order.
     *
     * @param andChanged whether those that are saved with other numbers are among them
     */
    public List<Observation> kept(boolean andChanged) {
        if (known.isEmpty() && (andChanged || changed.isEmpty())) return rows;
        SpilledRows kept = new SpilledRows();
        for (int i = 0; i < rows.size(); i++)
            if (!known.get(i) && (andChanged || !changed.get(i))) kept.add(rows.get(i));
        return kept;
    }

    /**
     * The row that takes the place of a saved one.
     *
     * @param saved which of the saved rows, from 0
     */
    public Optional<Observation> instead(int saved) {
        int row = saved < replacements.length ? replacements[saved] : 0;
        return row > 0 ? Optional.of(rows.get(row - 1)) : Optional.empty();
    }

    /** What the study will hold: the saved rows in their order, those that change as they will be, and the new ones. */
    public void together(RowSequence saved, Consumer<Observation> work) {
        int[] at = {0};
        saved.forEach(row -> work.accept(instead(at[0]++).orElse(row)));
        for (int i = 0; i < rows.size(); i++) if (!known.get(i) && !changed.get(i)) work.accept(rows.get(i));
    }
}
