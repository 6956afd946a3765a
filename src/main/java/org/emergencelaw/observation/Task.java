package org.emergencelaw.observation;

/**
 * A benchmark with one metric.
 *
 * @param name benchmark name, as in the {@code task} column
 * @param metric accuracy-like metric in 0..1, higher is better
 * @param trivialAccuracy what guessing scores (chance, or the majority class), 0 to below 1
 * @param shots few-shot count D0, the data amount at which few-shot rows enter the emergence law
 */
public record Task(String name, String metric, double trivialAccuracy, int shots) {

    public Task {
        if (name.isBlank()) throw new IllegalArgumentException("task name must not be blank");
        if (metric.isBlank()) throw new IllegalArgumentException("metric must not be blank");
        if (!(trivialAccuracy >= 0 && trivialAccuracy < 1))
            throw new IllegalArgumentException("trivial_accuracy must be from 0 to below 1, was " + trivialAccuracy);
        if (shots == 0)
            throw new IllegalArgumentException(
                    "shots must be from 1 to 100000, was 0: the emergence law is a function of the"
                            + " logarithm of the number of examples and has no value at none. Make the study with 1 shot or more;"
                            + " zero-shot rows can be submitted to it and are shown on its metrics page");
        if (!(shots >= 1 && shots <= 100_000))
            throw new IllegalArgumentException("shots must be from 1 to 100000, was " + shots);
    }
}
