package org.emergencelaw.lab;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.lab.StateFile.Weights;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;

/** Measures the checkpoints of a run: loss, few-shot accuracy, accuracy after finetuning. One file of rows each. */
final class Measurement {

    private static final int BATCH = 256;
    private static final int DOCUMENTS = 64;

    private final LabRecipe recipe;
    private final Corpus corpus;
    private final Progress progress;

    Measurement(LabRecipe recipe, Corpus corpus, Progress progress) {
        this.recipe = recipe;
        this.corpus = corpus;
        this.progress = progress;
    }

    /** Loss on held-out text, and few-shot accuracy on every task at every shot count. All models answer the same prompts. */
    void evaluate(LabRun run) throws IOException {
        each(run, "few-shot", step -> true, run::evaluated, (step, state) -> {
            try (TrainableModel learner = learner(run, state)) {
                Checkpoint checkpoint = checkpoint(run, step, learner);
                List<Observation> rows = new ArrayList<>();
                for (int task = 0; task < recipe.tasks().size(); task++)
                    for (int shots : recipe.evaluation().shots()) {
                        MultipleChoiceSet prompts = corpus.prompts(
                                task,
                                shots,
                                recipe.evaluation().prompts(),
                                SeededRandom.of(recipe.seed(), "prompts", task, shots));
                        ChoiceAccuracy score = learner.answer(prompts, BATCH);
                        rows.add(row(run, step, task, checkpoint, Regime.FEW_SHOT, shots, 0, score));
                    }
                return rows;
            }
        });
    }

    /** Accuracy on the held-out words after finetuning, for every task, data amount and seed. */
    void finetune(LabRun run) throws IOException {
        each(run, "finetuning", run::finetunes, run::finetuned, (step, state) -> {
            Checkpoint checkpoint = read(run.evaluated(step)).get(0).checkpoint();
            List<Observation> rows = new ArrayList<>();
            for (int task = 0; task < recipe.tasks().size(); task++)
                for (int amount : recipe.finetuning().examples())
                    for (int seed = 0; seed < recipe.finetuning().seeds(); seed++) {
                        ChoiceAccuracy score = finetuned(run, state.weights(), task, amount, seed);
                        rows.add(row(run, step, task, checkpoint, Regime.FINETUNED, amount, seed, score));
                    }
            return rows;
        });
    }

    private ChoiceAccuracy finetuned(LabRun run, float[] weights, int task, int amount, int seed) {
        LabRecipe.Finetuning how = recipe.finetuning();
        MultipleChoiceSet examples =
                corpus.examples(task, amount, SeededRandom.of(recipe.seed(), "examples", task, amount, seed));
        var random = SeededRandom.of(recipe.seed(), "order", run.name(), task, amount, seed);
        try (TrainableModel learner = learner(run, Weights.fresh(weights))) {
            int[] order = {};
            int at = 0;
            for (int step = 1; step <= how.steps(); step++) {
                int[] items = new int[Math.min(amount, how.batch())];
                for (int i = 0; i < items.length; i++) {
                    if (at == order.length) {
                        order = SeededRandom.permutation(amount, random);
                        at = 0;
                    }
                    items[i] = order[at++];
                }
                double warm = Math.min(1, (double) step / how.warmUpSteps());
                double left = 1 - (step - 1.0) / how.steps();
                learner.stepOnAnswers(examples, items, how.learningRate() * warm * left);
            }
            return learner.answer(corpus.heldOut(task), BATCH);
        }
    }

    private TrainableModel learner(LabRun run, Weights state) {
        LabRecipe.Pretraining how = recipe.pretraining();
        return new TrainableModel(run.transformer(corpus.lexicon), state, how.weightDecay(), how.clip());
    }

    private Checkpoint checkpoint(LabRun run, int step, TrainableModel learner) {
        var random = SeededRandom.of(recipe.seed(), "held-out text");
        int[][] documents = new int[recipe.evaluation().lossDocuments()][];
        for (int i = 0; i < documents.length; i++) documents[i] = corpus.text(random);
        double params = learner.transformer.parameters();
        double tokens = run.tokens(step);
        return Checkpoint.builder()
                .family(recipe.family())
                .model(run.name())
                .params(params)
                .tokens(tokens)
                .trainFlops(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN * params * tokens)
                .pretrainLossNats(Double.parseDouble(ChoiceAccuracy.decimals(learner.lossOf(documents, DOCUMENTS))))
                .lossCorpus(recipe.family() + "-text")
                .build();
    }

    private Observation row(
            LabRun run,
            int step,
            int task,
            Checkpoint checkpoint,
            Regime regime,
            int examples,
            int seed,
            ChoiceAccuracy score) {
        return score.observation(
                recipe.tasks().get(task).name(),
                checkpoint,
                regime,
                examples,
                seed,
                run.split(step),
                Map.of("pretrain_seed", Integer.toString(run.seed())));
    }

    private interface FileOf {
        Path at(int step);
    }

    private interface Measured {
        List<Observation> rows(int step, Weights state) throws IOException;
    }

    private void each(LabRun run, String work, IntPredicate wanted, FileOf file, Measured measured) throws IOException {
        int[] left = run.size().checkpoints().stream()
                .mapToInt(step -> step)
                .filter(step -> wanted.test(step) && !Files.exists(file.at(step)))
                .toArray();
        if (left.length == 0) return;
        for (int step : left)
            if (!Files.exists(run.state(step)))
                throw new IllegalArgumentException(run.state(step) + " is missing: train " + run.name() + " first");
        progress.begin(run.name() + " " + work, "checkpoints", 0, left.length);
        try {
            for (int i = 0; i < left.length; i++) {
                write(measured.rows(left[i], StateFile.read(run.state(left[i]))), file.at(left[i]));
                progress.reached(i + 1, "step " + left[i]);
            }
        } finally {
            progress.end();
        }
    }

    static void write(List<Observation> rows, Path file) throws IOException {
        StateFile.replace(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            ObservationCsv.write(rows, writer);
            writer.flush();
        });
    }

    static List<Observation> read(Path file) throws IOException {
        if (!Files.exists(file))
            throw new IllegalArgumentException(file + " is missing: evaluate this checkpoint first");
        ImportResult read = ObservationCsv.read(Files.readString(file), ImportRules.any());
        if (!read.accepted())
            throw new IllegalArgumentException(
                    file + ": " + read.errors().get(0).message() + "; delete it to measure again");
        return read.observations();
    }
}
