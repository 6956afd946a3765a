package org.emergencelaw.lab;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.emergencelaw.metric.ChoiceScores;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/**
 * Answers to multiple-choice questions.
 *
 * @param items answered
 * @param right items on which the likeliest choice was the right one; of two equally likely ones the first counts
 * @param brier mean over items, 0..2
 * @param logLikelihood mean over items of the right choice's, normalised over the choices, nats
 */
record ChoiceAccuracy(int items, int right, double brier, double logLikelihood) {

    static ChoiceAccuracy of(ChoiceScores... answers) {
        int hits = 0;
        double brier = 0, logLikelihood = 0;
        for (ChoiceScores answer : answers) {
            if (answer.likeliestIsRight()) hits++;
            brier += answer.brier();
            logLikelihood += answer.logLikelihood();
        }
        return new ChoiceAccuracy(answers.length, hits, brier / answers.length, logLikelihood / answers.length);
    }

    /** The row that it makes; {@code brier} and {@code log_likelihood} go with the notes, to six decimals. */
    Observation observation(
            String task,
            Checkpoint checkpoint,
            Regime regime,
            long examples,
            long seed,
            Split split,
            Map<String, String> notes) {
        TreeMap<String, String> all = new TreeMap<>(notes);
        all.put(Measure.BRIER.column(), decimals(brier));
        all.put(Measure.LOG_LIKELIHOOD.column(), decimals(logLikelihood));
        return Observation.builder()
                .task(task)
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(seed)
                .accuracy(accuracy())
                .nEval(items)
                .split(split)
                .metric("accuracy")
                .notes(all)
                .build();
    }

    /** Six decimals: what differs beyond them between processors is noise. */
    static String decimals(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    double accuracy() {
        return (double) right / items;
    }
}
