package org.emergencelaw.lab;

import java.util.SplittableRandom;

/**
 * Random streams by name, so that a step, a prompt or a weight has the same draw whatever was drawn before it, and a run that
 * was cut off goes on with the same bytes.
 */
final class SeededRandom {

    private SeededRandom() {}

    /** The stream of a place, such as {@code (seed, "batch", run, step)}: the FNV-1a hash of the words, as a seed. */
    static SplittableRandom of(long seed, Object... place) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (Object word : place) {
            String text = word + "/";
            for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(hash);
    }

    /** Standard normal by Box and Muller, in strict arithmetic: the same bits everywhere. */
    static double normal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** Gamma of any positive shape and scale 1, by Marsaglia and Tsang. */
    static double gamma(SplittableRandom random, double shape) {
        if (shape < 1) return gamma(random, shape + 1) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double cube = 1 + c * x;
            double v = cube * cube * cube;
            if (v > 0 && StrictMath.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * StrictMath.log(v))
                return d * v;
        }
    }

    /** Shuffles in place, by Fisher and Yates. */
    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    /** The numbers 0 to below {@code n} in random order. */
    static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        shuffle(order, random);
        return order;
    }

    /** Index drawn by cumulative weights, the last of which is their sum. */
    static int index(double[] cumulative, SplittableRandom random) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int i = 0;
        while (i < cumulative.length - 1 && at >= cumulative[i]) i++;
        return i;
    }
}
