package org.emergencelaw.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.emergencelaw.lab.StateFile.Weights;
import org.emergencelaw.metric.EmergenceScore;

/**
 * Emergence made by the metric, in small: networks of rising size, trained alike, each read by a smooth and by a sharp metric.
 *
 * <p>An autoencoder's smooth metric is the mean squared error {@code ||x - x'||^2}, its sharp one the share of images with
 * {@code ||x - x'||^2 < c}. A classifier's smooth metric is the share of images classified right, its sharp one the share of
 * groups of k images that are all classified right; the mean of ln p of the right class, smoother still, is read too.
 *
 * @see <a href="https://arxiv.org/abs/2304.15004">Schaeffer, Miranda, Koyejo 2023, section 5</a>
 */
public final class Vision {

    /** Images in a group. */
    public static final int GROUP = 10;

    /** Threshold c of the squared error of an image. */
    public static final double THRESHOLD = 1.6;

    private static final int[] WIDTHS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
    private static final int TRAINED = 8_000;
    private static final int TESTED = 10_000;
    private static final int STEPS = 1_000;
    private static final int BATCH = 64;
    private static final double RATE = 0.01;

    private final long seed;
    private final Images.Set training;
    private final Images.Set test;

    /**
     * What a metric reads over the sizes.
     *
     * @param network autoencoder or classifier
     * @param metric its name
     * @param sharp whether it sees right and wrong alone
     * @param higherIsBetter whether larger values are better
     * @param params parameters of each network, rising
     * @param values of the metric
     */
    public record Series(
            String network, String metric, boolean sharp, boolean higherIsBetter, int[] params, double[] values) {

        /** How sudden the rise is. */
        public EmergenceScore emergence() {
            return EmergenceScore.of(values, higherIsBetter);
        }
    }

    /** @throws IOException if the engine's native libraries are missing */
    public Vision(long seed) throws IOException {
        NativeLibraries.require();
        this.seed = seed;
        training = Images.draw(TRAINED, SeededRandom.of(seed, "training images"));
        test = Images.draw(TESTED, SeededRandom.of(seed, "test images"));
    }

    /**
     * What the metrics read on the two networks of one width.
     *
     * @param error mean squared error of the autoencoder
     * @param near share of its images below the threshold
     * @param accuracy share of images that the classifier has right
     * @param groups share of groups that it has right throughout
     * @param logLikelihood mean of ln p of the right class, nats
     */
    record Reading(
            int coderParams,
            double error,
            double near,
            int classifierParams,
            double accuracy,
            double groups,
            double logLikelihood) {}

    /** Trains all networks and reads all metrics. */
    public List<Series> run() {
        List<Reading> all = Arrays.stream(WIDTHS).mapToObj(this::read).toList();
        int[] coding = all.stream().mapToInt(Reading::coderParams).toArray();
        int[] classifying = all.stream().mapToInt(Reading::classifierParams).toArray();
        return List.of(
                new Series("autoencoder", "mean_squared_error", false, false, coding, values(all, Reading::error)),
                new Series("autoencoder", "share_below_threshold", true, true, coding, values(all, Reading::near)),
                new Series("classifier", "accuracy", false, true, classifying, values(all, Reading::accuracy)),
                new Series(
                        "classifier",
                        "all_of_" + GROUP + "_right",
                        true,
                        true,
                        classifying,
                        values(all, Reading::groups)),
                new Series(
                        "classifier", "log_likelihood", false, true, classifying, values(all, Reading::logLikelihood)));
    }

    private static double[] values(List<Reading> all, ToDoubleFunction<Reading> metric) {
        return all.stream().mapToDouble(metric).toArray();
    }

    /** Trains the networks of one width and reads them. */
    Reading read(int width) {
        Perceptron coder = new Perceptron(Images.PIXELS, width, Images.PIXELS);
        double[] errors = errors(coder);
        long near = Arrays.stream(errors).filter(e -> e < THRESHOLD).count();
        Perceptron classifier = new Perceptron(Images.PIXELS, width, Images.KINDS);
        float[] logP = logProbabilities(classifier);
        return new Reading(
                coder.parameters(),
                Arrays.stream(errors).average().orElseThrow(),
                near / (double) errors.length,
                classifier.parameters(),
                groupsRight(logP, 1),
                groupsRight(logP, GROUP),
                meanRight(logP));
    }

    /** Squared error of each test image. */
    private double[] errors(Perceptron coder) {
        try (AdamW adamW = trained(coder, "autoencoder");
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = images(adamW.manager, test, every(test));
            float[] sums = coder.apply(adamW.weights, x)
                    .sub(x)
                    .square()
                    .sum(new int[] {1})
                    .toFloatArray();
            double[] errors = new double[sums.length];
            for (int i = 0; i < errors.length; i++) errors[i] = sums[i];
            return errors;
        }
    }

    /** Log-probability of each class for each test image. */
    private float[] logProbabilities(Perceptron classifier) {
        try (AdamW adamW = trained(classifier, "classifier");
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = images(adamW.manager, test, every(test));
            return classifier.apply(adamW.weights, x).logSoftmax(-1).toFloatArray();
        }
    }

    private AdamW trained(Perceptron network, String name) {
        SplittableRandom random = SeededRandom.of(seed, name, network.hidden());
        AdamW adamW = new AdamW(Weights.fresh(network.initial(random)), 0, 1);
        for (int step = 0; step < STEPS; step++) {
            int[] items = random.ints(BATCH, 0, training.count()).toArray();
            adamW.step(RATE * (1 - step / (double) STEPS), weights -> {
                NDArray x = images(adamW.manager, training, items);
                NDArray y = network.apply(weights, x);
                return network.outputs() == Images.KINDS
                        ? entropy(y, items)
                        : y.sub(x).square().mean();
            });
        }
        return adamW;
    }

    private NDArray entropy(NDArray logits, int[] items) {
        int[] kinds = Arrays.stream(items).map(item -> training.kinds()[item]).toArray();
        NDArray right =
                logits.getManager().create(kinds, new Shape(items.length, 1)).toType(DataType.INT64, false);
        return logits.logSoftmax(-1).gather(right, 1).neg().mean();
    }

    private static int[] every(Images.Set set) {
        int[] items = new int[set.count()];
        Arrays.setAll(items, i -> i);
        return items;
    }

    private static NDArray images(NDManager manager, Images.Set set, int[] items) {
        float[] pixels = new float[items.length * Images.PIXELS];
        for (int i = 0; i < items.length; i++)
            System.arraycopy(set.pixels(), items[i] * Images.PIXELS, pixels, i * Images.PIXELS, Images.PIXELS);
        return manager.create(pixels, new Shape(items.length, Images.PIXELS));
    }

    private double meanRight(float[] logP) {
        double sum = 0;
        for (int i = 0; i < test.count(); i++) sum += logP[i * Images.KINDS + test.kinds()[i]];
        return sum / test.count();
    }

    /** Share of groups of images that are all classified right. */
    private double groupsRight(float[] logP, int size) {
        int groups = test.count() / size;
        long whole = IntStream.range(0, groups)
                .filter(group ->
                        IntStream.range(group * size, (group + 1) * size).allMatch(item -> right(logP, item)))
                .count();
        return whole / (double) groups;
    }

    private boolean right(float[] logP, int item) {
        int best = 0;
        for (int kind = 1; kind < Images.KINDS; kind++)
            if (logP[item * Images.KINDS + kind] > logP[item * Images.KINDS + best]) best = kind;
        return best == test.kinds()[item];
    }
}
