package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.ingest.table.ChoiceItem;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A model of the lab, written as TorchScript and read back as a stranger's model, answers as it did. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
class OwnModelTest {

    private static final OwnModel.Layout LAYOUT = new OwnModel.Layout("<tiny_plain> ", " ");

    @TempDir
    private static Path folder;

    private static ChoiceAccuracy inTheLab = new ChoiceAccuracy(1, 0, 0, 0);

    @BeforeAll
    static void aModelOfTheLab() throws IOException {
        LabRecipe recipe = LabRecipe.read(Path.of("configs/lab/tiny.yaml"));
        new Lab(recipe, folder.resolve("lab"), List.of("L"), Progress.NONE).train();
        new Export(recipe, folder.resolve("lab"), "L-1").write(60, folder);
        LabRun run = LabRun.all(recipe, List.of("L"), folder.resolve("lab")).get(1);
        Corpus corpus = new Corpus(recipe);
        try (TrainableModel learner =
                new TrainableModel(run.transformer(corpus.lexicon), StateFile.read(run.state(60)), 0, 1)) {
            inTheLab = learner.answer(corpus.heldOut(0), 64);
        }
    }

    @Test
    void itAnswersAsItDidInTheLab() throws IOException {
        try (OwnModel own = load()) {
            ChoiceAccuracy score = own.answer(items(), List.of(), 0, 0, LAYOUT);
            assertThat(score.right()).isEqualTo(inTheLab.right());
            assertThat(score.brier()).isCloseTo(inTheLab.brier(), within(1e-5));
            assertThat(score.logLikelihood()).isCloseTo(inTheLab.logLikelihood(), within(1e-5));
        }
    }

    @Test
    void demonstrationsChangeTheAnswersAndTheSeedDrawsThem() throws IOException {
        List<ChoiceItem> pool = ChoiceItem.read(folder.resolve("tiny_plain.demonstrations.jsonl"));
        Checkpoint checkpoint = Checkpoint.builder()
                .family("own")
                .model("L-1")
                .pretrainLossNats(3.9)
                .build();
        try (OwnModel own = load()) {
            Observation four = own.measure("tiny_plain", checkpoint, items(), pool, 4, 1, LAYOUT);
            Observation again = own.measure("tiny_plain", checkpoint, items(), pool, 4, 1, LAYOUT);
            Observation other = own.measure("tiny_plain", checkpoint, items(), pool, 4, 2, LAYOUT);
            assertThat(again).isEqualTo(four);
            assertThat(four.notes().get("brier"))
                    .isNotEqualTo(other.notes().get("brier"))
                    .isNotEqualTo(ChoiceAccuracy.decimals(inTheLab.brier()));
            assertThat(four.examples()).isEqualTo(4);
            assertThat(four.nEval()).hasValue(32);
        }
    }

    @Test
    void aLongPromptIsNotCut() throws IOException {
        try (OwnModel own = load()) {
            assertThat(own.tokens("w1 ".repeat(600) + "w2")).hasSize(601);
            ChoiceItem tooLong = new ChoiceItem("w1 ".repeat(600), List.of("label1", "label2"), 0);
            assertThatThrownBy(() -> own.answer(List.of(tooLong), List.of(), 0, 0, LAYOUT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the model cannot read");
        }
    }

    @Test
    void badFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> OwnModel.load(folder.resolve("none.pt"), folder.resolve("tokenizer.json")))
                .isInstanceOf(NoSuchFileException.class);
        Path bad = folder.resolve("bad.pt");
        Files.writeString(bad, "no model");
        assertThatThrownBy(() -> OwnModel.load(bad, folder.resolve("tokenizer.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad.pt");
        Path lines = folder.resolve("bad.jsonl");
        Files.writeString(lines, "{\"question\": \"w1\", \"choices\": [\"a\", \"b\"], \"answer\": 2}\n");
        assertThatThrownBy(() -> ChoiceItem.read(lines))
                .hasMessageContaining("line 1")
                .hasMessageContaining("answer must be from 0 to 1, was 2");
        try (OwnModel own = load()) {
            assertThatThrownBy(() -> own.answer(items(), List.of(), 1, 0, LAYOUT))
                    .hasMessageContaining("shots must be at most the 0 demonstrations, was 1");
        }
    }

    private static OwnModel load() throws IOException {
        return OwnModel.load(folder.resolve("model.pt"), folder.resolve("tokenizer.json"));
    }

    private static List<ChoiceItem> items() throws IOException {
        return ChoiceItem.read(folder.resolve("tiny_plain.items.jsonl"));
    }
}
