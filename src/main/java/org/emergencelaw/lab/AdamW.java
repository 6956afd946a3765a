package org.emergencelaw.lab;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import java.util.function.Function;
import org.emergencelaw.lab.StateFile.Weights;

/**
 * A flat vector of weights and the optimiser that moves it.
 *
 * <p>One step on the gradient g, scaled down to norm {@code clip} where it is larger: {@code m = b1 m + (1 - b1) g},
 * {@code v = b2 v + (1 - b2) g^2}, {@code w = w (1 - rate * decay) - rate * m' / (sqrt(v') + 1e-8)}, with m' and v' corrected for
 * their start at zero; b1 = 0.9, b2 = 0.98.
 *
 * <p>Every step frees its arrays by a scope, and gradients are set to zero by hand: the engine adds them up.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization</a>
 */
final class AdamW implements AutoCloseable {

    private static final double FIRST = 0.9;
    private static final double SECOND = 0.98;
    private static final double EPSILON = 1e-8;

    final NDManager manager = NDManager.newBaseManager();
    final NDArray weights;
    private final NDArray first;
    private final NDArray second;
    private final double weightDecay;
    private final double clip;
    private int steps;

    /** Goes on from a state. */
    AdamW(Weights state, double weightDecay, double clip) {
        this.weightDecay = weightDecay;
        this.clip = clip;
        weights = manager.create(state.weights());
        first = manager.create(state.first());
        second = manager.create(state.second());
        steps = state.steps();
        weights.setRequiresGradient(true);
    }

    /**
     * Takes one step down a loss. Returns its value before the step.
     *
     * @param loss computes it from the weights, from arrays alone: a Java number that an array is multiplied or divided by may be
     *     freed before the backward pass reads it
     */
    double step(double rate, Function<NDArray, NDArray> loss) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            double value;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray of = loss.apply(weights);
                collector.backward(of);
                value = of.getFloat();
            }
            NDArray gradient = weights.getGradient();
            update(gradient, rate);
            gradient.subi(gradient);
            return value;
        }
    }

    private void update(NDArray gradient, double rate) {
        steps++;
        double norm = gradient.norm().getFloat();
        if (norm > clip) gradient.muli(clip / norm);
        first.muli(FIRST).addi(gradient.mul(1 - FIRST));
        second.muli(SECOND).addi(gradient.square().muli(1 - SECOND));
        NDArray scale =
                second.sqrt().muli(1 / Math.sqrt(1 - Math.pow(SECOND, steps))).addi(EPSILON);
        NDArray move = first.div(scale).muli(rate / (1 - Math.pow(FIRST, steps)));
        weights.muli(1 - rate * weightDecay);
        weights.subi(move);
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
