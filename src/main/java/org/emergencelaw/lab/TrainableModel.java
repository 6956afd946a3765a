package org.emergencelaw.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.emergencelaw.lab.StateFile.Weights;
import org.emergencelaw.metric.ChoiceScores;

/** A transformer that learns from documents or from answers, and that can be asked. */
final class TrainableModel implements AutoCloseable {

    final Transformer transformer;
    private final AdamW adamW;

    /** Learns on from a state. */
    TrainableModel(Transformer transformer, Weights state, double weightDecay, double clip) {
        this.transformer = transformer;
        adamW = new AdamW(state, weightDecay, clip);
    }

    /** One step on whole documents: every token is predicted from those before it. Returns the mean loss in nats. */
    double stepOnDocuments(int[][] documents, double rate) {
        return adamW.step(rate, weights -> documentLoss(weights, documents).mean());
    }

    /** One step on answers: the token after each item. Returns the mean loss in nats. */
    double stepOnAnswers(MultipleChoiceSet questions, int[] items, double rate) {
        int[] answers = Arrays.stream(items).map(questions::answer).toArray();
        return adamW.step(
                rate,
                weights ->
                        loss(answerLogits(weights, questions, items), answers).mean());
    }

    /** Loss of each predicted token, nats, as one vector. */
    private NDArray documentLoss(NDArray weights, int[][] documents) {
        int length = documents[0].length - 1;
        int[] shown = new int[documents.length * length];
        int[] next = new int[documents.length * length];
        for (int i = 0; i < documents.length; i++) {
            System.arraycopy(documents[i], 0, shown, i * length, length);
            System.arraycopy(documents[i], 1, next, i * length, length);
        }
        NDList views = transformer.views(weights);
        NDArray hidden = transformer.hidden(views, tokens(shown, documents.length, length));
        return loss(transformer.logits(views, hidden.reshape(-1, transformer.width())), next);
    }

    private NDArray answerLogits(NDArray weights, MultipleChoiceSet questions, int[] items) {
        int length = questions.tokens()[0].length;
        int[] shown = new int[items.length * length];
        for (int i = 0; i < items.length; i++)
            System.arraycopy(questions.tokens()[items[i]], 0, shown, i * length, length);
        NDList views = transformer.views(weights);
        NDArray hidden = transformer.hidden(views, tokens(shown, items.length, length));
        return transformer.logits(views, hidden.get(":, " + (length - 1)));
    }

    private NDArray loss(NDArray logits, int[] targets) {
        NDArray wanted =
                adamW.manager.create(targets, new Shape(targets.length, 1)).toType(DataType.INT64, false);
        return logits.logSoftmax(-1).gather(wanted, 1).neg();
    }

    private NDArray tokens(int[] values, long documents, long length) {
        return adamW.manager.create(values, new Shape(documents, length)).toType(DataType.INT64, false);
    }

    /** Mean loss of documents in nats per token, without learning. */
    double lossOf(int[][] documents, int batch) {
        double sum = 0;
        for (int from = 0; from < documents.length; from += batch) {
            int[][] part = Arrays.copyOfRange(documents, from, Math.min(documents.length, from + batch));
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                for (float loss : documentLoss(adamW.weights, part).toFloatArray()) sum += loss;
            }
        }
        return sum / ((double) documents.length * (documents[0].length - 1));
    }

    /** Answers multiple-choice questions by the likeliest choice. */
    ChoiceAccuracy answer(MultipleChoiceSet questions, int batch) {
        ChoiceScores[] answers = new ChoiceScores[questions.count()];
        for (int from = 0; from < answers.length; from += batch) {
            int[] items = new int[Math.min(batch, answers.length - from)];
            for (int i = 0; i < items.length; i++) items[i] = from + i;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                float[] all = answerLogits(adamW.weights, questions, items)
                        .logSoftmax(-1)
                        .toFloatArray();
                for (int i = 0; i < items.length; i++) {
                    int row = i * transformer.vocabulary();
                    double[] chosen = Arrays.stream(questions.choices()[items[i]])
                            .mapToDouble(token -> all[row + token])
                            .toArray();
                    answers[items[i]] = new ChoiceScores(chosen, questions.right()[items[i]]);
                }
            }
        }
        return ChoiceAccuracy.of(answers);
    }

    /** The state, to go on from later. */
    Weights state() {
        return adamW.state();
    }

    @Override
    public void close() {
        adamW.close();
    }
}
