package org.emergencelaw.lab;

import java.util.SplittableRandom;

/**
 * Generated images of {@value #SIDE} by {@value #SIDE} pixels, 0 to about 1: a digit as seven segments show it, somewhere, and a
 * little noise.
 */
final class Images {

    static final int SIDE = 12;
    static final int PIXELS = SIDE * SIDE;

    /** The digits 0 to 9. */
    static final int KINDS = 10;

    /** From left, top, right, bottom of each segment's middle line, in half heights of the digit from its centre. */
    private static final double[][] SEGMENTS = {
        {-0.6, -1, 0.6, -1},
        {-0.6, -1, -0.6, 0},
        {0.6, -1, 0.6, 0},
        {-0.6, 0, 0.6, 0},
        {-0.6, 0, -0.6, 1},
        {0.6, 0, 0.6, 1},
        {-0.6, 1, 0.6, 1}
    };

    /** Segments that are lit, of each digit. */
    private static final int[][] LIT = {
        {0, 1, 2, 4, 5, 6},
        {2, 5},
        {0, 2, 3, 4, 6},
        {0, 2, 3, 5, 6},
        {1, 2, 3, 5},
        {0, 1, 3, 5, 6},
        {0, 1, 3, 4, 5, 6},
        {0, 2, 5},
        {0, 1, 2, 3, 4, 5, 6},
        {0, 1, 2, 3, 5, 6}
    };

    private static final double HALF_STROKE = 0.6;
    private static final double MAX_SHIFT = 3;
    private static final double NOISE = 0.05;

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
            double x = centre(random), y = centre(random);
            double halfHeight = 3 + random.nextDouble(), light = 0.6 + random.nextDouble() * 0.4;
            for (int p = 0; p < PIXELS; p++) {
                boolean in = lit(kinds[i], p % SIDE - x, p / SIDE - y, halfHeight);
                pixels[i * PIXELS + p] = (float) ((in ? light : 0) + NOISE * SeededRandom.normal(random));
            }
        }
        return new Set(pixels, kinds);
    }

    private static double centre(SplittableRandom random) {
        return (SIDE - 1) / 2.0 + MAX_SHIFT * (2 * random.nextDouble() - 1);
    }

    private static boolean lit(int digit, double x, double y, double halfHeight) {
        for (int segment : LIT[digit]) {
            double[] ends = SEGMENTS[segment];
            if (x >= ends[0] * halfHeight - HALF_STROKE
                    && y >= ends[1] * halfHeight - HALF_STROKE
                    && x <= ends[2] * halfHeight + HALF_STROKE
                    && y <= ends[3] * halfHeight + HALF_STROKE) return true;
        }
        return false;
    }
}
