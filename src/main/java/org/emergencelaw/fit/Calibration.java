package org.emergencelaw.fit;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Simulation study: how near, how wide and how honest an inference is on tasks whose truth is known. */
public final class Calibration {
    /** Compute, over the largest checkpoint's, by which emergence is forecast. */
    static final double[] REACHES = {2, 4, 8, 16};

    private Calibration() {}

    /** An inference under study. */
    interface Inference {
        WeightedSample emergence(FitData data, long seed);
    }

    /**
     * What came out for one task.
     *
     * @param truth the true E(D0), nats
     * @param flopsAhead compute at emergence over the largest; infinite for never
     * @param resolvedLevels data amounts whose true elbow would be inside the losses, by the least-squares fit
     * @param median of the inferred E(D0), nats
     * @param pit share of the inferred distribution below the truth
     * @param crps continuous ranked probability score, nats
     * @param emergesWithin stated probability of emergence by {@link #REACHES} times the largest compute, the loss law known
     */
    public record Row(
            World world,
            long task,
            double truth,
            double flopsAhead,
            int resolvedLevels,
            double leastSquares,
            double median,
            double q05,
            double q95,
            double pit,
            double crps,
            List<Double> emergesWithin) {

        double error() {
            return Math.abs(median - truth);
        }

        double width() {
            return q95 - q05;
        }

        boolean covered() {
            return q05 <= truth && truth <= q95;
        }
    }

    /**
     * Summary of rows.
     *
     * @param medianError nats
     * @param coverage share of 90% intervals that hold the truth
     * @param medianWidth of 90% intervals, nats
     * @param crps mean, nats
     */
    public record Summary(
            String name,
            int tasks,
            double leastSquaresError,
            double medianError,
            double coverage,
            double medianWidth,
            double crps) {

        public static Summary of(String name, List<Row> rows) {
            return new Summary(
                    name,
                    rows.size(),
                    median(rows, row -> Math.abs(row.leastSquares - row.truth)),
                    median(rows, Row::error),
                    rows.stream()
                            .mapToDouble(row -> row.covered() ? 1 : 0)
                            .average()
                            .orElseThrow(),
                    median(rows, Row::width),
                    rows.stream().mapToDouble(Row::crps).average().orElseThrow());
        }

        private static double median(List<Row> rows, ToDoubleFunction<Row> value) {
            return RobustWeights.median(rows.stream().mapToDouble(value).toArray());
        }
    }

    /** Runs the study under H2 on all cores; rows arrive in the order of worlds and tasks, the same for any number of cores. */
    public static void run(List<World> worlds, int tasks, long seed, Consumer<Row> rows) {
        run(
                worlds,
                tasks,
                seed,
                (data, of) -> Posterior.sample(data, LawForm.LOG_POWER, of).emergence(),
                rows);
    }

    static void run(List<World> worlds, int tasks, long seed, Inference inference, Consumer<Row> rows) {
        for (World world : worlds)
            LongStream.range(0, tasks)
                    .parallel()
                    .mapToObj(task -> row(world, task, seed, inference))
                    .forEachOrdered(rows);
    }

    private static Row row(World world, long task, long seed, Inference inference) {
        // 2^32 apart, so that no seed of one study is one of another
        long own = (seed << 32) + task;
        Simulator.SimulatedTask drawn = Simulator.draw(world, own);
        FitData data = new FitData(drawn.task().shots(), drawn.observations());
        LeastSquares.Solution best = LeastSquares.fit(data, LawForm.LOG_POWER, true);
        WeightedSample emergence = inference.emergence(data, own);
        double truth = drawn.emergenceLossNats();
        return new Row(
                world,
                task,
                truth,
                drawn.flopsAhead(),
                Signal.of(data, best, drawn.task().trivialAccuracy(), true).resolvedLevels(),
                best.elbows().fewShot(),
                emergence.quantile(0.5),
                emergence.quantile(0.05),
                emergence.quantile(0.95),
                emergence.probabilityBelow(truth),
                emergence.crps(truth),
                Arrays.stream(REACHES)
                        .mapToObj(reach ->
                                1 - emergence.probabilityBelow(drawn.lossLaw().lossNats(reach * drawn.largestFlops())))
                        .toList());
    }
}
