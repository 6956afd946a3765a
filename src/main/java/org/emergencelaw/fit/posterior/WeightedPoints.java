package org.emergencelaw.fit.posterior;

/** Weighted points: {@link PosteriorCoordinates}, B and Delta, and the logarithms of what their weights are made of. */
final class WeightedPoints {
    final double[][] z;
    final double[] floor, shift;
    /** Log prior density, less that of the proposal of B and Delta where they were drawn. */
    final double[] logPrior;

    /** Log likelihood: of the search with B and Delta integrated out, approximate; else exact. */
    final double[] logLikelihood;

    /** Log density of the coordinates' proposal, or of the mixture of all of them. */
    final double[] logProposal;

    WeightedPoints(int dimensions, int count) {
        z = new double[dimensions][count];
        floor = new double[count];
        shift = new double[count];
        logPrior = new double[count];
        logLikelihood = new double[count];
        logProposal = new double[count];
    }

    int size() {
        return floor.length;
    }

    /** {@code ln(prior likelihood^temperature / proposal)} of each point. */
    double[] logWeights(double temperature) {
        double[] logs = new double[size()];
        for (int i = 0; i < logs.length; i++) logs[i] = logPrior[i] + temperature * logLikelihood[i] - logProposal[i];
        return logs;
    }

    /** Weights of which these are the logarithms, scaled to the sum 1; a NaN, from overflow far out in the prior, counts 0. */
    static double[] weights(double[] logs) {
        double most = greatest(logs), sum = 0;
        double[] weights = new double[logs.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = logs[i] > most - 700 ? Math.exp(logs[i] - most) : 0;
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
        return weights;
    }

    /** Logarithm of the mean of what these are the logarithms of. */
    static double logMean(double[] logs) {
        double most = greatest(logs), sum = 0;
        for (double log : logs) if (log > most - 700) sum += Math.exp(log - most);
        return most + Math.log(sum / logs.length);
    }

    private static double greatest(double[] logs) {
        double most = Double.NEGATIVE_INFINITY;
        for (double log : logs) if (log > most) most = log;
        return most;
    }

    /** {@code 1 / sum w^2}. */
    static double effective(double[] weights) {
        double squares = 0;
        for (double weight : weights) squares += weight * weight;
        return 1 / squares;
    }

    /** Coordinates of these points alone. */
    double[][] coordinatesOf(int[] indices) {
        double[][] some = new double[z.length][indices.length];
        for (int a = 0; a < z.length; a++) for (int k = 0; k < indices.length; k++) some[a][k] = z[a][indices[k]];
        return some;
    }

    /** Coordinate a, or B, or Delta, of all points. */
    double[] column(int a) {
        return a < z.length ? z[a] : a == z.length ? floor : shift;
    }

    /** The point of the highest prior times likelihood. */
    int indexOfMode() {
        int mode = 0;
        for (int i = 1; i < size(); i++)
            if (logPrior[i] + logLikelihood[i] > logPrior[mode] + logLikelihood[mode]) mode = i;
        return mode;
    }

    /** These points, then those. */
    WeightedPoints with(WeightedPoints more) {
        WeightedPoints all = new WeightedPoints(z.length, size() + more.size());
        for (int a = 0; a < z.length; a++) join(z[a], more.z[a], all.z[a]);
        join(floor, more.floor, all.floor);
        join(shift, more.shift, all.shift);
        join(logPrior, more.logPrior, all.logPrior);
        join(logLikelihood, more.logLikelihood, all.logLikelihood);
        join(logProposal, more.logProposal, all.logProposal);
        return all;
    }

    private static void join(double[] first, double[] second, double[] all) {
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
    }
}
