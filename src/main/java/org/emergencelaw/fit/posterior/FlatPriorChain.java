package org.emergencelaw.fit.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.EnsembleSampler;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.statistics.Resampling;
import org.emergencelaw.statistics.SamplingDiagnostics;

/**
 * Draws from a {@link FlatPriorDensity}: four {@link EnsembleSampler}s of 32 walkers from scattered starts, run until every quantity is
 * {@link SamplingDiagnostics.Convergence#good}, each ensemble a chain of its own for R-hat.
 *
 * <p>A chain that is not good becomes the warm-up of one twice as long, up to {@value #LONGEST} steps. Each ensemble has a
 * generator of its own: any number of threads gives the same draws.
 */
public final class FlatPriorChain {
    private static final int ENSEMBLES = 4, WALKERS = 32, KEPT = 128;
    private static final int FIRST = 1024;
    static final int LONGEST = 16_384;
    private static final int DRAWS = 2000;
    /** Candidates for a start, of each walker, and steps at each temperature. */
    private static final int CANDIDATES = 16, ANNEALING = 50;
    /** E(D0), beside the coordinates. */
    private static final int EMERGENCE = -1;

    private final FitDesign data;
    private final EmergenceLawForm form;
    private final boolean shift;

    public FlatPriorChain(FitDesign data, EmergenceLawForm form, boolean shift) {
        this.data = data;
        this.form = form;
        this.shift = shift;
    }

    /** Draws, and how far they are to be trusted. */
    public record Result(List<LawDraw> draws, SamplingDiagnostics sampling) {}

    /** The same for a seed; {@link SamplingDiagnostics#converged} says whether it is more than an estimate. */
    public Result run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<EnsembleSampler> ensembles = new ArrayList<>();
        for (int e = 0; e < ENSEMBLES; e++) {
            SplittableRandom own = random.split();
            ensembles.add(new EnsembleSampler(flat(), start(own), own));
        }
        ensembles.parallelStream().forEach(ensemble -> ensemble.burn(FIRST));
        Interruption interruption = Interruption.here();
        for (int steps = FIRST; ; steps *= 2) {
            interruption.check();
            int thin = Math.max(1, steps / KEPT), length = steps;
            List<double[][]> chains = ensembles.parallelStream()
                    .map(ensemble -> ensemble.run(length, thin))
                    .toList();
            boolean last = steps == LONGEST;
            if (!last && !convergence(chains, EMERGENCE, thin).good()) continue;
            List<SamplingDiagnostics.Convergence> all = IntStream.rangeClosed(EMERGENCE, FlatPriorDensity.COUNT - 1)
                    .mapToObj(quantity -> convergence(chains, quantity, thin))
                    .toList();
            SamplingDiagnostics sampling = new SamplingDiagnostics(
                    SamplingDiagnostics.Scheme.ENSEMBLE, all.get(0).bulkEffective(), OptionalDouble.empty(), all);
            if (sampling.converged() || last) return new Result(draws(chains, random), sampling);
        }
    }

    /**
     * Candidates led to the posterior by powers T of its density, from one so low that half of the candidates count up to 1: at
     * each T walkers are resampled by weight and moved. So none starts where no draw ever will, in a valley that it cannot leave.
     */
    private double[][] start(SplittableRandom random) {
        FlatPriorDensity flat = flat();
        double[][] x = flat.candidates(CANDIDATES * WALKERS, random);
        double temperature = 0;
        while (temperature < 1) {
            double[] logs = new double[x[0].length];
            flat.logAt(x, logs);
            double before = temperature, next = 1;
            while (WeightedPoints.effective(weights(logs, next - before)) < logs.length / 2.0 && next - before > 1e-9)
                next = before + (next - before) / 2;
            int[] order = IntStream.range(0, logs.length).toArray();
            int[] chosen = Resampling.systematic(weights(logs, next - before), order, WALKERS, random);
            double[][] from = new double[x.length][WALKERS];
            for (int a = 0; a < x.length; a++) for (int j = 0; j < WALKERS; j++) from[a][j] = x[a][chosen[j]];
            double power = temperature = next;
            EnsembleSampler.Density tempered = (at, result) -> {
                flat.logAt(at, result);
                for (int j = 0; j < result.length; j++) result[j] *= power;
            };
            x = new EnsembleSampler(tempered, from, random).run(ANNEALING, ANNEALING);
        }
        return Arrays.copyOf(x, FlatPriorDensity.COUNT);
    }

    private static double[] weights(double[] logs, double power) {
        return WeightedPoints.weights(Arrays.stream(logs)
                .map(log -> log == Double.NEGATIVE_INFINITY ? log : power * log)
                .toArray());
    }

    private FlatPriorDensity flat() {
        return new FlatPriorDensity(data, form, shift);
    }

    /** @param quantity a coordinate, or {@link #EMERGENCE} */
    private SamplingDiagnostics.Convergence convergence(List<double[][]> chains, int quantity, int thin) {
        List<String> names = List.of(
                "emergence_loss_nats", "elbow_most_nats", "log_gap", form.parameter(), "slope", "log_run_noise");
        double[][] values = chains.stream()
                .map(x -> quantity == EMERGENCE ? FlatPriorDensity.emergence(x) : x[quantity])
                .toArray(double[][]::new);
        return SamplingDiagnostics.Convergence.of(names.get(quantity + 1), values, WALKERS, thin);
    }

    /** Evenly spread over walkers and times. */
    private List<LawDraw> draws(List<double[][]> chains, SplittableRandom random) {
        FlatPriorDensity flat = flat();
        int each = chains.get(0)[0].length, all = chains.size() * each;
        return IntStream.range(0, DRAWS)
                .map(k -> (int) ((k + 0.5) * all / DRAWS))
                .mapToObj(i -> flat.draw(chains.get(i / each), i % each, random))
                .toList();
    }
}
