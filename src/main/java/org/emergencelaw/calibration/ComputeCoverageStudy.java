package org.emergencelaw.calibration;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.Summary;

/**
 * Simulation study from observations to compute: whether the 90% interval of the compute at emergence, both laws fitted on the
 * same small models, holds the true compute.
 */
public final class ComputeCoverageStudy {

    private ComputeCoverageStudy() {}

    /** What the checkpoints of a simulated task state. */
    public enum Sizes {
        /** Params, tokens and compute: a loss law over params and tokens is fitted, though the true one is over compute. */
        PARAMS_AND_TOKENS,
        /** Compute alone: the fitted law is the true one. */
        COMPUTE
    }

    /**
     * Tasks of one world.
     *
     * @param answered share with numbers
     * @param identified share of the answered whose verdict is identified or already emerged
     * @param coverage share of the answered whose 90% interval holds the true compute, an upper end out of reach counting as
     *     infinite; absent where none is answered
     * @param identifiedCoverage the same of the identified
     * @param coveredOrWarned share of all that hold the truth or say that the data identify the law weakly or not at all
     * @param medianFactor upper over lower end of the interval; infinite ends left out; absent where no end is finite
     */
    public record Coverage(
            SimulatedWorld world,
            Sizes sizes,
            int tasks,
            double answered,
            double identified,
            OptionalDouble coverage,
            OptionalDouble identifiedCoverage,
            double coveredOrWarned,
            OptionalDouble medianFactor) {}

    /** @param factor upper over lower end of the interval, if finite */
    private record Row(boolean answered, boolean identified, boolean covered, OptionalDouble factor) {}

    private record Task(SimulatedWorld world, Sizes sizes, long seed) implements Trial<Row> {

        @Override
        public Row run() {
            return row(world, sizes, seed);
        }
    }

    /** Everything follows from the seed, wherever it is run. */
    public static Coverage run(TrialRunner runner, SimulatedWorld world, Sizes sizes, int tasks, long seed) {
        List<Row> rows = runner.all(
                Row.class,
                LongStream.range(0, tasks)
                        .mapToObj(task -> new Task(world, sizes, CoverageStudy.seed(seed, task)))
                        .toList(),
                () -> {});
        List<Row> answered = rows.stream().filter(Row::answered).toList();
        List<Row> identified = answered.stream().filter(Row::identified).toList();
        return new Coverage(
                world,
                sizes,
                tasks,
                (double) answered.size() / tasks,
                (double) identified.size() / Math.max(1, answered.size()),
                share(answered),
                share(identified),
                rows.stream()
                        .mapToDouble(row -> row.covered || !row.identified ? 1 : 0)
                        .average()
                        .orElseThrow(),
                medianFactor(answered));
    }

    private static OptionalDouble share(List<Row> rows) {
        return rows.stream().mapToDouble(row -> row.covered ? 1 : 0).average();
    }

    private static OptionalDouble medianFactor(List<Row> rows) {
        double[] finite = rows.stream()
                .map(Row::factor)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return finite.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Summary.median(finite));
    }

    private static Row row(SimulatedWorld world, Sizes sizes, long seed) {
        Simulator.SimulatedTask drawn = Simulator.draw(world, seed);
        List<Observation> rows = sizes == Sizes.COMPUTE
                ? drawn.observations().stream()
                        .map(row -> row.withCheckpoint(computeOnly(row.checkpoint())))
                        .toList()
                : drawn.observations();
        EmergenceFit fit =
                EmergenceFitter.fit(drawn.with(rows), FitOptions.DEFAULT).fit();
        Percentiles flops = fit.emergence().trainFlops();
        if (flops.q05().isEmpty() && flops.median().isEmpty() && fit.law().isEmpty())
            return new Row(false, false, false, OptionalDouble.empty());
        double truth = drawn.flopsAhead() * drawn.largestFlops();
        double low = flops.q05().orElse(Double.POSITIVE_INFINITY),
                high = flops.q95().orElse(Double.POSITIVE_INFINITY);
        boolean identified = fit.verdict() == Verdict.IDENTIFIED || fit.verdict() == Verdict.ALREADY_EMERGED;
        OptionalDouble factor = Double.isFinite(high / low) ? OptionalDouble.of(high / low) : OptionalDouble.empty();
        return new Row(true, identified, low <= truth && truth <= high, factor);
    }

    private static Checkpoint computeOnly(Checkpoint checkpoint) {
        OptionalDouble none = OptionalDouble.empty();
        return checkpoint.toBuilder()
                .params(none)
                .tokens(none)
                .trainFlops(checkpoint.computeFlops(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN))
                .build();
    }
}
