package org.emergencelaw.observation;

/**
 * A benchmark with one metric.
 *
 * @param name benchmark name, as in the {@code task} column
 * @param metric accuracy-like metric in 0..1, higher is better
 * @param trivialAccuracy what guessing scores (chance, or the majority class), 0 to below 1
 * @param shots few-shot count D0, the data amount at which few-shot rows enter the emergence law; 0 for a zero-shot task, of which
 *     that law says nothing
 */
public record Task(String name, String metric, double trivialAccuracy, int shots) {

    private static final double LEVEL_SHARE = 0.2;

    public Task {
        if (name.isBlank()) throw new IllegalArgumentException("task name must not be blank");
        if (metric.isBlank()) throw new IllegalArgumentException("metric must not be blank");
        if (!(trivialAccuracy >= 0 && trivialAccuracy < 1))
            throw new IllegalArgumentException("trivial_accuracy must be from 0 to below 1, was " + trivialAccuracy);
        if (!(shots >= 0 && shots <= 100_000))
            throw new IllegalArgumentException("shots must be from 0 to 100000, was " + shots);
    }

    /** The accuracy that is asked for where nobody names one: a fifth of the way from guessing to perfect, 0.40 for four choices. */
    public double defaultLevel() {
        return trivialAccuracy + LEVEL_SHARE * (1 - trivialAccuracy);
    }
}
