package org.emergencelaw.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/** An observation as bytes, for as long as this lives: of its checkpoint and its words they hold numbers. */
final class RowBytes {

    private static final Regime[] REGIMES = Regime.values();
    private static final Split[] SPLITS = Split.values();

    private final Numbering<Checkpoint> checkpoints;
    private final Numbering<String> words = new Numbering<>();

    RowBytes(Numbering<Checkpoint> checkpoints) {
        this.checkpoints = checkpoints;
    }

    void write(Observation row, DataOutput out) throws IOException {
        out.writeInt(words.of(row.task()));
        out.writeInt(checkpoints.of(row.checkpoint()));
        out.writeByte(row.regime().ordinal());
        out.writeLong(row.examples());
        out.writeLong(row.seed());
        out.writeDouble(row.accuracy());
        // stated items are at least 1
        out.writeInt(row.nEval().orElse(0));
        out.writeByte(row.split().ordinal());
        out.writeInt(words.of(row.metric()));
        text(row.filter(), out);
        out.writeInt(row.notes().size());
        for (Map.Entry<String, String> note : row.notes().entrySet()) {
            out.writeInt(words.of(note.getKey()));
            text(note.getValue(), out);
        }
    }

    private static void text(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    Observation read(DataInput in) throws IOException {
        Observation.Builder row = Observation.builder()
                .task(words.get(in.readInt()))
                .checkpoint(checkpoints.get(in.readInt()))
                .regime(REGIMES[in.readByte()])
                .examples(in.readLong())
                .seed(in.readLong())
                .accuracy(in.readDouble());
        int items = in.readInt();
        row.nEval(items == 0 ? OptionalInt.empty() : OptionalInt.of(items))
                .split(SPLITS[in.readByte()])
                .metric(words.get(in.readInt()))
                .filter(text(in));
        SortedMap<String, String> notes = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) notes.put(words.get(in.readInt()), text(in));
        return row.notes(notes).build();
    }

    private static String text(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
