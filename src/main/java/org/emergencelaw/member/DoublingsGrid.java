package org.emergencelaw.member;

/**
 * Equally spaced points on the axis of compute, doublings.
 *
 * @param start first point
 * @param step spacing, above 0
 * @param size number of points, at least 1
 */
record DoublingsGrid(double start, double step, int size) {

    /** Where elbow and crossing are answered: -10 to 40 by a quarter; what lies beyond counts as never. */
    static final DoublingsGrid ANSWERS = new DoublingsGrid(-10, 0.25, 201);

    DoublingsGrid {
        if (!(step > 0)) throw new IllegalArgumentException("step must be above 0, was " + step);
        if (size < 1) throw new IllegalArgumentException("size must be at least 1, was " + size);
    }

    /** The first points of {@link #ANSWERS}: to 0 at least, and to the first at or past {@code doublings}. */
    static DoublingsGrid answersUpTo(double doublings) {
        int last = Math.min(ANSWERS.size - 1, ANSWERS.firstFrom(Math.max(0, doublings)));
        return new DoublingsGrid(ANSWERS.start, ANSWERS.step, last + 1);
    }

    static DoublingsGrid at(double doublings) {
        return new DoublingsGrid(FewShotHistory.requireDoublings(doublings), 1, 1);
    }

    double point(int i) {
        return start + i * step;
    }

    /** Index of the first point at or past {@code doublings}; {@code size} where there is none. */
    int firstFrom(double doublings) {
        return clamp(Math.ceil((doublings - start) / step));
    }

    /** Index of the first point past {@code doublings}; {@code size} where there is none. */
    int firstPast(double doublings) {
        return clamp(Math.floor((doublings - start) / step) + 1);
    }

    private int clamp(double index) {
        return (int) Math.max(0, Math.min(size, index));
    }
}
