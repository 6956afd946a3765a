package org.emergencelaw.lab;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.function.Supplier;
import org.emergencelaw.metric.Choices;

/**
 * A transformer's weights and what AdamW remembers of them.
 *
 * <p>One step on the gradient g, scaled down to norm {@code clip} where it is larger: {@code m = b1 m + (1 - b1) g},
 * {@code v = b2 v + (1 - b2) g^2}, {@code w = w (1 - rate * decay) - rate * m' / (sqrt(v') + 1e-8)}, with m' and v' corrected for
 * their start at zero; b1 = 0.9, b2 = 0.98 (Loshchilov and Hutter 2019).
 *
 * <p>Every step frees its arrays by a scope, and gradients are set to zero by hand: the engine adds them up.
 */
final class Learner implements AutoCloseable {

    private static final double FIRST = 0.9;
    private static final double SECOND = 0.98;
    private static final double EPSILON = 1e-8;

    final Transformer transformer;
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray weights;
    private final NDArray first;
    private final NDArray second;
    private final double weightDecay;
    private final double clip;
    private int steps;

    /** Learns on from a state. */
    Learner(Transformer transformer, Weights state, double weightDecay, double clip) {
        this.transformer = transformer;
        this.weightDecay = weightDecay;
        this.clip = clip;
        weights = manager.create(state.weights());
        first = manager.create(state.first());
        second = manager.create(state.second());
        steps = state.steps();
        weights.setRequiresGradient(true);
    }

    /** One step on whole documents: every token is predicted from those before it. Returns the mean loss in nats. */
    double stepOnDocuments(int[][] documents, double rate) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return step(rate, () -> documentLoss(documents).mean());
        }
    }

    /** One step on answers: the token after each item. Returns the mean loss in nats. */
    double stepOnAnswers(Questions questions, int[] items, double rate) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return step(rate, () -> answerLoss(questions, items));
        }
    }

    private double step(double rate, Supplier<NDArray> lossOf) {
        double loss;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray mean = lossOf.get();
            collector.backward(mean);
            loss = mean.getFloat();
        }
        NDArray gradient = weights.getGradient();
        update(gradient, rate);
        gradient.subi(gradient);
        return loss;
    }

    private void update(NDArray gradient, double rate) {
        steps++;
        double norm = gradient.norm().getFloat();
        if (norm > clip) gradient.muli(clip / norm);
        first.muli(FIRST).addi(gradient.mul(1 - FIRST));
        second.muli(SECOND).addi(gradient.square().muli(1 - SECOND));
        NDArray scale = second.sqrt().muli(1 / Math.sqrt(1 - Math.pow(SECOND, steps))).addi(EPSILON);
        NDArray move = first.div(scale).muli(rate / (1 - Math.pow(FIRST, steps)));
        weights.muli(1 - rate * weightDecay);
        weights.subi(move);
    }

    /** Loss of each predicted token, nats, as one vector. */
    private NDArray documentLoss(int[][] documents) {
        int length = documents[0].length - 1;
        int[] shown = new int[documents.length * length];
        int[] next = new int[documents.length * length];
        for (int i = 0; i < documents.length; i++) {
            System.arraycopy(documents[i], 0, shown, i * length, length);
            System.arraycopy(documents[i], 1, next, i * length, length);
        }
        NDList views = transformer.views(weights);
        NDArray hidden = transformer.hidden(views, tokens(shown, documents.length, length));
        return loss(Transformer.logits(views, hidden.reshape(-1, transformer.width())), next);
    }

    private NDArray answerLoss(Questions questions, int[] items) {
        int[] answers = new int[items.length];
        for (int i = 0; i < items.length; i++) answers[i] = questions.answer(items[i]);
        return loss(answerLogits(questions, items), answers).mean();
    }

    private NDArray answerLogits(Questions questions, int[] items) {
        int length = questions.tokens()[0].length;
        int[] shown = new int[items.length * length];
        for (int i = 0; i < items.length; i++)
            System.arraycopy(questions.tokens()[items[i]], 0, shown, i * length, length);
        NDList views = transformer.views(weights);
        NDArray hidden = transformer.hidden(views, tokens(shown, items.length, length));
        return Transformer.logits(views, hidden.get(":, " + (length - 1)));
    }

    private NDArray loss(NDArray logits, int[] targets) {
        NDArray wanted = manager.create(targets, new Shape(targets.length, 1)).toType(DataType.INT64, false);
        return logits.logSoftmax(-1).gather(wanted, 1).neg();
    }

    private NDArray tokens(int[] values, long documents, long length) {
        return manager.create(values, new Shape(documents, length)).toType(DataType.INT64, false);
    }

    /** Mean loss of documents in nats per token, without learning. */
    double lossOf(int[][] documents, int batch) {
        double sum = 0;
        for (int from = 0; from < documents.length; from += batch) {
            int[][] part = Arrays.copyOfRange(documents, from, Math.min(documents.length, from + batch));
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                for (float loss : documentLoss(part).toFloatArray()) sum += loss;
            }
        }
        return sum / ((double) documents.length * (documents[0].length - 1));
    }

    /** Answers multiple-choice questions by the likeliest choice. */
    Score answer(Questions questions, int batch) {
        Choices[] answers = new Choices[questions.count()];
        for (int from = 0; from < answers.length; from += batch) {
            int[] items = new int[Math.min(batch, answers.length - from)];
            for (int i = 0; i < items.length; i++) items[i] = from + i;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                float[] all = answerLogits(questions, items).logSoftmax(-1).toFloatArray();
                for (int i = 0; i < items.length; i++) {
                    int row = i * transformer.vocabulary();
                    double[] chosen = Arrays.stream(questions.choices()[items[i]])
                            .mapToDouble(token -> all[row + token])
                            .toArray();
                    answers[items[i]] = new Choices(chosen, questions.right()[items[i]]);
                }
            }
        }
        return Score.of(answers);
    }

    /** The state, to go on from later. */
    Weights state() {
        return new Weights(steps, weights.toFloatArray(), first.toFloatArray(), second.toFloatArray());
    }

    @Override
    public void close() {
        manager.close();
    }
}
