package org.emergencelaw.lab;

/**
 * Answers to multiple-choice questions.
 *
 * @param items answered
 * @param right items on which the likeliest choice was the right one
 * @param brier mean over items of {@code sum_c (p_c - 1[c right])^2}, 0..2, with p normalised over the choices
 * @param logLikelihood mean of {@code ln p} of the right choice, nats
 */
record Score(int items, int right, double brier, double logLikelihood) {

    /**
     * Softmax over the choices of each item.
     *
     * @param logits by item and choice; of two equal ones the first counts as chosen
     */
    static Score of(double[][] logits, int[] right) {
        int hits = 0;
        double brier = 0, logLikelihood = 0;
        for (int i = 0; i < right.length; i++) {
            int best = 0;
            for (int c = 1; c < logits[i].length; c++) if (logits[i][c] > logits[i][best]) best = c;
            if (best == right[i]) hits++;
            double sum = 0;
            for (double logit : logits[i]) sum += StrictMath.exp(logit - logits[i][best]);
            for (int c = 0; c < logits[i].length; c++) {
                double p = StrictMath.exp(logits[i][c] - logits[i][best]) / sum;
                double miss = c == right[i] ? 1 - p : p;
                brier += miss * miss;
            }
            logLikelihood += logits[i][right[i]] - logits[i][best] - StrictMath.log(sum);
        }
        return new Score(right.length, hits, brier / right.length, logLikelihood / right.length);
    }

    double accuracy() {
        return (double) right / items;
    }
}
