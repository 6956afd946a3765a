package org.emergencelaw.workspace.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.Json;
import org.emergencelaw.job.Job;

/** A lock of all tasks of a suite: it is written when all of them are ready, or not at all. */
public final class SuiteLock {

    private SuiteLock() {}

    /** How far it is. */
    public enum State {
        RUNNING,
        WRITTEN,
        FAILED
    }

    /**
     * What is told of a lock.
     *
     * @param done tasks that are ready
     * @param reason why it failed; then nothing of it is written
     * @param items what became of each task, once it is written
     * @param jobId of the job by which it is made, and may be cancelled
     */
    public record Status(State state, int done, int total, Optional<String> reason, List<Item> items, String jobId) {

        /** @param result of the job, once it is done */
        static Status of(Job job, Optional<String> result) {
            State state = switch (job.state()) {
                case QUEUED, RUNNING -> State.RUNNING;
                case DONE -> State.WRITTEN;
                case FAILED, CANCELLED -> State.FAILED;
            };
            return new Status(
                    state,
                    job.done(),
                    job.total(),
                    job.state() == Job.State.CANCELLED ? Optional.of("it was cancelled") : job.reason(),
                    result.map(text -> List.of(Json.read(text, Item[].class))).orElse(List.of()),
                    job.id());
        }
    }

    /** One task of it. */
    public record Item(
            String task,
            String studyId,
            Optional<String> forecastId,
            OptionalDouble probability,
            Optional<String> reason) {}
}
