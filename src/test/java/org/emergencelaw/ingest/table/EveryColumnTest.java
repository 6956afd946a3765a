package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;

/** No place forgets a column: a new component of an observation, a checkpoint or a model fails here until it goes all the way. */
class EveryColumnTest {

    private static final Observation FULL = Samples.onlyObservation(
            RowReader.read(List.of(new Cells.Row(1, Samples.everyCell("t", "f"))), ImportRules.any()));

    private static List<String> components(Class<? extends Record> type) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents())
            if (component.getType() == Checkpoint.class) names.addAll(components(Checkpoint.class));
            else names.add(component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT));
        return names;
    }

    @Test
    void everyComponentOfAnObservationIsAColumn() {
        List<String> columns = new ArrayList<>(components(Observation.class));
        columns.set(columns.indexOf("notes"), "note");

        assertThat(Columns.CONTRACT).isEqualTo(columns);
    }

    @Test
    void everyColumnIsReadAndWritten() throws IOException {
        assertThat(ObservationCells.of(FULL)).isEqualTo(Samples.everyCell("t", "f"));
        assertThat(Samples.onlyObservation(ObservationCsv.read(ObservationCsv.text(List.of(FULL)), ImportRules.any())))
                .isEqualTo(FULL);
        StringWriter json = new StringWriter();
        ObservationJson.write(RowSequence.of(List.of(FULL)), json);
        assertThat(Samples.onlyObservation(ObservationJson.read(json.toString(), ImportRules.any())))
                .isEqualTo(FULL);
    }

    @Test
    void buildersKeepEveryComponent() {
        assertThat(FULL.toBuilder().build()).isEqualTo(FULL);
        assertThat(FULL.checkpoint().toBuilder().build()).isEqualTo(FULL.checkpoint());
        assertThat(model().toBuilder().build()).isEqualTo(model());
    }

    @Test
    void choicesAreWrittenAsTheyAreChosen() {
        assertThat(Columns.choices("regime")).containsExactly("finetuned", "few_shot");
        assertThat(Columns.choices("split")).containsExactly("fit", "held_out", "excluded");
        assertThat(Columns.choices("model")).isEmpty();
        assertThat(Columns.choices("unknown")).isEmpty();
    }

    @Test
    void noTwoColumnsAreOneAnothersSynonym() {
        Map<String, String> spelt = new TreeMap<>();
        for (Column column : Columns.ALL) {
            String other = spelt.put(Columns.bare(column.name()), column.name());
            assertThat(other).as(column.name()).isNull();
        }
        for (Column column : Columns.ALL)
            for (String synonym : column.synonyms())
                assertThat(spelt.getOrDefault(synonym, column.name()))
                        .as(synonym)
                        .isEqualTo(column.name());
    }

    @Test
    void guidesAndHelpNameEveryColumn() throws IOException {
        String guide = Files.readString(Path.of("src/docs/harness.md"));
        for (String column : Columns.CONTRACT) {
            assertThat(guide).contains("`" + column + "`");
            assertThat(Columns.HELP).containsPattern("\\b" + column + "\\b");
        }
        for (String column : ModelTable.COLUMNS) assertThat(guide).contains("`" + column + "`");
    }

    @Test
    void whatIsToldOfACheckpointCanBeToldOfAModel() {
        assertThat(components(KnownModel.class)).containsAll(components(Checkpoint.class));
        Set<String> columns = Set.copyOf(ModelTable.COLUMNS);
        assertThat(columns).containsAll(components(KnownModel.class));
    }

    private static Map<String, String> modelCells() {
        Map<String, String> cells = new LinkedHashMap<>(Samples.everyCell("t", "f"));
        cells.keySet().retainAll(ModelTable.COLUMNS);
        cells.putAll(Map.of(
                "revision", "step1", "base", "the base", "finetune_examples", "640", "vocabulary_size", "50257"));
        return cells;
    }

    private static KnownModel model() {
        Map<String, String> cells = modelCells();
        String csv = String.join(",", cells.keySet()) + "\n" + String.join(",", cells.values()) + "\n";
        return read(csv);
    }

    private static KnownModel read(String csv) {
        try {
            ModelTable.Reading read =
                    ModelTable.read(ImportFile.of("models.csv", csv.getBytes(StandardCharsets.UTF_8)));
            assertThat(read.errors()).isEmpty();
            assertThat(read.models()).hasSize(1);
            return read.models().get(0);
        } catch (IOException unreachable) {
            throw new AssertionError(unreachable);
        }
    }

    @Test
    void everyColumnOfAModelIsReadAndWritten() throws IOException {
        assertThat(modelCells().keySet())
                .containsExactlyInAnyOrderElementsOf(ModelTable.COLUMNS.stream()
                        .filter(name -> !name.equals("loss"))
                        // kept as pretrain_loss_nats, whatever unit it was stated in
                        .filter(name -> !StatedLoss.COLUMNS.contains(name) && !name.equals(StatedLoss.BYTES_PER_TOKEN))
                        .toList());
        StringWriter written = new StringWriter();
        ModelTable.write(List.of(model()), written);
        assertThat(read(written.toString())).isEqualTo(model());

        Map<String, String> cells = new TreeMap<>(modelCells());
        cells.keySet().retainAll(Columns.CONTRACT);
        cells.put("vocabulary_size", "50257");
        assertThat(new TreeMap<>(ModelTable.observationCells(model()))).isEqualTo(cells);
    }

    @Test
    void aFinetunedModelTakesFromItsBaseWhatItDoesNotSay() throws ReflectiveOperationException {
        KnownModel tuned = KnownModel.unknown("tuned", "").completed(model());

        for (RecordComponent component : Checkpoint.class.getRecordComponents())
            if (!component.getName().equals("model"))
                assertThat(KnownModel.class.getMethod(component.getName()).invoke(tuned))
                        .as(component.getName())
                        .isEqualTo(
                                KnownModel.class.getMethod(component.getName()).invoke(model()));
        assertThat(tuned.base()).isEqualTo(model().label());
    }
}
