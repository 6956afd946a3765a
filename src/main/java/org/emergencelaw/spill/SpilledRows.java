package org.emergencelaw.spill;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/**
 * Rows of which the first {@value #IN_MEMORY}, fewer where their notes are long, are in memory and all others on the disk, in blocks.
 * What it holds does not grow with the rows, but with the checkpoints and two numbers a block; it is made to be read in order.
 */
public final class SpilledRows extends AbstractList<Observation> {

    static final int IN_MEMORY = 10_000;

    /** Bytes of heap for the rows in memory, and for those that wait to be written. */
    private static final int HEAD_BYTES = 16 << 20, BLOCK_BYTES = 1 << 20;

    private static final int BLOCK = 128;

    /** What a row takes without its notes, and a note without its words. */
    private static final int ROW = 500, NOTE = 120;

    private final RowBytes bytes;
    private final List<Observation> head = new ArrayList<>();
    private final List<Observation> tail = new ArrayList<>();
    /** Where each block begins, and where the last one ends: in the file, and in the order of the rows. */
    private final List<Long> places = new ArrayList<>(List.of(0L));

    private final List<Integer> firsts = new ArrayList<>();
    private long headBytes;
    private int tailBytes;

    private Optional<FileChannel> file = Optional.empty();
    private int recent = -1;
    private List<Observation> recentRows = List.of();

    public SpilledRows() {
        this(new Numbering<>());
    }

    SpilledRows(Numbering<Checkpoint> checkpoints) {
        bytes = new RowBytes(checkpoints);
    }

    /** Bytes of heap that a row takes, about. */
    public static int heapOf(Observation row) {
        int sum = ROW + row.filter().length();
        for (Map.Entry<String, String> note : row.notes().entrySet())
            sum += NOTE + note.getKey().length() + note.getValue().length();
        return sum;
    }

    @Override
    public synchronized boolean add(Observation row) {
        int size = heapOf(row);
        if (firsts.isEmpty() && head.size() < IN_MEMORY && headBytes + size <= HEAD_BYTES) {
            headBytes += size;
            return head.add(row);
        }
        if (firsts.isEmpty()) firsts.add(head.size());
        tail.add(row);
        tailBytes += size;
        if (tail.size() == BLOCK || tailBytes >= BLOCK_BYTES) write();
        return true;
    }

    private void write() {
        ByteArrayOutputStream block = new ByteArrayOutputStream(1 << 14);
        try (DataOutputStream out = new DataOutputStream(block)) {
            for (Observation row : tail) bytes.write(row, out);
            if (file.isEmpty()) file = Optional.of(SpillFile.create());
            long at = places.get(places.size() - 1);
            ByteBuffer written = ByteBuffer.wrap(block.toByteArray());
            while (written.hasRemaining()) file.get().write(written, at + written.position());
            places.add(at + written.position());
            firsts.add(firsts.get(firsts.size() - 1) + tail.size());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        tail.clear();
        tailBytes = 0;
    }

    @Override
    public synchronized Observation get(int index) {
        if (index < head.size() || firsts.isEmpty()) return head.get(index);
        int block = block(index), within = index - firsts.get(block);
        if (block == places.size() - 1) return tail.get(within);
        if (block != recent) {
            recentRows = read(block);
            recent = block;
        }
        return recentRows.get(within);
    }

    /** In which block a row lies; the one after the last is not written yet. */
    private int block(int index) {
        int found = Collections.binarySearch(firsts, index);
        return found >= 0 ? found : -found - 2;
    }

    private List<Observation> read(int block) {
        int count = firsts.get(block + 1) - firsts.get(block);
        long at = places.get(block);
        ByteBuffer read = ByteBuffer.allocate(Math.toIntExact(places.get(block + 1) - at));
        List<Observation> rows = new ArrayList<>(count);
        try {
            while (read.hasRemaining())
                if (file.orElseThrow().read(read, at + read.position()) < 0)
                    throw new IOException("a temporary file is shorter than it was");
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(read.array()));
            while (rows.size() < count) rows.add(bytes.read(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return rows;
    }

    @Override
    public synchronized int size() {
        return (firsts.isEmpty() ? head.size() : firsts.get(firsts.size() - 1)) + tail.size();
    }
}
