package org.emergencelaw.statistics;

import java.util.SplittableRandom;

/**
 * Sobol points in the unit cube with a random digital shift: the fixed point set of the importance sampling.
 *
 * <p>Every block of 2^m points from a multiple of 2^m is a net: evenly spread in every coordinate and, as far as dimensions
 * allow, jointly. The error of an average falls faster than with independent points (here to a half to a third of it).
 *
 * @see <a href="https://web.maths.unsw.edu.au/~fkuo/sobol/">Joe and Kuo 2008</a>, direction numbers new-joe-kuo-6
 */
public final class SobolSequence {
    static final int MAX_DIMENSIONS = 12;

    private static final int BITS = 32;
    /** Degree, coefficients and first direction numbers of each dimension from the second. */
    private static final int[][] PRIMITIVE = {
        {1, 0, 1},
        {2, 1, 1, 3},
        {3, 1, 1, 3, 1},
        {3, 2, 1, 1, 1},
        {4, 1, 1, 1, 3, 3},
        {4, 4, 1, 3, 5, 13},
        {5, 2, 1, 1, 5, 5, 17},
        {5, 4, 1, 1, 5, 5, 5},
        {5, 7, 1, 1, 7, 11, 19},
        {5, 11, 1, 1, 5, 1, 1},
        {5, 13, 1, 1, 1, 3, 11},
    };

    private static final int[][] DIRECTIONS = directions();

    private final int[] state;
    private int index;

    public SobolSequence(int dimensions, SplittableRandom random) {
        state = new int[dimensions];
        for (int d = 0; d < dimensions; d++) state[d] = random.nextInt();
    }

    private static int[][] directions() {
        int[][] directions = new int[MAX_DIMENSIONS][BITS];
        for (int k = 0; k < BITS; k++) directions[0][k] = 1 << (BITS - 1 - k);
        for (int d = 1; d < MAX_DIMENSIONS; d++) {
            int[] primitive = PRIMITIVE[d - 1], v = directions[d];
            int degree = primitive[0];
            for (int k = 0; k < BITS; k++) {
                if (k < degree) {
                    v[k] = primitive[2 + k] << (BITS - 1 - k);
                    continue;
                }
                v[k] = v[k - degree] ^ (v[k - degree] >>> degree);
                for (int i = 1; i < degree; i++) if ((primitive[1] >>> (degree - 1 - i) & 1) == 1) v[k] ^= v[k - i];
            }
        }
        return directions;
    }

    /** The next point, every coordinate in 0..1 exclusive, into {@code point}. */
    public void next(double[] point) {
        for (int d = 0; d < state.length; d++) point[d] = ((state[d] & 0xffffffffL) + 0.5) * 0x1p-32;
        // in Gray code order, points differ by one direction number
        int k = Integer.numberOfTrailingZeros(++index);
        for (int d = 0; d < state.length; d++) state[d] ^= DIRECTIONS[d][k];
    }
}
