package org.emergencelaw.lab;

/**
 * A model's flat weights and AdamW's running means of gradient and squared gradient.
 *
 * @param steps taken so far
 */
record Weights(int steps, float[] weights, float[] first, float[] second) {

    /** Nothing learned yet. */
    static Weights fresh(float[] weights) {
        return new Weights(0, weights, new float[weights.length], new float[weights.length]);
    }
}
