package org.emergencelaw.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.Summary;

/** Simulation study: whether the 90% interval for the loss of a plan beyond the data holds the true loss. */
public final class LossCoverageStudy {

    private static final int DRAWS = 1000;

    private LossCoverageStudy() {}

    /**
     * Families of one kind and number of sizes.
     *
     * @param coverage share of 90% intervals that hold the expected loss of the plan
     * @param medianWidth of the intervals, nats
     * @param medianError of the median, nats
     */
    public record Coverage(
            SimulatedLossWorld world,
            int sizes,
            int families,
            double coverage,
            double medianWidth,
            double medianError) {}

    /** One plan of one family. */
    private record Row(boolean held, double width, double error) {}

    private record Family(SimulatedLossWorld world, int sizes, double beyond, int index, long seed)
            implements Trial<Row> {

        @Override
        public Row run() {
            return row(world, sizes, beyond, index, seed);
        }
    }

    /**
     * Half of the plans keep the tokens per parameter of the family's largest run, half are at 20.
     *
     * @param beyond compute of the plan over the largest of the family
     */
    public static Coverage run(
            TrialRunner runner, SimulatedLossWorld world, int sizes, int families, double beyond, long seed) {
        List<Row> rows = runner.all(
                Row.class,
                IntStream.range(0, families)
                        .mapToObj(i -> new Family(world, sizes, beyond, i, (seed << 32) + 1000L * sizes * 7919 + i))
                        .toList(),
                () -> {});
        return new Coverage(
                world,
                sizes,
                families,
                rows.stream().mapToDouble(row -> row.held ? 1 : 0).average().orElseThrow(),
                Summary.median(rows.stream().mapToDouble(Row::width).toArray()),
                Summary.median(rows.stream().mapToDouble(Row::error).toArray()));
    }

    private static Row row(SimulatedLossWorld world, int sizes, double beyond, int index, long seed) {
        SimulatedLossWorld.Family family = world.draw(sizes, new SplittableRandom(seed));
        RunSize most = family.largest();
        ComputePath path = index % 2 == 0
                ? ComputePath.usual(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN)
                : new ComputePath(
                        ComputePath.Kind.TOKENS_PER_PARAM,
                        most.tokens() / most.params(),
                        ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN);
        RunSize plan = path.at(beyond * most.trainFlops());
        double[] losses = LossLawPosterior.of(family.checkpoints(), ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN)
                .orElseThrow()
                .sample(DRAWS, seed)
                .stream()
                .mapToDouble(draw -> draw.law().lossNats(plan))
                .toArray();
        Arrays.sort(losses);
        double low = Percentiles.quantile(losses, 0.05), high = Percentiles.quantile(losses, 0.95);
        double truth = family.law().lossNats(plan);
        return new Row(low <= truth && truth <= high, high - low, Math.abs(Percentiles.quantile(losses, 0.5) - truth));
    }
}
