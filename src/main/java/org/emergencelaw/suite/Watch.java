package org.emergencelaw.suite;

import java.time.Instant;
import java.util.Optional;

/**
 * A probability that a person waits for: tell me when the one of a planned run passes a threshold.
 *
 * @param task absent: every task of the suite
 * @param threshold of the probability that the run reaches the level
 */
public record Watch(
        String id, String suiteId, Optional<String> task, SuitePlan plannedRun, double threshold, Instant createdAt) {

    public Watch {
        if (!(threshold > 0 && threshold < 1))
            throw new IllegalArgumentException("threshold must be above 0 and below 1, was " + threshold);
    }

    /** Whether a task is watched. */
    public boolean holds(String name) {
        return task.isEmpty() || task.get().equals(name);
    }

    /** How a probability passed the threshold. */
    public enum Crossing {
        ROSE,
        FELL
    }

    /** @return absent where the threshold does not lie between the two */
    public Optional<Crossing> crossing(double before, double now) {
        if (before < threshold && now >= threshold) return Optional.of(Crossing.ROSE);
        if (before >= threshold && now < threshold) return Optional.of(Crossing.FELL);
        return Optional.empty();
    }

    /**
     * What a watch saw of a task.
     *
     * @param position of the reading among those of the task, from 0
     * @param crossed how the threshold was passed since the reading before
     */
    public record Reading(
            String watchId,
            String studyId,
            String task,
            int position,
            String inputSha256,
            Instant at,
            double probability,
            Optional<Crossing> crossed) {}
}
