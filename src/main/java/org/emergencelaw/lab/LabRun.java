package org.emergencelaw.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.observation.Split;

/**
 * One pretraining run and its files, all named for what they hold: a file that is there is whole, so what is missing is what
 * is left to do.
 *
 * @param seed pretraining seed, from 0
 */
record LabRun(LabRecipe recipe, LabRecipe.Size size, int seed, Path folder) {

    /** All runs of a recipe in the order of the table, the sizes named in {@code only} or, where it is empty, all. */
    static List<LabRun> all(LabRecipe recipe, List<String> only, Path root) {
        for (String name : only)
            if (recipe.sizes().stream().noneMatch(size -> size.name().equals(name)))
                throw new IllegalArgumentException("the recipe has no size " + name + "; it has "
                        + recipe.sizes().stream().map(LabRecipe.Size::name).toList());
        return recipe.sizes().stream()
                .filter(size -> only.isEmpty() || only.contains(size.name()))
                .flatMap(size -> IntStream.range(0, recipe.pretrainingSeeds())
                        .mapToObj(seed -> new LabRun(recipe, size, seed, root.resolve(size.name() + "-" + seed))))
                .toList();
    }

    /** Such as {@code M-2}. */
    String name() {
        return size.name() + "-" + seed;
    }

    Transformer transformer(Lexicon lexicon) {
        return new Transformer(
                lexicon.vocabulary,
                recipe.language().context(),
                size.width(),
                size.layers(),
                size.heads(),
                size.smearedKeys(),
                size.tiedEmbeddings());
    }

    long tokens(int step) {
        return (long) step * recipe.pretraining().batch() * recipe.language().context();
    }

    Path state(int step) {
        return file(step, "safetensors");
    }

    /** Few-shot rows of a checkpoint. */
    Path evaluated(int step) {
        return file(step, "few-shot.csv");
    }

    /** Finetuned rows of a checkpoint. */
    Path finetuned(int step) {
        return file(step, "finetuned.csv");
    }

    /** Whether a checkpoint is to be finetuned too. */
    boolean finetunes(int step) {
        return size.finetuned().contains(step);
    }

    Split split(int step) {
        return step <= size.visible() ? Split.FIT : Split.HELD_OUT;
    }

    private Path file(int step, String kind) {
        return folder.resolve(String.format(Locale.ROOT, "%06d.%s", step, kind));
    }

    void prepare() throws IOException {
        Files.createDirectories(folder);
    }
}
