package org.emergencelaw.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.SplittableRandom;

/** One hidden layer: {@code gelu(x U + u) D + d}, its weights in one flat vector. */
record Perceptron(int inputs, int hidden, int outputs) {

    int parameters() {
        return (inputs + 1) * hidden + (hidden + 1) * outputs;
    }

    /** Random weights, of deviation {@code 1 / sqrt(inputs)} of their layer; biases are zero. */
    float[] initial(SplittableRandom random) {
        float[] weights = new float[parameters()];
        int down = (inputs + 1) * hidden;
        for (int i = 0; i < inputs * hidden; i++)
            weights[i] = (float) (SeededRandom.normal(random) / Math.sqrt(inputs));
        for (int i = 0; i < hidden * outputs; i++)
            weights[down + i] = (float) (SeededRandom.normal(random) / Math.sqrt(hidden));
        return weights;
    }

    /** Outputs of a batch: (items, inputs) to (items, outputs). */
    NDArray apply(NDArray weights, NDArray x) {
        long up = (long) inputs * hidden, down = (long) hidden * outputs;
        NDList parts = weights.split(new long[] {up, up + hidden, up + hidden + down});
        NDArray wide = x.matMul(parts.get(0).reshape(inputs, hidden)).add(parts.get(1));
        return Activation.gelu(wide)
                .matMul(parts.get(2).reshape(hidden, outputs))
                .add(parts.get(3));
    }
}
