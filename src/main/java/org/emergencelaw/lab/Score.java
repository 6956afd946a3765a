package org.emergencelaw.lab;

import org.emergencelaw.metric.Choices;

/**
 * Answers to multiple-choice questions.
 *
 * @param items answered
 * @param right items on which the likeliest choice was the right one; of two equally likely ones the first counts
 * @param brier mean over items, 0..2
 * @param logLikelihood mean over items of the right choice's, normalised over the choices, nats
 */
record Score(int items, int right, double brier, double logLikelihood) {

    static Score of(Choices... answers) {
        int hits = 0;
        double brier = 0, logLikelihood = 0;
        for (Choices answer : answers) {
            if (likeliest(answer.logLikelihoods()) == answer.right()) hits++;
            brier += answer.brier();
            logLikelihood += answer.logLikelihood();
        }
        return new Score(answers.length, hits, brier / answers.length, logLikelihood / answers.length);
    }

    private static int likeliest(double[] logLikelihoods) {
        int best = 0;
        for (int c = 1; c < logLikelihoods.length; c++) if (logLikelihoods[c] > logLikelihoods[best]) best = c;
        return best;
    }

    double accuracy() {
        return (double) right / items;
    }
}
