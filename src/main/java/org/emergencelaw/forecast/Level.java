package org.emergencelaw.forecast;

import org.emergencelaw.observation.Task;

/**
 * The accuracy whose crossing counts as emergence where no elbow is fitted: a fifth of the way from guessing to perfect,
 * {@code trivial + 0.2 (1 - trivial)}; 0.40 for four choices. A choice of ours. It was first tried on {@code data/lab-exploration},
 * after the law had missed there.
 */
public final class Level {

    private static final double SHARE = 0.2;

    private Level() {}

    public static double of(Task task) {
        return task.trivialAccuracy() + SHARE * (1 - task.trivialAccuracy());
    }
}
