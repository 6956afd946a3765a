package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.emergencelaw.lab.StateFile.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Loss and gradient against {@code transformer.py}: float64 numpy with loops for the attention, and central differences. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
class TransformerTest {

    private static final Transformer TINY = new Transformer(7, 5, 4, 2, 2, true, true);
    private static final int[][] DOCUMENTS = {{0, 3, 2, 6, 1, 4}, {5, 5, 0, 2, 3, 6}, {1, 6, 4, 0, 2, 2}};

    @BeforeAll
    static void natives() throws IOException {
        NativeLibraries.require();
    }

    @Test
    void lossAndGradientAreThoseOfAnIndependentComputation() throws IOException {
        double[] reference = reference();
        try (TrainableModel learner = new TrainableModel(TINY, Weights.fresh(weights()), 0, 1e9)) {
            assertThat(TINY.parameters()).isEqualTo(reference.length - 1);
            assertThat(learner.lossOf(DOCUMENTS, 2)).isCloseTo(reference[0], within(1e-5));

            double loss = learner.stepOnDocuments(DOCUMENTS, 0.001);

            assertThat(loss).isCloseTo(reference[0], within(1e-5));
            // after the first step AdamW's running mean of the gradient is a tenth of it
            float[] moment = learner.state().first();
            for (int i = 0; i < moment.length; i++)
                assertThat(moment[i] * 10.0).as("gradient %d", i).isCloseTo(reference[i + 1], within(2e-5));
        }
    }

    /** With a copy of the embeddings as its output matrix a model says the same; what learns then are two matrices. */
    @Test
    void anOutputMatrixOfItsOwnTakesThePlaceOfTheEmbeddings() throws IOException {
        Transformer untied = new Transformer(7, 5, 4, 2, 2, true, false);
        float[] tied = weights();
        float[] weights = Arrays.copyOf(tied, tied.length + 7 * 4);
        System.arraycopy(tied, 0, weights, tied.length, 7 * 4);
        double[] gradient = reference();
        assertThat(untied.parameters()).isEqualTo(weights.length);
        try (TrainableModel learner = new TrainableModel(untied, Weights.fresh(weights), 0, 1e9)) {
            assertThat(learner.stepOnDocuments(DOCUMENTS, 0.001)).isCloseTo(gradient[0], within(1e-5));

            float[] moment = learner.state().first();
            for (int i = 0; i < tied.length; i++) {
                double shared = i < 7 * 4 ? moment[tied.length + i] : 0;
                assertThat((moment[i] + shared) * 10).as("gradient %d", i).isCloseTo(gradient[i + 1], within(2e-5));
            }
        }
    }

    @Test
    void theFirstStepMovesEveryWeightByTheRateAgainstItsGradient() throws IOException {
        double[] reference = reference();
        float[] before = weights();
        try (TrainableModel learner = new TrainableModel(TINY, Weights.fresh(before), 0.1, 1e9)) {
            learner.stepOnDocuments(DOCUMENTS, 0.01);

            float[] after = learner.state().weights();
            for (int i = 0; i < after.length; i++)
                if (Math.abs(reference[i + 1]) > 1e-4)
                    assertThat(after[i])
                            .as("weight %d", i)
                            .isCloseTo(
                                    (float) (before[i] * (1 - 0.01 * 0.1) - 0.01 * Math.signum(reference[i + 1])),
                                    within(2e-5f));
        }
    }

    @Test
    void gradientsDoNotAddUpOverSteps() {
        try (TrainableModel learner = new TrainableModel(TINY, Weights.fresh(weights()), 0, 1e9)) {
            learner.stepOnDocuments(DOCUMENTS, 1e-30);
            float[] once = learner.state().first();
            learner.stepOnDocuments(DOCUMENTS, 1e-30);
            float[] twice = learner.state().first();
            for (int i = 0; i < once.length; i++)
                assertThat(twice[i]).isCloseTo(1.9f * once[i], within(1e-6f + Math.abs(once[i]) * 1e-3f));
        }
    }

    /** What the backward pass reads must live until then, whatever Java frees between. */
    @Test
    void garbageCollectedBeforeTheBackwardPassChangesNoGradient() {
        assertThat(gradient(TransformerTest::collectGarbage)).isEqualTo(gradient(() -> {}));
    }

    private static float[] gradient(Runnable betweenForwardAndBackward) {
        try (AdamW adamW = new AdamW(Weights.fresh(weights()), 0, 1e9)) {
            adamW.step(0.001, weights -> {
                NDList views = TINY.views(weights);
                NDArray tokens = adamW.manager
                        .create(DOCUMENTS[0], new Shape(1, DOCUMENTS[0].length))
                        .toType(DataType.INT64, false)
                        .get(":, :" + TINY.context());
                NDArray loss = TINY.logits(views, TINY.hidden(views, tokens))
                        .logSoftmax(-1)
                        .square()
                        .mean();
                betweenForwardAndBackward.run();
                return loss;
            });
            return adamW.state().first();
        }
    }

    private static void collectGarbage() {
        try {
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(50);
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aTokenKnowsNothingOfThoseAfterIt() {
        int[][] choices = {{0, 1, 2, 3, 4, 5, 6}};
        try (TrainableModel learner = new TrainableModel(TINY, Weights.fresh(weights()), 0, 1)) {
            double alone = learner.lossOf(new int[][] {{0, 3, 2}}, 1) * 2;
            double longer = learner.lossOf(new int[][] {{0, 3, 2, 6}}, 1) * 3;
            ChoiceAccuracy next =
                    learner.answer(new MultipleChoiceSet(new int[][] {{0, 3, 2}}, choices, new int[] {6}), 1);
            assertThat(longer - alone).isCloseTo(-next.logLikelihood(), within(1e-5));
        }
    }

    private static float[] weights() {
        float[] weights = new float[Math.toIntExact(TINY.parameters())];
        for (int i = 0; i < weights.length; i++) weights[i] = (float) (0.5 * Math.sin(0.7 * i + 0.1));
        return weights;
    }

    private static double[] reference() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                TransformerTest.class.getResourceAsStream("transformer.csv"), StandardCharsets.UTF_8))) {
            List<String> rows = lines.lines().skip(1).toList();
            return rows.stream()
                    .mapToDouble(row -> Double.parseDouble(row.split(",")[1]))
                    .toArray();
        }
    }
}
