package org.emergencelaw.rival;

import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.statistics.Resampling;

/**
 * A smooth measure s over pretraining loss L, {@code s = u + v ((L/c)^a - 1)/a} with c the mean loss and {@code v < 0}: the better the
 * model, the higher. Posterior under flat priors of u, v and ln sigma and {@code a ~ normal(1, 5)}, a on a grid, the rest in closed
 * form. Draws that do not improve with the model are kept: they never reach anything.
 */
final class SurrogateCurve {

    private static final double LEAST_A = -20;
    private static final double STEP_A = 0.25;
    private static final int GRID = 169;
    private static final double MEAN_A = 1;
    private static final double SD_A = 5;

    private final double centre;
    private final double[] u;
    private final double[] v;
    private final double[] a;
    private final double[] sigma;

    private SurrogateCurve(double centre, int draws) {
        this.centre = centre;
        u = new double[draws];
        v = new double[draws];
        a = new double[draws];
        sigma = new double[draws];
    }

    /** @param s values that grow with quality; at least four, not all at one loss */
    static SurrogateCurve of(double[] loss, double[] s, int draws, long seed) {
        double centre = 0;
        for (double x : loss) centre += x / loss.length;
        Line[] lines = new Line[GRID];
        double[] logs = new double[GRID];
        for (int g = 0; g < GRID; g++) {
            double exponent = LEAST_A + g * STEP_A;
            lines[g] = Line.of(loss, s, centre, exponent);
            double z = (exponent - MEAN_A) / SD_A;
            logs[g] = lines[g].logMarginal() - z * z / 2;
        }
        int[] chosen = Resampling.ofLogWeights(logs, draws, new SplittableRandom(seed));
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        var normal = NormalDistribution.of(0, 1).createSampler(random);
        var chi = ChiSquaredDistribution.of(loss.length - 2.0).createSampler(random);
        SurrogateCurve curve = new SurrogateCurve(centre, draws);
        for (int d = 0; d < draws; d++) {
            Line line = lines[chosen[d]];
            curve.a[d] = LEAST_A + chosen[d] * STEP_A;
            curve.sigma[d] = Math.sqrt(line.squares() / chi.sample());
            curve.v[d] = line.slope() + curve.sigma[d] * normal.sample() / Math.sqrt(line.spread());
            double middle = line.mean() + curve.sigma[d] * normal.sample() / Math.sqrt(loss.length);
            curve.u[d] = middle - curve.v[d] * line.meanOfX();
        }
        return curve;
    }

    /** Regression on {@code x = ((L/c)^a - 1)/a}: sums of its squares about the means, and the residual sum of squares. */
    private record Line(double meanOfX, double mean, double slope, double spread, double squares, int n) {

        static Line of(double[] loss, double[] s, double centre, double a) {
            int n = loss.length;
            double meanOfX = 0, mean = 0, spread = 0, cross = 0, squares = 0;
            double[] x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = boxCox(loss[i] / centre, a);
                meanOfX += x[i] / n;
                mean += s[i] / n;
            }
            for (int i = 0; i < n; i++) {
                spread += (x[i] - meanOfX) * (x[i] - meanOfX);
                cross += (x[i] - meanOfX) * (s[i] - mean);
            }
            double slope = cross / spread;
            for (int i = 0; i < n; i++) {
                double miss = s[i] - mean - slope * (x[i] - meanOfX);
                squares += miss * miss;
            }
            return new Line(meanOfX, mean, slope, spread, Math.max(squares, 1e-12), n);
        }

        /** u, v and sigma integrated out; the flat prior of v is of its effect over the data, hence without the spread. */
        double logMarginal() {
            return -(n - 2) / 2.0 * Math.log(squares);
        }
    }

    private static double boxCox(double ratio, double a) {
        return Math.abs(a) < 1e-9 ? Math.log(ratio) : Math.expm1(a * Math.log(ratio)) / a;
    }

    /** Measure of draw d at a loss, nats. */
    double at(double loss, int d) {
        return u[d] + v[d] * boxCox(loss / centre, a[d]);
    }

    /** Share of the draws that improve between two losses by more than a number of times the scatter of a checkpoint. */
    double improves(double weakest, double strongest, double times) {
        int improving = 0;
        for (int d = 0; d < v.length; d++) if (at(strongest, d) - at(weakest, d) > times * sigma[d]) improving++;
        return (double) improving / v.length;
    }

    /**
     * Loss at which the curve of draw d reaches a value.
     *
     * @param weakest what stands for "at any loss"
     * @return negative infinity where it never does
     */
    double lossAt(double value, int d, double weakest) {
        if (!(v[d] < 0)) return at(weakest, d) >= value ? weakest : Double.NEGATIVE_INFINITY;
        double rise = (value - u[d]) / v[d];
        if (Math.abs(a[d]) < 1e-9) return Math.min(weakest, centre * Math.exp(rise));
        double power = 1 + a[d] * rise;
        if (!(power > 0)) return a[d] > 0 ? Double.NEGATIVE_INFINITY : weakest;
        double loss = centre * Math.pow(power, 1 / a[d]);
        return loss > 0 ? Math.min(weakest, loss) : Double.NEGATIVE_INFINITY;
    }
}
