package org.emergencelaw.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decoder-only transformer: learned positions, pre-norm, causal attention, GELU, output matrix tied with the embeddings or its own.
 *
 * <p>Per layer {@code x += attention(norm(x)); x += gelu(norm(x) U + u) D + d}, then {@code logits = norm(x) E'}, E the embeddings or a matrix of its own. With smeared
 * keys a head compares queries with {@code s k_t + (1 - s) k_(t-1)}, where {@code s = sigmoid(learned)} is its own: one layer
 * then can look up what followed a like token (Olsson et al. 2022).
 *
 * <p>All weights stand in one flat vector; {@link #views} splits it without a copy, so that gradient and optimiser work on a
 * single array.
 *
 * @param vocabulary tokens V
 * @param context most tokens that it sees
 * @param width d
 */
record Transformer(
        int vocabulary, int context, int width, int layers, int heads, boolean smearedKeys, boolean tiedEmbeddings) {

    private static final float EPSILON = 1e-5f;
    private static final float HIDDEN = -1e9f;

    /** A part of the flat vector. */
    private record Part(Shape shape, double deviation, double mean) {}

    private List<Part> parts() {
        double wide = 0.02;
        double residual = wide / Math.sqrt(2.0 * layers);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(new Shape(vocabulary, width), wide, 0));
        parts.add(new Part(new Shape(context, width), wide, 0));
        for (int layer = 0; layer < layers; layer++) {
            addNorm(parts);
            addLinear(parts, width, 3L * width, 1 / Math.sqrt(width));
            addLinear(parts, width, width, residual);
            if (smearedKeys) parts.add(new Part(new Shape(1, heads, 1, 1), 0, 0));
            addNorm(parts);
            addLinear(parts, width, 4L * width, 1 / Math.sqrt(width));
            addLinear(parts, 4L * width, width, residual);
        }
        addNorm(parts);
        if (!tiedEmbeddings) parts.add(new Part(new Shape(vocabulary, width), wide, 0));
        return parts;
    }

    private void addNorm(List<Part> parts) {
        parts.add(new Part(new Shape(width), 0, 1));
        parts.add(new Part(new Shape(width), 0, 0));
    }

    private static void addLinear(List<Part> parts, long in, long out, double deviation) {
        parts.add(new Part(new Shape(in, out), deviation, 0));
        parts.add(new Part(new Shape(out), 0, 0));
    }

    /** Parameters N, embeddings included. */
    long parameters() {
        return parts().stream().mapToLong(part -> part.shape().size()).sum();
    }

    /** Random weights. */
    float[] initial(SplittableRandom random) {
        float[] weights = new float[Math.toIntExact(parameters())];
        int at = 0;
        for (Part part : parts())
            for (long i = 0; i < part.shape().size(); i++)
                weights[at++] =
                        (float) (part.deviation() == 0 ? part.mean() : part.deviation() * SeededRandom.normal(random));
        return weights;
    }

    /** The parts of a flat vector, in order. */
    NDList views(NDArray flat) {
        List<Part> parts = parts();
        long[] ends = new long[parts.size() - 1];
        long end = 0;
        for (int i = 0; i < ends.length; i++)
            ends[i] = end += parts.get(i).shape().size();
        NDList views = new NDList(parts.size());
        NDList pieces = flat.split(ends);
        for (int i = 0; i < parts.size(); i++)
            views.add(pieces.get(i).reshape(parts.get(i).shape()));
        return views;
    }

    /**
     * What the model knows after each token.
     *
     * @param tokens (documents, length), at most {@code context} long
     * @return (documents, length, width)
     */
    NDArray hidden(NDList weights, NDArray tokens) {
        Cursor at = new Cursor(weights);
        NDArray embedding = at.next();
        long length = tokens.getShape().get(1);
        NDArray x = embedded(tokens, embedding).add(at.next().get("0:" + length));
        NDArray mask = mask(tokens.getManager(), length);
        for (int layer = 0; layer < layers; layer++) {
            x = x.add(attention(norm(x, at), mask, at));
            NDArray wide = Activation.gelu(linear(norm(x, at), at));
            x = x.add(linear(wide, at));
        }
        return norm(x, at);
    }

    /** Logits from what is known: (..., width) to (..., vocabulary). */
    NDArray logits(NDList weights, NDArray hidden) {
        NDArray output = weights.get(tiedEmbeddings ? 0 : weights.size() - 1);
        return hidden.matMul(output.transpose());
    }

    private static NDArray embedded(NDArray tokens, NDArray embedding) {
        return Embedding.embedding(tokens, embedding, SparseFormat.DENSE).singletonOrThrow();
    }

    private NDArray attention(NDArray x, NDArray mask, Cursor at) {
        long documents = x.getShape().get(0), length = x.getShape().get(1), size = width / heads;
        NDList parts = linear(x, at)
                .reshape(documents, length, 3, heads, size)
                .transpose(2, 0, 3, 1, 4)
                .split(3);
        NDArray queries = parts.get(0).squeeze(0),
                keys = parts.get(1).squeeze(0),
                held = parts.get(2).squeeze(0);
        NDArray outWeight = at.next(), outBias = at.next();
        if (smearedKeys) keys = smeared(keys, at.next());
        // an array, not a number: DJL lends a number to the engine in memory that Java may free before the backward
        // pass reads it
        NDArray scale = x.getManager().full(new Shape(), (float) (1 / Math.sqrt(size)));
        NDArray scores = queries.matMul(keys.transpose(0, 1, 3, 2)).mul(scale).add(mask);
        NDArray seen = scores.softmax(-1).matMul(held);
        NDArray joined = seen.transpose(0, 2, 1, 3).reshape(documents, length, width);
        return joined.matMul(outWeight).add(outBias);
    }

    private static NDArray smeared(NDArray keys, NDArray mix) {
        long length = keys.getShape().get(2);
        NDArray before = keys.get(":, :, 0:1").zerosLike();
        if (length > 1) before = NDArrays.concat(new NDList(before, keys.get(":, :, 0:" + (length - 1))), 2);
        return before.add(keys.sub(before).mul(Activation.sigmoid(mix)));
    }

    private static NDArray mask(NDManager manager, long length) {
        float[] hidden = new float[Math.toIntExact(length * length)];
        for (int i = 0; i < length; i++)
            for (int j = i + 1; j < length; j++) hidden[Math.toIntExact(i * length + j)] = HIDDEN;
        return manager.create(hidden, new Shape(length, length));
    }

    private NDArray norm(NDArray x, Cursor at) {
        return LayerNorm.layerNorm(x, new Shape(width), at.next(), at.next(), EPSILON)
                .singletonOrThrow();
    }

    private static NDArray linear(NDArray x, Cursor at) {
        return x.matMul(at.next()).add(at.next());
    }

    /** Takes the views one after the other, in the order of {@link #parts}. */
    private static final class Cursor {
        private final NDList weights;
        private int at;

        Cursor(NDList weights) {
            this.weights = weights;
        }

        NDArray next() {
            return weights.get(at++);
        }
    }
}
