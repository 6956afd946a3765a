package org.emergencelaw.lab;

import java.util.SplittableRandom;

/** Generated images of {@value #SIDE} by {@value #SIDE} pixels, 0 to about 1: a shape somewhere, and a little noise. */
final class Images {

    static final int SIDE = 12;
    static final int PIXELS = SIDE * SIDE;

    /** Disc, square, cross and frame. */
    static final int KINDS = 4;

    private static final double NOISE = 0.1;

    private Images() {}

    /** A set of images. */
    record Set(float[] pixels, int[] kinds) {

        int count() {
            return kinds.length;
        }
    }

    static Set draw(int count, SplittableRandom random) {
        float[] pixels = new float[count * PIXELS];
        int[] kinds = new int[count];
        for (int i = 0; i < count; i++) {
            kinds[i] = random.nextInt(KINDS);
            double x = 4.5 + random.nextDouble() * 2, y = 4.5 + random.nextDouble() * 2;
            double size = 2 + random.nextDouble() * 1.5, light = 0.6 + random.nextDouble() * 0.4;
            for (int p = 0; p < PIXELS; p++) {
                boolean in = inside(kinds[i], Math.abs(p % SIDE - x), Math.abs(p / SIDE - y), size);
                pixels[i * PIXELS + p] = (float) ((in ? light : 0) + NOISE * Draws.normal(random));
            }
        }
        return new Set(pixels, kinds);
    }

    private static boolean inside(int kind, double dx, double dy, double size) {
        return switch (kind) {
            case 0 -> dx * dx + dy * dy <= size * size;
            case 1 -> Math.max(dx, dy) <= size * 0.85;
            case 2 -> Math.min(dx, dy) <= 0.75 && Math.max(dx, dy) <= size;
            default -> Math.max(dx, dy) <= size && Math.max(dx, dy) > size - 1.2;
        };
    }
}
