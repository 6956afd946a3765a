package org.emergencelaw.workspace.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.ForecastLedger;

/** A lock of all tasks of a suite while it is made; it is written when all of them are ready, or not at all. */
public final class SuiteLock {

    /** How far it is. */
    public enum State {
        RUNNING,
        WRITTEN,
        FAILED
    }

    /**
     * One task.
     *
     * @param entry absent where there is nothing to lock
     * @param reason why not
     */
    record Part(
            Study study,
            Optional<StoredForecast> forecast,
            Optional<ForecastLedger.Prepared> entry,
            Optional<String> reason) {

        static Part without(Study study, String reason) {
            return new Part(study, Optional.empty(), Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * What is told of a lock.
     *
     * @param done tasks that are ready
     * @param reason why it failed; then nothing of it is written
     * @param items what became of each task, once it is written
     */
    public record Status(State state, int done, int total, Optional<String> reason, List<Item> items) {}

    /** One task of it. */
    public record Item(
            String task,
            String studyId,
            Optional<String> forecastId,
            OptionalDouble probability,
            Optional<String> reason) {}

    private final int total;
    private final List<Part> parts = new ArrayList<>();
    private State state = State.RUNNING;
    private Optional<String> reason = Optional.empty();

    SuiteLock(int total) {
        this.total = total;
    }

    synchronized boolean running() {
        return state == State.RUNNING;
    }

    /** @return whether it was the last */
    synchronized boolean add(Part part) {
        parts.add(part);
        return running() && parts.size() == total;
    }

    synchronized void fail(String why) {
        if (!running()) return;
        state = State.FAILED;
        reason = Optional.of(why);
    }

    synchronized void written() {
        state = State.WRITTEN;
    }

    /** In the order of the tasks, whoever was ready first. */
    synchronized List<Part> parts() {
        return parts.stream()
                .sorted(Comparator.comparing((Part part) -> part.study.task().name())
                        .thenComparing(part -> part.study.id()))
                .toList();
    }

    synchronized Status status() {
        List<Item> items = state != State.WRITTEN
                ? List.of()
                : parts().stream()
                        .map(part -> new Item(
                                part.study.task().name(),
                                part.study.id(),
                                part.forecast.map(StoredForecast::id),
                                part.forecast.map(SuiteLedger::probability).orElse(OptionalDouble.empty()),
                                part.reason))
                        .toList();
        return new Status(state, parts.size(), total, reason, items);
    }
}
