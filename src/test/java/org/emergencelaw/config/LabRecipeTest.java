package org.emergencelaw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipes of the lab: the committed ones are read, and a faulty one is refused with field, rule and value. */
class LabRecipeTest {

    @TempDir
    private Path folder;

    @Test
    void theFamilyHasWhatItsTableNeeds() throws IOException {
        LabRecipe family = LabRecipe.read(Path.of("configs/lab/family.yaml"));
        assertThat(family.pretrainingSeeds()).isEqualTo(3);
        assertThat(family.tasks())
                .hasSize(5)
                .last()
                .satisfies(control -> assertThat(control.boost()).isEqualTo(1));
        assertThat(family.sizes())
                .hasSize(4)
                .allSatisfy(size -> assertThat(size.checkpoints()).hasSizeGreaterThanOrEqualTo(10));
        assertThat(family.sizes().subList(2, 4)).allMatch(size -> size.visible() == 0);
        assertThat(family.finetuning().examples()).contains(16, 1024);
        assertThat(family.evaluation().prompts()).isGreaterThanOrEqualTo(1000);
    }

    /** What every further family must have to be a test: held-out sizes, a control, all data amounts, no finetuned step that is not kept. */
    @ParameterizedTest
    @CsvSource({
        "early-own, true", "early-lookup, false", "early-mixed, true", "early-untied, true",
        "late-wide, false", "late-deep, false", "late-binary, false", "late-untied, false"
    })
    void theFurtherFamiliesHaveWhatATestNeeds(String name, boolean ownLabels) throws IOException {
        LabRecipe family = LabRecipe.read(Path.of("configs/lab", name + ".yaml"));
        assertThat(family.family()).isEqualTo(name);
        assertThat(family.pretrainingSeeds()).isEqualTo(3);
        assertThat(family.tasks())
                .hasSize(5)
                .last()
                .satisfies(control -> assertThat(control.boost()).isEqualTo(1));
        assertThat(family.language().ownLabelShare() > 0).isEqualTo(ownLabels);
        assertThat(family.evaluation().shots()).containsExactly(0, 1, 2, 4, 8, 16);
        assertThat(family.finetuning().examples()).containsExactly(2, 4, 8, 16, 64, 256, 1024);
        assertThat(family.sizes())
                .hasSize(5)
                .allSatisfy(size -> assertThat(size.checkpoints()).hasSize(10));
        assertThat(family.sizes().subList(0, 4))
                .allSatisfy(size -> assertThat(size.finetuned()).hasSize(5));
        assertThat(family.sizes().subList(3, 5)).allMatch(size -> size.visible() == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            values: 4            | values: 1             | values must be from 2 to 16, was 1
            pool_words: 64       | pool_words: 63        | pool_words must be a multiple of classes and of values, was 63
            zipf: 0.8            | zipf: 5               | zipf must be from 0 to 4, was 5.0
            boost: 12            | boost: 0.5            | boost must be from 1 to 1000, was 0.5
            [20, 40, 60]         | [40, 20, 60]          | checkpoints must rise from 1 or above, had [40, 20, 60]
            [20, 40, 60]         | [0, 20]               | checkpoints must rise from 1 or above, had [0, 20]
            examples: [8, 32]    | examples: [8, 128]    | finetuning.examples must be at most language.pool_words, 64, was 128
            shots: [4]           | shots: [40]           | evaluation.shots must fit into language.context, 16, was 40
            name: L              | name: S               | names of sizes must be different, had S twice
            learning_rate: 0.003 | learning_rate: 0      | learning_rate must be above 0 and at most 1, was 0.0
            shots: [4]           | shots: []             | evaluation.shots must have at least one value, had none
            shots: [4]           | shots: [4, 4]         | evaluation.shots must be different, had 4 twice
            examples: [8, 32]    | examples: [8, null]   | finetuning.examples must have no empty value
            examples: [8, 32]    | examples: []          | finetuning.examples must have at least one value, had none
            batch: 16, warm      | batch: 16.5, warm     | pretraining.batch must be a whole number
            family: lab-tiny     | family: lab/tiny      | family must be up to 40 letters, digits, hyphens and underscores, was lab/tiny
            name: tiny_plain     | name: Tiny Plain      | a task's name must be up to 39 lower-case letters, digits and underscores, was Tiny Plain
            heads: 2, smeared_keys: true, tied_embeddings: true, learning_rate: 0.004 | heads: 3, smeared_keys: true, tied_embeddings: true, learning_rate: 0.004 | width must be a multiple of heads, was 16
            clip: 1              | clip: 1, clip: 2      | Duplicate field 'clip'
            own_label_share: 0   | own_label_share: 1.5  | own_label_share must be from 0 to 1, was 1.5
            finetuned: []        | finetuned: [30]       | finetuned must be some of checkpoints, [20, 40, 60], was [30]
            clip: 1              | clipp: 1              | pretraining.clip is missing
            """)
    void aFaultyRecipeIsRefused(String good, String bad, String message) throws IOException {
        String tiny = Files.readString(Path.of("configs/lab/tiny.yaml"));
        assertThat(tiny).contains(good);
        Path faulty = folder.resolve("faulty.yaml");
        Files.writeString(faulty, tiny.replace(good, bad));

        assertThatThrownBy(() -> LabRecipe.read(faulty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
