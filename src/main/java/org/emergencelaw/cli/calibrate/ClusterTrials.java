package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.emergencelaw.calibration.Trial;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.format.Json;
import org.emergencelaw.sweep.spark.SparkCluster;

/** Trials of a simulation study on executors; a trial, and what comes of it, travel as JSON, which keeps every bit of a number. */
record ClusterTrials(SparkCluster cluster) implements TrialRunner {

    /** Does a study where it is asked to be done: here on all cores, or on a cluster. */
    static <T> T on(ClusterOptions where, Function<TrialRunner, T> study) throws IOException {
        return where.given()
                ? where.run("calibrate", cluster -> study.apply(new ClusterTrials(cluster)))
                : study.apply(TrialRunner.HERE);
    }

    @Override
    public <R> void run(Class<R> outcome, List<? extends Trial<R>> trials, Consumer<R> outcomes) {
        if (trials.isEmpty()) return;
        // they come in any order, and are wanted in that of the trials
        TreeMap<Integer, String> early = new TreeMap<>();
        int[] next = {0};
        try {
            cluster.work(
                    trials.stream().map(Json::write).toList(),
                    new Running(trials.get(0).getClass()),
                    (trial, found) -> {
                        early.put(trial, found);
                        for (String due = early.remove(next[0]); due != null; due = early.remove(next[0])) {
                            next[0]++;
                            outcomes.accept(Json.read(due, outcome));
                        }
                    });
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    /** What an executor does, from text to text. */
    record Running(Class<?> kind) implements UnaryOperator<String>, Serializable {

        @Override
        public String apply(String trial) {
            return Json.write(((Trial<?>) Json.read(trial, kind)).run());
        }
    }
}
