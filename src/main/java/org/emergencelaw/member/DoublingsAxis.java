package org.emergencelaw.member;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.NearFlops;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Warning;

/**
 * Where checkpoints and planned runs lie on the axis of the combined forecast: doublings of training compute past the strongest
 * visible checkpoint, so that no prior has to know the unit of a loss.
 *
 * <p>By the loss law of the family where losses fall with compute ({@link LossLawAxis}), by compute alone where no loss is known, by
 * the losses' own spread where no size is.
 */
public sealed interface DoublingsAxis permits LossLawAxis, DoublingsAxis.ByCompute, DoublingsAxis.ByLossSpread {

    /** Standard deviation of the visible checkpoints of public studies, doublings; what one standard deviation of loss stands for. */
    double USUAL_SPREAD = 2.5;

    /** Farthest that anything is placed, doublings; farther is as good as never. */
    double FARTHEST = 60;

    /** Of a run with this loss; absent where the axis knows no losses. */
    OptionalDouble ofLoss(double lossNats);

    /** Of a run of this size; absent where the axis knows no compute. */
    OptionalDouble ofSize(RunSize size);

    /** Losses that may belong to a place, equally likely; empty where the axis knows no losses. */
    double[] lossesNats(double doublings);

    /** Losses that a run of this size may reach, equally likely; empty where the axis cannot tell. */
    double[] lossesNats(RunSize size);

    /** Computes along a path that may belong to a place, equally likely, FLOPs; empty where the axis knows no compute. */
    default double[] trainFlops(double doublings, ComputePath path) {
        return onPath(path).flops(doublings);
    }

    /** The same of many places along one path: what depends on the path alone is computed once. */
    FlopsOnPath onPath(ComputePath path);

    /** Computes along one path that may belong to places, one a draw of what links the two, equally likely. */
    interface FlopsOnPath {

        /** None where the axis knows no compute. */
        int draws();

        /** FLOPs in one draw; infinite where no compute reaches the place. */
        double flops(int draw, double doublings);

        /** ln of it, within {@link NearFlops#ERROR}, and infinite where, and only where, it is. */
        default double nearLog(int draw, double doublings) {
            return Math.log(flops(draw, doublings));
        }

        /** In every draw. */
        default double[] flops(double doublings) {
            double[] flops = new double[draws()];
            for (int draw = 0; draw < flops.length; draw++) flops[draw] = flops(draw, doublings);
            return flops;
        }
    }

    /**
     * The other reading of a place: how far the loss has fallen below that of the strongest checkpoint, in units of its mean fall a
     * doubling among the visible checkpoints. Never falling, 0 at 0; absent where losses and compute are not both known.
     */
    default Optional<DoubleUnaryOperator> lossPace() {
        return Optional.empty();
    }

    /** What a reader should know of this axis. */
    List<Warning> warnings();

    /** Of a checkpoint: by its loss where it has one, else by its size. */
    default OptionalDouble of(Checkpoint checkpoint, ComputePath path) {
        return place(checkpoint.pretrainLossNats(), size(checkpoint, path));
    }

    /** Of a run: by its loss where one is stated and can be placed, else by its size; absent where neither tells. */
    default OptionalDouble place(OptionalDouble lossNats, Optional<RunSize> size) {
        OptionalDouble byLoss = lossNats.isPresent() ? ofLoss(lossNats.getAsDouble()) : lossNats;
        return byLoss.isPresent() ? byLoss : size.map(this::ofSize).orElse(byLoss);
    }

    /** Whether anything tells these checkpoints apart in strength. */
    static boolean exists(StudyRows visible) {
        return visible.rows().largestFlops().isPresent()
                || ByLossSpread.of(visible.rows().checkpoints()).isPresent();
    }

    /**
     * @param visible what a forecast may see
     * @param seed of the draws of the loss law
     * @return absent where no checkpoint can be placed
     */
    static Optional<DoublingsAxis> of(StudyRows visible, long seed) {
        Optional<DoublingsAxis> byLaw = LossLawAxis.of(visible, seed);
        if (byLaw.isPresent()) return byLaw;
        OptionalDouble largest = visible.rows().largestFlops();
        if (largest.isPresent()) return Optional.of(new ByCompute(largest.getAsDouble()));
        return ByLossSpread.of(visible.rows().checkpoints());
    }

    /** Size of a checkpoint; where it states params alone, that of the path. Absent where it states neither compute nor params. */
    static Optional<RunSize> size(Checkpoint checkpoint, ComputePath path) {
        return size(checkpoint.params(), checkpoint.tokens(), checkpoint.trainFlops(), path);
    }

    /** The same of these three. */
    static Optional<RunSize> size(
            OptionalDouble params, OptionalDouble tokens, OptionalDouble trainFlops, ComputePath path) {
        Optional<RunSize> stated = path.complete(params, tokens, trainFlops);
        if (stated.isPresent() || params.isEmpty() || path.kind() != ComputePath.Kind.TOKENS_PER_PARAM) return stated;
        return path.complete(params, OptionalDouble.of(params.getAsDouble() * path.value()), OptionalDouble.empty());
    }

    static double within(double doublings) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, doublings));
    }

    /**
     * {@code x = log2(C / Cmax)}: no losses, or losses that do not fall with compute.
     *
     * @param largestFlops Cmax, the largest visible compute
     */
    record ByCompute(double largestFlops) implements DoublingsAxis {

        @Override
        public OptionalDouble ofLoss(double lossNats) {
            return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble ofSize(RunSize size) {
            return OptionalDouble.of(within(Math.log(size.trainFlops() / largestFlops) / Math.log(2)));
        }

        @Override
        public double[] lossesNats(double doublings) {
            return new double[0];
        }

        @Override
        public double[] lossesNats(RunSize size) {
            return new double[0];
        }

        @Override
        public FlopsOnPath onPath(ComputePath path) {
            return new FlopsOnPath() {
                @Override
                public int draws() {
                    return 1;
                }

                @Override
                public double flops(int draw, double doublings) {
                    return largestFlops * Math.pow(2, doublings);
                }
            };
        }

        @Override
        public List<Warning> warnings() {
            return List.of(new Warning(
                    "doublings_by_compute",
                    "No loss that falls with compute was submitted, so models are compared by their training compute"
                            + " alone: how well a run uses it is in no interval, and no loss is named."));
        }
    }

    /**
     * {@code x = (Lmin - L) / u}: no checkpoint states its size, so the losses' own spread is the unit.
     *
     * @param leastNats Lmin, the least visible loss
     * @param natsPerDoubling u
     */
    record ByLossSpread(double leastNats, double natsPerDoubling) implements DoublingsAxis {

        static Optional<DoublingsAxis> of(List<Checkpoint> checkpoints) {
            double[] losses = checkpoints.stream()
                    .flatMapToDouble(checkpoint -> checkpoint.pretrainLossNats().stream())
                    .sorted()
                    .toArray();
            if (losses.length < 2 || losses[0] == losses[losses.length - 1]) return Optional.empty();
            return Optional.of(new ByLossSpread(losses[0], LossScale.deviation(losses) / USUAL_SPREAD));
        }

        @Override
        public OptionalDouble ofLoss(double lossNats) {
            return OptionalDouble.of(within((leastNats - lossNats) / natsPerDoubling));
        }

        @Override
        public OptionalDouble ofSize(RunSize size) {
            return OptionalDouble.empty();
        }

        @Override
        public double[] lossesNats(double doublings) {
            return new double[] {leastNats - natsPerDoubling * doublings};
        }

        @Override
        public double[] lossesNats(RunSize size) {
            return new double[0];
        }

        @Override
        public FlopsOnPath onPath(ComputePath path) {
            return new FlopsOnPath() {
                @Override
                public int draws() {
                    return 0;
                }

                @Override
                public double flops(int draw, double doublings) {
                    throw new IndexOutOfBoundsException(draw);
                }
            };
        }

        @Override
        public List<Warning> warnings() {
            return List.of(new Warning(
                    "doublings_by_loss_spread",
                    "No checkpoint states its compute or its params, so distances are losses in units of their own spread,"
                            + " taken for what is usual: the forecast is rough, and names no compute."));
        }
    }
}
