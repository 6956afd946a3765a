package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.observation.Checkpoint;

/**
 * Posterior of the loss law {@code L(C) = Linf + a (C / C0)^-b} from a family's own checkpoints; C0 is their largest compute.
 *
 * <p>Given b and the noise s the law is linear in (Linf, a), so that part is exact: a grid over (ln b, ln s) carries the rest.
 * Priors, ours: {@code ln b ~ normal(ln 0.17, 0.6)}, between the 0.05 of Kaplan et al. 2020 and the 0.3 of one size trained
 * longer; {@code ln s ~ normal(ln 0.01, 1)} nats; {@code Linf ~ normal(0.65 Lmin, 0.3 Lmin)} within 0..Lmin, Lmin the smallest
 * observed loss; a flat above 0. So few checkpoints give a wide answer, many override the prior.
 */
public final class LossLawPosterior {

    private static final int EXPONENTS = 61;
    private static final int NOISES = 21;
    private static final int MOST_TRIES = 200;

    private final double[] loss;
    private final double referenceFlops;
    private final double leastLoss;
    private final double largestNoise;
    private final List<Cell> cells = new ArrayList<>();
    private final double[] cumulative;

    /** A law with the noise of runs about it. */
    public record LossDraw(ComputeLossLaw law, double noiseNats) {}

    /** Conditional normal of (Linf, a) given b and s, by the Cholesky factor of its covariance. */
    private record Cell(
            double exponent, double noise, double linf, double a, double c11, double c21, double c22, double log) {}

    private LossLawPosterior(double[] flops, double[] loss) {
        this.loss = loss;
        double most = 0, least = Double.POSITIVE_INFINITY, weakest = 0;
        for (int i = 0; i < flops.length; i++) {
            most = Math.max(most, flops[i]);
            least = Math.min(least, loss[i]);
            weakest = Math.max(weakest, loss[i]);
        }
        referenceFlops = most;
        leastLoss = least;
        largestNoise = Math.max(0.02, weakest - least);
        for (int i = 0; i < EXPONENTS; i++) {
            double z = -3.5 + 7.0 * i / (EXPONENTS - 1), exponent = 0.17 * Math.exp(0.6 * z);
            double[] x = new double[flops.length];
            for (int k = 0; k < x.length; k++) x[k] = Math.pow(flops[k] / referenceFlops, -exponent);
            for (int j = 0; j < NOISES; j++) {
                double u = -3 + 7.0 * j / (NOISES - 1);
                double noise = 0.01 * Math.exp(u);
                if (noise <= 2 * largestNoise) cells.add(cell(exponent, x, noise, -(z * z + u * u) / 2));
            }
        }
        double top = cells.stream().mapToDouble(Cell::log).max().orElseThrow();
        cumulative = new double[cells.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) cumulative[i] = sum += Math.exp(cells.get(i).log - top);
    }

    /** @return absent where no checkpoint states both compute and loss */
    public static Optional<LossLawPosterior> of(List<Checkpoint> checkpoints) {
        Map<List<Double>, Integer> points = new LinkedHashMap<>();
        TreeMap<Double, Double> sorted = new TreeMap<>();
        for (Checkpoint checkpoint : checkpoints)
            if (checkpoint.computeFlops().isPresent()
                    && checkpoint.pretrainLossNats().isPresent())
                points.merge(
                        List.of(
                                checkpoint.computeFlops().getAsDouble(),
                                checkpoint.pretrainLossNats().getAsDouble()),
                        1,
                        Integer::sum);
        if (points.isEmpty()) return Optional.empty();
        List<List<Double>> ordered = new ArrayList<>(points.keySet());
        ordered.sort(java.util.Comparator.<List<Double>>comparingDouble(point -> point.get(0))
                .thenComparingDouble(point -> point.get(1)));
        double[] flops = ordered.stream().mapToDouble(point -> point.get(0)).toArray();
        double[] loss = ordered.stream().mapToDouble(point -> point.get(1)).toArray();
        return Optional.of(new LossLawPosterior(flops, loss));
    }

    double largestFlops() {
        return referenceFlops;
    }

    /** @param power of each checkpoint's compute, (C / C0)^-b */
    private Cell cell(double exponent, double[] power, double noise, double logPrior) {
        double priorMean = 0.65 * leastLoss, priorPrecision = 1 / Math.pow(0.3 * leastLoss, 2);
        double precision = 1 / (noise * noise);
        double p11 = priorPrecision, p12 = 0, p22 = 1e-12 * precision, h1 = priorPrecision * priorMean, h2 = 0;
        double squares = priorPrecision * priorMean * priorMean;
        for (int i = 0; i < loss.length; i++) {
            double x = power[i];
            p11 += precision;
            p12 += precision * x;
            p22 += precision * x * x;
            h1 += precision * loss[i];
            h2 += precision * x * loss[i];
            squares += precision * loss[i] * loss[i];
        }
        double determinant = p11 * p22 - p12 * p12;
        double linf = (p22 * h1 - p12 * h2) / determinant, a = (p11 * h2 - p12 * h1) / determinant;
        double log = logPrior
                - loss.length * Math.log(noise)
                - Math.log(determinant) / 2
                - (squares - linf * h1 - a * h2) / 2;
        double v11 = p22 / determinant, v12 = -p12 / determinant, v22 = p11 / determinant;
        double c11 = Math.sqrt(v11), c21 = v12 / c11;
        return new Cell(exponent, noise, linf, a, c11, c21, Math.sqrt(Math.max(0, v22 - c21 * c21)), log);
    }

    /** The law of the most probable cell that is a law. */
    public LossDraw mode() {
        return cells.stream()
                .filter(cell -> allowed(cell.linf, cell.a))
                .max(java.util.Comparator.comparingDouble(Cell::log))
                .map(cell -> draw(cell, cell.linf, cell.a))
                .orElseGet(() -> sample(1, 0).get(0));
    }

    /** Independent draws, the same for a seed. */
    public List<LossDraw> sample(int count, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        List<LossDraw> draws = new ArrayList<>(count);
        for (int i = 0; i < count; i++) draws.add(one(random));
        return draws;
    }

    private LossDraw one(UniformRandomProvider random) {
        var normal = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1)
                .createSampler(random);
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            int index =
                    java.util.Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
            Cell cell = cells.get(Math.min(cells.size() - 1, index < 0 ? -index - 1 : index));
            double z1 = normal.sample(), z2 = normal.sample();
            double linf = cell.linf + cell.c11 * z1, a = cell.a + cell.c21 * z1 + cell.c22 * z2;
            if (allowed(linf, a)) return draw(cell, linf, a);
        }
        // losses that do not fall with compute: all but nothing of the posterior is a law; take a flat one
        return new LossDraw(new ComputeLossLaw(0.99 * leastLoss, 0.01 * leastLoss, 0.05, referenceFlops), largestNoise);
    }

    private boolean allowed(double linf, double a) {
        return linf >= 0 && linf < leastLoss && a > 0;
    }

    private LossDraw draw(Cell cell, double linf, double a) {
        return new LossDraw(new ComputeLossLaw(linf, a, cell.exponent, referenceFlops), cell.noise);
    }
}
