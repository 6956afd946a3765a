package org.emergencelaw.workspace.suite;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.WatchStore;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.suite.Watch;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Workspace;

/** Thresholds that are looked at again with new rows, and which of them were passed. */
public final class Watches {

    private static final int MOST = 50;
    private static final int CROSSINGS_SHOWN = 200;

    private final Suites suites;
    private final WatchStore store;
    private final Clock clock;

    public Watches(Workspace workspace, Suites suites, Clock clock) {
        this.suites = suites;
        this.store = workspace.database().watches();
        this.clock = clock;
    }

    /**
     * A watch to keep.
     *
     * @param task absent: every task of the suite
     */
    public record NewWatch(Optional<String> task, double threshold, PlanRequest plan) {}

    /**
     * All watches of a suite.
     *
     * @param readings the last one of each task
     * @param crossings readings that passed their threshold, the newest first
     */
    public record View(Suite suite, List<Watch> watches, List<Watch.Reading> readings, List<Watch.Reading> crossings) {

        /** The watch of a reading. */
        public Watch of(Watch.Reading reading) {
            return watches.stream()
                    .filter(watch -> watch.id().equals(reading.watchId()))
                    .findFirst()
                    .orElseThrow();
        }

        /** How many tasks a watch has read. */
        public int read(Watch watch) {
            return (int) readings.stream()
                    .filter(reading -> reading.watchId().equals(watch.id()))
                    .count();
        }

        /** How many of them are above its threshold. */
        public int above(Watch watch) {
            return (int) readings.stream()
                    .filter(reading ->
                            reading.watchId().equals(watch.id()) && reading.probability() >= watch.threshold())
                    .count();
        }
    }

    public View view(Suite suite) {
        return new View(
                suite, store.of(suite.id()), store.last(suite.id()), store.crossings(suite.id(), CROSSINGS_SHOWN));
    }

    /**
     * Keeps a watch.
     *
     * @throws Conflict if there are too many
     * @throws IllegalArgumentException if the suite has no such task, or anything breaks a rule
     */
    public Watch add(Suite suite, NewWatch asked) {
        if (store.of(suite.id()).size() >= MOST)
            throw new Conflict(ProblemCode.WATCHES_FULL, "a suite has at most " + MOST + " watches");
        Optional<String> task = asked.task().filter(name -> !name.isBlank());
        if (task.isPresent()
                && suites.studies(suite).stream()
                        .noneMatch(study -> study.task().name().equals(task.get())))
            throw new IllegalArgumentException("task must be one of the suite's, was " + task.get());
        Watch watch = new Watch(
                UUID.randomUUID().toString(),
                suite.id(),
                task,
                asked.plan().ofSuite(),
                asked.threshold(),
                clock.instant());
        store.add(watch);
        return watch;
    }

    /** @throws NotFound if there is none */
    public void delete(Suite suite, String id) {
        if (!store.delete(suite.id(), id)) throw NotFound.of(ProblemCode.NO_SUCH_WATCH, id);
    }

    /** Suites that are watched. */
    List<Suite> suites() {
        return store.suites().stream().map(suites::suite).toList();
    }

    /** What is watched in a suite, each once. */
    List<SuitePlan> plans(Suite suite) {
        return store.of(suite.id()).stream().map(Watch::plannedRun).distinct().toList();
    }

    /** Takes a forecast as a reading of each watch of its task and plan; the same rows are read once. */
    void saw(Study study, SuitePlan plan, TaskForecast forecast) {
        if (forecast.pReachesLevel().isEmpty()) return;
        double now = forecast.pReachesLevel().getAsDouble();
        suites.of(study).map(suite -> store.of(suite.id())).orElse(List.of()).stream()
                .filter(watch -> watch.plannedRun().equals(plan)
                        && watch.holds(study.task().name()))
                .forEach(watch -> read(watch, study, forecast.inputSha256(), now));
    }

    private void read(Watch watch, Study study, String inputSha256, double now) {
        Optional<Watch.Reading> last = store.last(watch, study.id());
        if (last.isPresent() && last.get().inputSha256().equals(inputSha256)) return;
        store.add(new Watch.Reading(
                watch.id(),
                study.id(),
                study.task().name(),
                last.map(before -> before.position() + 1).orElse(0),
                inputSha256,
                clock.instant(),
                now,
                last.flatMap(before -> watch.crossing(before.probability(), now))));
    }
}
