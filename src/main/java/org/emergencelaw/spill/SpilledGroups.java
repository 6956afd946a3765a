package org.emergencelaw.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records of a few numbers, brought together by a key. The first {@value #IN_MEMORY} are in memory; if there are more, all of them lie on
 * the disk in {@value #PARTS} parts by their key, of which one at a time is read.
 */
public final class SpilledGroups {

    static final int IN_MEMORY = 1 << 14;

    private static final int PARTS = 64;

    /** Records of one part that are written at once. */
    private static final int BLOCK = 128;

    private static final int KEY = 2;

    private final int width;
    private Map<Fingerprint, List<long[]>> small = new LinkedHashMap<>();
    private int count;
    private Optional<FileChannel> file = Optional.empty();
    private long[][] open = {};
    private final int[] filled = new int[PARTS];
    private final List<List<Long>> blocks = new ArrayList<>();

    /** @param numbers of a record */
    public SpilledGroups(int numbers) {
        width = KEY + numbers;
    }

    /** @param record as many numbers as all others have */
    public void add(Fingerprint key, long... record) {
        if (record.length + KEY != width)
            throw new IllegalArgumentException("record must have " + (width - KEY) + " numbers, has " + record.length);
        if (++count <= IN_MEMORY) {
            small.computeIfAbsent(key, first -> new ArrayList<>(1)).add(record);
            return;
        }
        if (file.isEmpty()) spill();
        put(key, record);
    }

    private void spill() {
        try {
            file = Optional.of(SpillFile.create());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        open = new long[PARTS][BLOCK * width];
        for (int part = 0; part < PARTS; part++) blocks.add(new ArrayList<>());
        small.forEach((key, records) -> records.forEach(record -> put(key, record)));
        small = Map.of();
    }

    private void put(Fingerprint key, long[] record) {
        int part = (int) (key.high() >>> (Long.SIZE - 6));
        int at = filled[part]++ * width;
        open[part][at] = key.high();
        open[part][at + 1] = key.low();
        System.arraycopy(record, 0, open[part], at + KEY, record.length);
        if (filled[part] == BLOCK) write(part);
    }

    private void write(int part) {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK * width * Long.BYTES);
        bytes.asLongBuffer().put(open[part]);
        try {
            FileChannel channel = file.orElseThrow();
            long at = channel.size();
            while (bytes.hasRemaining()) channel.write(bytes, at + bytes.position());
            blocks.get(part).add(at);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        filled[part] = 0;
    }

    /**
     * Every group, with its records in the order in which they were added. The groups come in the order of their first records while they
     * are in memory, and then in none.
     */
    public void forEach(Consumer<List<long[]>> work) {
        small.values().forEach(work);
        for (int part = 0; part < blocks.size(); part++) read(part).values().forEach(work);
    }

    private Map<Fingerprint, List<long[]>> read(int part) {
        Map<Fingerprint, List<long[]>> groups = new LinkedHashMap<>();
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK * width * Long.BYTES);
        long[] block = new long[BLOCK * width];
        for (long at : blocks.get(part)) {
            bytes.clear();
            try {
                while (bytes.hasRemaining())
                    if (file.orElseThrow().read(bytes, at + bytes.position()) < 0)
                        throw new IOException("a temporary file is shorter than it was");
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            bytes.flip().asLongBuffer().get(block);
            gather(block, BLOCK, groups);
        }
        gather(open[part], filled[part], groups);
        return groups;
    }

    private void gather(long[] block, int records, Map<Fingerprint, List<long[]>> groups) {
        for (int i = 0; i < records; i++) {
            int at = i * width;
            groups.computeIfAbsent(new Fingerprint(block[at], block[at + 1]), first -> new ArrayList<>(1))
                    .add(Arrays.copyOfRange(block, at + KEY, at + width));
        }
    }
}
