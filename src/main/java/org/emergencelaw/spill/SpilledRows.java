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
import java.util.List;
import java.util.Optional;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/**
 * Rows of which the first {@value #IN_MEMORY} are in memory and all others on the disk, in blocks. What it holds does not grow with the
 * rows, but with the checkpoints and a number a block; it is made to be read in order.
 */
public final class SpilledRows extends AbstractList<Observation> {

    static final int IN_MEMORY = 10_000;

    private static final int BLOCK = 128;

    private final RowBytes bytes;
    private final List<Observation> head = new ArrayList<>();
    private final List<Observation> tail = new ArrayList<>();
    /** Where each block begins, and where the last one ends. */
    private final List<Long> places = new ArrayList<>(List.of(0L));

    private Optional<FileChannel> file = Optional.empty();
    private int recent = -1;
    private List<Observation> recentRows = List.of();

    public SpilledRows() {
        this(new Numbering<>());
    }

    SpilledRows(Numbering<Checkpoint> checkpoints) {
        bytes = new RowBytes(checkpoints);
    }

    @Override
    public synchronized boolean add(Observation row) {
        if (head.size() < IN_MEMORY) return head.add(row);
        tail.add(row);
        if (tail.size() == BLOCK) write();
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
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        tail.clear();
    }

    @Override
    public synchronized Observation get(int index) {
        if (index < head.size()) return head.get(index);
        int block = (index - head.size()) / BLOCK, within = (index - head.size()) % BLOCK;
        if (block == places.size() - 1) return tail.get(within);
        if (block != recent) {
            recentRows = read(block);
            recent = block;
        }
        return recentRows.get(within);
    }

    private List<Observation> read(int block) {
        long at = places.get(block);
        ByteBuffer read = ByteBuffer.allocate(Math.toIntExact(places.get(block + 1) - at));
        List<Observation> rows = new ArrayList<>(BLOCK);
        try {
            while (read.hasRemaining())
                if (file.orElseThrow().read(read, at + read.position()) < 0)
                    throw new IOException("a temporary file is shorter than it was");
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(read.array()));
            while (rows.size() < BLOCK) rows.add(bytes.read(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return rows;
    }

    @Override
    public synchronized int size() {
        return head.size() + (places.size() - 1) * BLOCK + tail.size();
    }
}
