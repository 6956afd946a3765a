package org.emergencelaw.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.observation.Observation;

/**
 * Trains a family of tiny language models by a recipe and measures them.
 *
 * <p>Whatever stops it, the next call does what is missing, and the rows come out the same to the byte on the same kind of
 * processor: every draw is named by its place, and the engine computes on one thread.
 */
public final class Lab {

    private final LabRecipe recipe;
    private final Path folder;
    private final List<LabRun> runs;
    private final Pretraining pretraining;
    private final Measurement measurement;

    /**
     * @param folder where checkpoints and rows are kept
     * @param only names of the sizes to work on; empty for all
     * @throws IllegalArgumentException if the folder holds a run of another recipe, or a size is unknown
     * @throws IOException if the engine's native libraries are missing
     */
    public Lab(LabRecipe recipe, Path folder, List<String> only, Progress progress) throws IOException {
        NativeLibraries.require();
        this.recipe = recipe;
        this.folder = folder;
        this.runs = LabRun.all(recipe, only, folder);
        claim();
        Corpus corpus = new Corpus(recipe);
        pretraining = new Pretraining(corpus, progress);
        measurement = new Measurement(recipe, corpus, progress);
    }

    /** A folder belongs to one recipe: rows of two would mix unseen. */
    private void claim() throws IOException {
        Path mark = folder.resolve("recipe.txt");
        Files.createDirectories(folder);
        if (!Files.exists(mark))
            StateFile.replace(mark, out -> out.write(recipe.toString().getBytes("UTF-8")));
        else if (!Files.readString(mark).equals(recipe.toString()))
            throw new IllegalArgumentException(
                    folder + " holds a run of another recipe; choose another folder, or delete it");
    }

    public void train() throws IOException {
        for (LabRun run : runs) pretraining.train(run);
    }

    public void evaluate() throws IOException {
        for (LabRun run : runs) measurement.evaluate(run);
    }

    public void finetune() throws IOException {
        for (LabRun run : runs) measurement.finetune(run);
    }

    /** Trains, evaluates and finetunes one run after the other. */
    public void run() throws IOException {
        for (LabRun run : runs) {
            pretraining.train(run);
            measurement.evaluate(run);
            measurement.finetune(run);
        }
    }

    /** All rows measured so far, of every size. */
    public List<Observation> observations() throws IOException {
        return observations(recipe, folder);
    }

    /** All rows that a folder holds: by run, then checkpoint, few-shot first, then task, examples and seed. */
    public static List<Observation> observations(LabRecipe recipe, Path folder) throws IOException {
        List<Observation> rows = new ArrayList<>();
        for (LabRun run : LabRun.all(recipe, List.of(), folder))
            for (int step : run.size().checkpoints())
                for (Path file : List.of(run.evaluated(step), run.finetuned(step)))
                    if (Files.exists(file)) rows.addAll(Measurement.read(file));
        return rows;
    }
}
