package org.emergencelaw.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.Test;

class SpilledRowsTest {

    private static final int MANY = SpilledRows.IN_MEMORY + 1_000;

    /** Every component differs between rows, and is absent in some. */
    private static Observation row(int i) {
        Checkpoint.Builder checkpoint = Checkpoint.builder()
                .family(i % 2 == 0 ? "" : "family")
                .model("model \u00fc " + i % 37)
                .params(1e6 + i % 37)
                .tokens(1e9 / 3)
                .lossCorpus(i % 5 == 0 ? "pile" : "");
        if (i % 3 > 0) checkpoint.pretrainLossNats(3 - i % 37 / 100.0).trainFlops(1e18);
        return Observation.builder()
                .task("task " + i % 3)
                .checkpoint(checkpoint.build())
                .regime(i % 2 == 0 ? Regime.FEW_SHOT : Regime.FINETUNED)
                .examples(2L + i)
                .seed(-i)
                .accuracy(i / (double) MANY)
                .nEval(i % 4 == 0 ? OptionalInt.empty() : OptionalInt.of(i))
                .split(Split.values()[i % Split.values().length])
                .metric(i % 2 == 0 ? "" : "acc")
                .filter(i % 7 == 0 ? "strict \ud83d\ude00" : "")
                .notes(
                        i % 6 == 0
                                ? new TreeMap<>(Map.of("note", "line\nline " + i, "chat_template", ""))
                                : new TreeMap<>())
                .build();
    }

    @Test
    void whatLiesOnTheDiskIsReadAsItWasInAnyOrder() {
        SpilledRows rows = new SpilledRows();
        List<Observation> held = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            rows.add(row(i));
            held.add(row(i));
        }
        assertThat(rows).hasSize(MANY).isEqualTo(held);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int index = random.nextInt(MANY);
            assertThat(rows.get(index)).isEqualTo(held.get(index));
        }
        assertThatThrownBy(() -> rows.get(MANY)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void rowsWithLongNotesLieOnTheDiskTheSooner() {
        SpilledRows rows = new SpilledRows();
        // together more than are held in memory, and than a block has
        for (int i = 0; i < 300; i++) rows.add(withLongNotes(i));

        assertThat(rows).hasSize(300);
        for (int i = 0; i < 300; i++) assertThat(rows.get(i)).isEqualTo(withLongNotes(i));
        assertThat(rows.get(3)).as("in memory").isSameAs(rows.get(3));
        Observation first = rows.get(200);
        rows.get(250);
        assertThat(rows.get(200)).as("read anew").isEqualTo(first).isNotSameAs(first);
    }

    private static Observation withLongNotes(int i) {
        TreeMap<String, String> notes = new TreeMap<>();
        for (int note = 0; note < 100; note++)
            notes.put("note " + note, Integer.toString(i).repeat(1_000));
        return row(i).toBuilder().notes(notes).build();
    }

    @Test
    void groupsOnTheDiskAreThoseInMemory() {
        Fingerprint.Maker maker = new Fingerprint.Maker();
        SpilledGroups groups = new SpilledGroups(2);
        Map<Fingerprint, List<long[]>> held = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 3 * SpilledGroups.IN_MEMORY; i++) {
            Fingerprint key = maker.number(random.nextInt(5_000)).make();
            groups.add(key, i, random.nextLong());
            held.computeIfAbsent(key, first -> new ArrayList<>()).add(new long[] {i, key.low()});
        }
        List<List<Long>> found = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            found.clear();
            groups.forEach(
                    group -> found.add(group.stream().map(each -> each[0]).toList()));
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(held.values().stream()
                            .map(group -> group.stream().map(each -> each[0]).toList())
                            .toList());
        }
        assertThatThrownBy(() -> groups.add(maker.make(), 1)).hasMessage("record must have 2 numbers, has 1");
    }
}
