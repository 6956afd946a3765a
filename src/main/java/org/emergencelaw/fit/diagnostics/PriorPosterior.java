package org.emergencelaw.fit.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.posterior.EmergenceParameters;
import org.emergencelaw.fit.posterior.PosteriorCoordinates;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.Percentiles;

/**
 * What was believed of one parameter before the data, and after.
 *
 * @param parameter name, with its unit where it has one
 * @param prior 5, 25, 50, 75 and 95% of the prior
 * @param posterior the same of the posterior
 * @param contraction {@code 1 - var(posterior) / var(prior)}, of the logarithm where the parameter is above 0: near 0 the data say
 *     nothing of it
 * @param histogram both densities
 */
public record PriorPosterior(
        String parameter, List<Double> prior, List<Double> posterior, double contraction, List<Bin> histogram) {

    /** Densities between two values. */
    public record Bin(double from, double to, double prior, double posterior) {}

    private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};
    private static final int PRIOR_DRAWS = 4096, BINS = 50;

    /** A parameter by name. */
    private record Named(String name, boolean positive, ToDoubleFunction<EmergenceParameters> value) {}

    private static List<Named> parameters(EmergenceLawForm form) {
        List<Named> named = new ArrayList<>(List.of(
                new Named("emergence_loss_nats", false, EmergenceParameters::emergenceLossNats),
                new Named("elbow_most_nats", false, EmergenceParameters::elbowMax),
                new Named("gap_nats", true, EmergenceParameters::gap),
                new Named(form.shapeName(), form.minShape > 0, EmergenceParameters::shape),
                new Named("slope", true, EmergenceParameters::slope),
                new Named("floor", false, EmergenceParameters::floor),
                new Named("few_shot_shift", false, EmergenceParameters::fewShotShift),
                new Named("run_noise", true, EmergenceParameters::runNoise),
                new Named("subset_sd_nats", false, EmergenceParameters::subsetSd)));
        if (form.hasAnchor())
            named.add(new Named("anchor", true, draw -> draw.anchor().orElseThrow()));
        return List.copyOf(named);
    }

    /** All parameters, E(D0) first. */
    static List<PriorPosterior> of(FitDesign data, Prior prior, PosteriorSample sample, long seed) {
        List<EmergenceParameters> before = prior(data, prior, sample, new SplittableRandom(seed));
        return parameters(sample.form()).stream()
                .map(named ->
                        of(named, before.stream().mapToDouble(named.value()).toArray(), sample.of(named.value())))
                .toList();
    }

    /** Draws of the prior. */
    private static List<EmergenceParameters> prior(
            FitDesign data, Prior prior, PosteriorSample sample, SplittableRandom random) {
        PosteriorCoordinates coordinates = new PosteriorCoordinates(data, sample.form(), prior, sample.maxExamples());
        double[][] z = new double[coordinates.count][PRIOR_DRAWS];
        List<EmergenceParameters> draws = new ArrayList<>();
        for (int i = 0; i < PRIOR_DRAWS; i++) {
            for (double[] coordinate : z) coordinate[i] = random.nextGaussian();
            coordinates.fromScores(z, i);
            draws.add(coordinates.parameters(z, i, prior.floor(random), prior.shiftSd() * random.nextGaussian()));
        }
        return draws;
    }

    private static PriorPosterior of(Named named, double[] before, double[] after) {
        Arrays.sort(before);
        Arrays.sort(after);
        DoubleUnaryOperator scale = named.positive() ? Math::log : DoubleUnaryOperator.identity();
        double spread = variance(before, scale);
        return new PriorPosterior(
                named.name(),
                quantiles(before),
                quantiles(after),
                spread > 0 ? 1 - variance(after, scale) / spread : 0,
                histogram(before, after));
    }

    private static List<Double> quantiles(double[] sorted) {
        return Arrays.stream(LEVELS)
                .mapToObj(level -> Percentiles.quantile(sorted, level))
                .toList();
    }

    private static double variance(double[] values, DoubleUnaryOperator scale) {
        double mean = Arrays.stream(values).map(scale).average().orElseThrow();
        return Arrays.stream(values)
                .map(scale)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
    }

    /** From the lower of the 1% quantiles to the higher of the 97% ones: the prior's upper tail would shrink the rest to a corner. */
    private static List<Bin> histogram(double[] before, double[] after) {
        double from = Math.min(Percentiles.quantile(before, 0.01), Percentiles.quantile(after, 0.01));
        double to = Math.max(Percentiles.quantile(before, 0.97), Percentiles.quantile(after, 0.995));
        List<Bin> bins = new ArrayList<>();
        // a parameter that is held has no width
        if (!(to - from > 1e-6 * Math.abs(to))) return bins;
        double width = (to - from) / BINS;
        for (int b = 0; b < BINS; b++) {
            double low = from + b * width;
            bins.add(new Bin(low, low + width, density(before, low, width), density(after, low, width)));
        }
        return List.copyOf(bins);
    }

    private static double density(double[] values, double from, double width) {
        long inside =
                Arrays.stream(values).filter(x -> x >= from && x < from + width).count();
        return inside / (width * values.length);
    }
}
