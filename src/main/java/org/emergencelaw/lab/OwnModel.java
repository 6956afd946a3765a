package org.emergencelaw.lab;

import ai.djl.MalformedModelException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.emergencelaw.ingest.table.ChoiceItem;
import org.emergencelaw.metric.ChoiceScores;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/**
 * A person's own causal language model: a TorchScript file that takes token ids (1, length) as int64 and gives logits
 * (1, length, vocabulary), first of its outputs, and the {@code tokenizer.json} that goes with it. Nothing is downloaded.
 *
 * <p>A choice's log-likelihood is the sum of ln p of its tokens after the prompt: those by which the tokens of prompt and choice
 * together are longer than the prompt's.
 */
public final class OwnModel implements AutoCloseable {

    /** Without it, what is longer than 512 tokens would be cut unseen. */
    private static final Map<String, String> WHOLE = Map.of("truncation", "false");

    private final ZooModel<NDList, NDList> model;
    private final Predictor<NDList, NDList> predictor;
    private final HuggingFaceTokenizer tokenizer;

    /**
     * How a prompt is written: prefix, then demonstrations and question, each demonstration as question, space, right choice.
     *
     * @param prefix before everything
     * @param separator between demonstrations, and before the question
     */
    public record Layout(String prefix, String separator) {
        String prompt(List<ChoiceItem> demonstrations, ChoiceItem item) {
            StringBuilder text = new StringBuilder(prefix);
            for (ChoiceItem shown : demonstrations)
                text.append(shown.question())
                        .append(' ')
                        .append(shown.choices().get(shown.answer()))
                        .append(separator);
            return text.append(item.question()).toString();
        }
    }

    private OwnModel(ZooModel<NDList, NDList> model, HuggingFaceTokenizer tokenizer) {
        this.model = model;
        this.predictor = model.newPredictor();
        this.tokenizer = tokenizer;
    }

    /**
     * @param model TorchScript file
     * @param tokenizer tokenizer.json
     * @throws IllegalArgumentException if one of the files is not what it should be
     * @throws IOException if the engine's native libraries are missing
     */
    public static OwnModel load(Path model, Path tokenizer) throws IOException {
        NativeLibraries.require();
        for (Path file : List.of(model, tokenizer))
            if (!Files.isRegularFile(file)) throw new NoSuchFileException(file.toString());
        try {
            ZooModel<NDList, NDList> loaded = Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optEngine("PyTorch")
                    .optModelPath(model.toAbsolutePath())
                    .optTranslator(new NoopTranslator())
                    .build()
                    .loadModel();
            return new OwnModel(loaded, HuggingFaceTokenizer.newInstance(tokenizer.toAbsolutePath(), WHOLE));
        } catch (ModelNotFoundException | MalformedModelException | RuntimeException bad) {
            throw new IllegalArgumentException(
                    model + " and " + tokenizer + " must be a TorchScript model and its tokenizer.json: "
                            + bad.getMessage(),
                    bad);
        }
    }

    /**
     * Answers every item after {@code shots} demonstrations, drawn for each item anew.
     *
     * @param demonstrations to draw from; an item is never shown as a demonstration of itself
     */
    ChoiceAccuracy answer(
            List<ChoiceItem> items, List<ChoiceItem> demonstrations, int shots, long seed, Layout layout) {
        if (!(shots >= 0)) throw new IllegalArgumentException("shots must be at least 0, was " + shots);
        ChoiceScores[] answers = new ChoiceScores[items.size()];
        for (int i = 0; i < answers.length; i++) {
            ChoiceItem item = items.get(i);
            List<ChoiceItem> others =
                    demonstrations.stream().filter(other -> !other.equals(item)).toList();
            if (others.size() < shots)
                throw new IllegalArgumentException(
                        "shots must be at most the " + others.size() + " demonstrations, was " + shots);
            int[] order = SeededRandom.permutation(others.size(), SeededRandom.of(seed, "demonstrations", i));
            List<ChoiceItem> shown =
                    Arrays.stream(order, 0, shots).mapToObj(others::get).toList();
            answers[i] = answer(layout.prompt(shown, item), item);
        }
        return ChoiceAccuracy.of(answers);
    }

    /** The few-shot row of the answers. */
    public Observation measure(
            String task,
            Checkpoint checkpoint,
            List<ChoiceItem> items,
            List<ChoiceItem> demonstrations,
            int shots,
            long seed,
            Layout layout) {
        return answer(items, demonstrations, shots, seed, layout)
                .observation(task, checkpoint, Regime.FEW_SHOT, shots, seed, Split.FIT, Map.of());
    }

    private ChoiceScores answer(String prompt, ChoiceItem item) {
        int shown = tokens(prompt).length;
        double[] logLikelihoods = new double[item.choices().size()];
        for (int c = 0; c < logLikelihoods.length; c++) {
            long[] all = tokens(prompt + " " + item.choices().get(c));
            if (all.length <= shown)
                throw new IllegalArgumentException("the tokenizer gives the choice \""
                        + item.choices().get(c) + "\" no token of its own after its prompt");
            logLikelihoods[c] = logLikelihood(all, shown);
        }
        return new ChoiceScores(logLikelihoods, item.answer());
    }

    /** Sum of ln p of the tokens from {@code from} on. */
    private double logLikelihood(long[] tokens, int from) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray shown = manager.create(tokens, new Shape(1, tokens.length));
            NDList outputs = predictor.predict(new NDList(shown));
            outputs.attach(manager);
            NDArray logits = outputs.get(0);
            if (logits.getShape().dimension() != 3 || logits.getShape().get(1) != tokens.length)
                throw new IllegalArgumentException(
                        "the model's first output must be logits (1, length, vocabulary), was " + logits.getShape());
            NDArray logP =
                    logits.get("0, " + (from - 1) + ":" + (tokens.length - 1)).logSoftmax(-1);
            double sum = 0;
            for (int t = from; t < tokens.length; t++) sum += logP.getFloat(t - from, tokens[t]);
            return Math.min(0, sum);
        } catch (TranslateException bad) {
            throw new IllegalArgumentException("the model cannot read token ids (1, length): " + bad.getMessage(), bad);
        }
    }

    /** Token ids of a text, all of them, and none but its own. */
    long[] tokens(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
        tokenizer.close();
    }
}
