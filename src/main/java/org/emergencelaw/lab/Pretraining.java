package org.emergencelaw.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.lab.StateFile.Weights;

/** Trains a run from its last checkpoint to its final one. Each step draws its batch by its number alone. */
final class Pretraining {

    private static final int STEPS_A_REPORT = 10;

    private final Corpus corpus;
    private final Progress progress;

    Pretraining(Corpus corpus, Progress progress) {
        this.corpus = corpus;
        this.progress = progress;
    }

    void train(LabRun run) throws IOException {
        run.prepare();
        List<Integer> checkpoints = run.size().checkpoints();
        int last = checkpoints.get(checkpoints.size() - 1);
        if (Files.exists(run.state(last))) return;
        LabRecipe.Pretraining how = run.recipe().pretraining();
        Weights start = start(run);
        progress.begin(run.name() + " pretraining", "tokens", run.tokens(start.steps()), run.tokens(last));
        try (TrainableModel learner =
                new TrainableModel(run.transformer(corpus.lexicon), start, how.weightDecay(), how.clip())) {
            for (int step = start.steps() + 1; step <= last; step++) {
                double rate = run.size().learningRate() * Math.min(1, (double) step / how.warmUpSteps());
                double loss = learner.stepOnDocuments(batch(run, step), rate);
                if (step % STEPS_A_REPORT == 0 || step == last)
                    progress.reached(run.tokens(step), String.format(Locale.ROOT, "loss %.3f", loss));
                if (checkpoints.contains(step)) StateFile.write(learner.state(), run.state(step));
            }
        } finally {
            progress.end();
        }
    }

    private Weights start(LabRun run) throws IOException {
        List<Integer> checkpoints = run.size().checkpoints();
        for (int i = checkpoints.size() - 1; i >= 0; i--)
            if (Files.exists(run.state(checkpoints.get(i)))) return StateFile.read(run.state(checkpoints.get(i)));
        Transformer transformer = run.transformer(corpus.lexicon);
        return Weights.fresh(transformer.initial(
                SeededRandom.of(run.recipe().seed(), "initial", run.size().name(), run.seed())));
    }

    private int[][] batch(LabRun run, int step) {
        return corpus.mixture(
                run.recipe().pretraining().batch(),
                SeededRandom.of(run.recipe().seed(), "batch", run.size().name(), run.seed(), step));
    }
}
