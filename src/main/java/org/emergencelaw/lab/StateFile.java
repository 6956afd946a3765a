package org.emergencelaw.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Weights and optimiser state as a safetensors file of four named arrays. */
final class StateFile {

    private StateFile() {}

    static void write(Weights state, Path file) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList arrays = new NDList(
                    named(manager.create(state.weights()), "weights"),
                    named(manager.create(state.first()), "first_moment"),
                    named(manager.create(state.second()), "second_moment"),
                    named(manager.create(new int[] {state.steps()}), "steps"));
            replace(file, out -> arrays.encode(out, NDList.Encoding.SAFETENSORS));
        }
    }

    static Weights read(Path file) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList arrays = NDList.decode(manager, Files.readAllBytes(file));
            return new Weights(
                    arrays.get("steps").toIntArray()[0],
                    arrays.get("weights").toFloatArray(),
                    arrays.get("first_moment").toFloatArray(),
                    arrays.get("second_moment").toFloatArray());
        }
    }

    private static NDArray named(NDArray array, String name) {
        array.setName(name);
        return array;
    }

    /** What writes a file's content. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Puts a whole file in place or none: a run that is killed in between leaves the name as it was. */
    static void replace(Path file, Content content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            content.writeTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

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
}
