package org.emergencelaw.fit.posterior;

import java.util.SplittableRandom;
import org.emergencelaw.statistics.EnsembleSampler;
import org.emergencelaw.statistics.NormalQuantile;
import org.emergencelaw.statistics.Resampling;
import org.emergencelaw.statistics.SobolSequence;
import org.emergencelaw.statistics.TruncatedNormal;

/** Draws points of the posterior from a proposal, and knows their densities and their parameters. */
final class ProposalSampler {
    /** Uniforms of a point beside its coordinates: component, scale, B and Delta. */
    private static final int BESIDE_COORDINATES = 4;
    /** What the sd of B and Delta are stretched by in their proposals: tails lighter than the target's are a trap. */
    private static final double STRETCH = 1.1;

    private final Prior prior;
    private final PosteriorCoordinates coordinates;
    private final Likelihood likelihood;
    private final SplittableRandom random;
    private final TruncatedNormal floorRange = new TruncatedNormal();
    /** About the prior. */
    final StudentMixture standard;

    private long evaluations;

    ProposalSampler(Prior prior, PosteriorCoordinates coordinates, Likelihood likelihood, SplittableRandom random) {
        this.prior = prior;
        this.coordinates = coordinates;
        this.likelihood = likelihood;
        this.random = random;
        standard = StudentMixture.standard(coordinates.count);
    }

    /** As many points as {@link #draw} takes at a time, or a multiple, near to {@code about}. */
    static int count(double about) {
        return Likelihood.LANES * (int) Math.max(1, Math.round(about / Likelihood.LANES));
    }

    int dimensions() {
        return coordinates.count;
    }

    long evaluations() {
        return evaluations;
    }

    /**
     * Sobol points from a proposal, with their densities.
     *
     * @param count a multiple of {@link Likelihood#LANES}
     * @param exact whether to draw B and Delta too, and to take the exact likelihood rather than the marginal one
     */
    WeightedPoints draw(StudentMixture proposal, int count, boolean exact) {
        WeightedPoints points = new WeightedPoints(dimensions(), count);
        int uniforms = dimensions() + BESIDE_COORDINATES;
        SobolSequence sobol = new SobolSequence(uniforms, random);
        double[] u = new double[uniforms], densities = new double[Likelihood.LANES];
        for (int from = 0; from < count; from += Likelihood.LANES) {
            for (int i = from; i < from + Likelihood.LANES; i++) {
                sobol.next(u);
                proposal.draw(u, points.z, i);
                points.floor[i] = u[uniforms - 2];
                points.shift[i] = u[uniforms - 1];
            }
            proposal.densities(points.z, from, Likelihood.LANES, densities);
            for (int j = 0; j < Likelihood.LANES; j++) points.logProposal[from + j] = Math.log(densities[j]);
            if (proposal == standard)
                for (int i = from; i < from + Likelihood.LANES; i++) coordinates.fromScores(points.z, i);
            likelihood.place(coordinates, points.z, from);
            likelihood.marginal();
            System.arraycopy(likelihood.logPrior, 0, points.logPrior, from, Likelihood.LANES);
            System.arraycopy(likelihood.logMarginal, 0, points.logLikelihood, from, Likelihood.LANES);
            if (exact) drawLinear(points, from);
        }
        evaluations += exact ? 2L * count : count;
        return points;
    }

    /** Draws B and Delta of the lanes, and takes the exact likelihood. */
    private void drawLinear(WeightedPoints points, int from) {
        for (int j = 0; j < Likelihood.LANES; j++) {
            int i = from + j;
            floorRange.draw(likelihood.floorMean[j], STRETCH * likelihood.floorSd[j], points.floor[i]);
            double sd = STRETCH * likelihood.shiftSd(j), score = NormalQuantile.of(points.shift[i]);
            points.floor[i] = floorRange.value;
            points.shift[i] = likelihood.shiftMean(j, floorRange.value) + sd * score;
            double priorScore = points.shift[i] / prior.shiftSd();
            points.logPrior[i] += (score * score - priorScore * priorScore) / 2
                    + Math.log(sd / prior.shiftSd())
                    + prior.logFloorDensity(floorRange.value)
                    - floorRange.logDensity;
        }
        joint(points.floor, points.shift, from);
        System.arraycopy(likelihood.logJoint, 0, points.logLikelihood, from, Likelihood.LANES);
    }

    private void joint(double[] floor, double[] shift, int from) {
        System.arraycopy(floor, from, likelihood.floor, 0, Likelihood.LANES);
        System.arraycopy(shift, from, likelihood.shift, 0, Likelihood.LANES);
        likelihood.joint();
    }

    /**
     * Exact log posterior density, but for a constant, of as many points as there are lanes.
     *
     * @param z coordinates, {@code z[coordinate][point]}
     */
    void logDensity(double[][] z, double[] floor, double[] shift, double[] result) {
        likelihood.place(coordinates, z, 0);
        joint(floor, shift, 0);
        evaluations += Likelihood.LANES;
        for (int j = 0; j < Likelihood.LANES; j++) {
            double score = shift[j] / prior.shiftSd();
            boolean inside = floor[j] >= 0 && floor[j] <= 1;
            result[j] = inside
                    ? likelihood.logPrior[j]
                            + prior.logFloorDensity(floor[j])
                            + likelihood.logJoint[j]
                            - score * score / 2
                    : Double.NEGATIVE_INFINITY;
        }
    }

    /**
     * An ensemble chain on {@link #logDensity}.
     *
     * @param start where the walkers start, twice as many as there are lanes
     * @return points of equal weight, all walkers at one time before all at the next
     */
    WeightedPoints chain(WeightedPoints start, int burnIn, int steps, int thin, SplittableRandom seeded) {
        int dimensions = dimensions() + 2;
        double[][] from = new double[dimensions][];
        for (int a = 0; a < dimensions; a++) from[a] = start.column(a);
        EnsembleSampler ensemble = new EnsembleSampler(
                (x, result) -> logDensity(x, x[dimensions()], x[dimensions() + 1], result), from, seeded);
        ensemble.burn(burnIn);
        double[][] places = ensemble.run(steps, thin);
        WeightedPoints chain = new WeightedPoints(dimensions(), places[0].length);
        for (int a = 0; a < dimensions; a++) System.arraycopy(places[a], 0, chain.column(a), 0, places[a].length);
        System.arraycopy(places[dimensions], 0, chain.logLikelihood, 0, places[dimensions].length);
        return chain;
    }

    /** Takes the typical accuracies that the marginal likelihood needs from these points. */
    void fixBinomialVariance(WeightedPoints points, double[] weights) {
        int[] order = new int[weights.length];
        for (int i = 0; i < order.length; i++) order[i] = i;
        int[] chosen = Resampling.systematic(weights, order, Likelihood.LANES, random);
        likelihood.place(coordinates, points.coordinatesOf(chosen), 0);
        likelihood.marginal();
        likelihood.fixBinomialVariance();
    }

    /** E(D0) of point i, nats. */
    double emergence(WeightedPoints points, int i) {
        return coordinates.elbowMax(points.z, i) - coordinates.gap(points.z, i);
    }

    EmergenceParameters parameters(WeightedPoints points, int i) {
        return coordinates.parameters(points.z, i, points.floor[i], points.shift[i]);
    }
}
