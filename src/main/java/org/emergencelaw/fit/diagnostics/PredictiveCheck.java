package org.emergencelaw.fit.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.statistics.Percentiles;

/**
 * Whether the fit, taken at its word, makes studies like the one observed (Gelman, Meng and Stern 1996).
 *
 * <p>Rows are compared with the bands of new measurements of the same rows; test statistics of the observed study with those of
 * {@link ReplicatedData}, draw by draw.
 *
 * @param covered50 share of rows inside their 50% band
 * @param covered90 share of rows inside their 90% band
 */
public record PredictiveCheck(int rows, double covered50, double covered90, List<Statistic> statistics) {

    /**
     * A test statistic, of standardised residuals z.
     *
     * @param observed median over the draws
     * @param low 5% of the replicated studies
     * @param high 95% of the replicated studies
     * @param p share of draws whose replicated study reaches at least what was observed; near 0 or 1 the fit does not make such data
     */
    public record Statistic(String name, String meaning, double observed, double low, double high, double p) {

        /** Whether the observed value is one that the fit makes in fewer than 1 of 50 studies, on either side. */
        public boolean surprising() {
            return p < 0.01 || p > 0.99;
        }

        String finding() {
            return name + " is " + DisplayNumbers.significant3(observed) + "; the fit makes "
                    + DisplayNumbers.significant3(low) + " to " + DisplayNumbers.significant3(high) + " (p = "
                    + DisplayNumbers.decimal3(p) + "): " + meaning + ".";
        }
    }

    private interface Test {
        double of(double[] z);
    }

    private record Named(String name, String meaning, Test test) {}

    static PredictiveCheck of(FitDesign data, ReplicatedData replicas, List<Residual> residuals) {
        List<Statistic> statistics = new ArrayList<>();
        for (Named named : tests(data)) {
            double[] observed = new double[replicas.count()], replicated = new double[replicas.count()];
            int reached = 0;
            for (int k = 0; k < observed.length; k++) {
                observed[k] = named.test.of(z(data.accuracy, replicas, k));
                replicated[k] = named.test.of(z(replicas.drawn[k], replicas, k));
                if (replicated[k] >= observed[k]) reached++;
            }
            Arrays.sort(observed);
            Arrays.sort(replicated);
            statistics.add(new Statistic(
                    named.name,
                    named.meaning,
                    Percentiles.quantile(observed, 0.5),
                    Percentiles.quantile(replicated, 0.05),
                    Percentiles.quantile(replicated, 0.95),
                    (double) reached / observed.length));
        }
        return new PredictiveCheck(
                residuals.size(),
                share(residuals, residuals.stream().filter(Residual::within50).count()),
                share(residuals, residuals.stream().filter(Residual::within90).count()),
                List.copyOf(statistics));
    }

    private static double share(List<Residual> all, long some) {
        return (double) some / all.size();
    }

    private static double[] z(double[] accuracy, ReplicatedData replicas, int k) {
        double[] z = new double[accuracy.length];
        for (int i = 0; i < z.length; i++)
            z[i] = (accuracy[i] - replicas.mean[k][i]) / Math.max(1e-9, replicas.sd[k][i]);
        return z;
    }

    private static List<Named> tests(FitDesign data) {
        List<Named> tests = new ArrayList<>();
        tests.add(new Named(
                "mean square of z",
                "above its range the noise is understated, below it overstated",
                z -> Arrays.stream(z).map(x -> x * x).average().orElse(0)));
        tests.add(new Named(
                "largest |z|",
                "above its range single runs are outliers",
                z -> Arrays.stream(z).map(Math::abs).max().orElse(0)));
        if (data.hasFewShot())
            tests.add(new Named(
                    "mean z of few-shot rows",
                    "away from its range few-shot accuracy follows another floor or slope than finetuned accuracy",
                    z -> mean(z, 0, data.start[1])));
        tests.add(new Named(
                "mean z of the strongest third of checkpoints",
                "below its range accuracy saturates, above it rises more steeply than a line",
                z -> strongest(data, z)));
        tests.add(new Named(
                "correlation of neighbours in loss",
                "above its range the law bends where accuracy does not, or checkpoints share errors",
                z -> neighbours(data, z)));
        if (data.groups > 1)
            tests.add(new Named(
                    "spread of group means of z",
                    "above its range finetuned groups differ by more than the fit allows",
                    z -> groupSpread(data, z)));
        return tests;
    }

    private static double mean(double[] z, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) sum += z[i];
        return sum / (to - from);
    }

    private static double strongest(FitDesign data, double[] z) {
        double[] losses = data.loss.clone();
        Arrays.sort(losses);
        double cut = losses[(losses.length - 1) / 3], sum = 0;
        int count = 0;
        for (int i = data.start[1]; i < z.length; i++)
            if (data.loss[i] <= cut) {
                sum += z[i];
                count++;
            }
        return count == 0 ? 0 : sum / count;
    }

    /** Rows are in the order of their losses within a level. */
    private static double neighbours(FitDesign data, double[] z) {
        double products = 0, squares = 0;
        for (int i = 0; i < z.length; i++) {
            squares += z[i] * z[i] / z.length;
            boolean sameLevel = i > 0 && data.level[i] == data.level[i - 1] && data.loss[i] > data.loss[i - 1];
            if (sameLevel) products += z[i] * z[i - 1] / z.length;
        }
        return squares > 0 ? products / squares : 0;
    }

    private static double groupSpread(FitDesign data, double[] z) {
        double[] sum = new double[data.groups], count = new double[data.groups];
        for (int i = 0; i < z.length; i++)
            if (data.group[i] >= 0) {
                sum[data.group[i]] += z[i];
                count[data.group[i]]++;
            }
        double[] means = new double[data.groups];
        for (int g = 0; g < means.length; g++) means[g] = sum[g] / count[g];
        double centre = Arrays.stream(means).average().orElse(0);
        return Math.sqrt(Arrays.stream(means)
                .map(m -> (m - centre) * (m - centre))
                .average()
                .orElse(0));
    }

    /** What stands out, the most surprising first; empty where nothing does. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        // a binomial count of 90% bands strays by twice its sd in 1 of 20 good fits, by thrice in 1 of 400
        double stray = 3 * Math.sqrt(0.9 * 0.1 / rows);
        if (Math.abs(covered90 - 0.9) > stray)
            findings.add(DisplayNumbers.share(covered90) + " of the rows lie inside their 90% band.");
        statistics.stream()
                .filter(Statistic::surprising)
                .sorted(Comparator.comparingDouble(statistic -> Math.min(statistic.p, 1 - statistic.p)))
                .forEach(statistic -> findings.add(statistic.finding()));
        return findings;
    }

    /**
     * One observation beside what the fit expects of it.
     *
     * @param fitted mean of the expected accuracy over the draws
     * @param residual accuracy minus fitted
     * @param standardised residual over the standard deviation of a new measurement of the same row, the draws' spread included
     * @param q05 5% of new measurements of the row; the band of 90%
     * @param q25 25%; the band of 50%
     */
    public record Residual(
            String model,
            double pretrainLossNats,
            Regime regime,
            long examples,
            long seed,
            double accuracy,
            double fitted,
            double residual,
            double standardised,
            double q05,
            double q25,
            double q75,
            double q95) {

        boolean within90() {
            return accuracy >= q05 && accuracy <= q95;
        }

        boolean within50() {
            return accuracy >= q25 && accuracy <= q75;
        }
    }
}
