package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.NearFlops;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Summary;

/**
 * Doublings by loss: {@code x(L) = log2 C(L) - log2 C(Lmin)} along the study's path, the median over draws of the family's loss law;
 * every draw has the least visible loss Lmin at x = 0.
 *
 * <p>The law is fitted on the {@link LossScale} of its prior, so nothing here depends on the unit, the corpus or the tokenizer of the
 * submitted losses. Losses of a published law need no fit: it is its own only draw.
 *
 * <p>A draw is followed from {@value #BELOW} doublings below the weakest visible checkpoint to {@value #ABOVE} above the strongest, and
 * with its last slope beyond.
 */
final class LossLawAxis implements DoublingsAxis {

    private static final int LAWS = 40;
    private static final double BELOW = 4;
    private static final double ABOVE = 12;
    private static final double STEP = 0.25;
    /** Quantiles of a run's loss about a draw of the law, in standard deviations: six equally likely ones. */
    private static final double[] NOISE = {-1.383, -0.674, -0.210, 0.210, 0.674, 1.383};

    private final LossScale scale;
    private final ComputePath path;
    private final List<Draw> draws;
    private final double leastLoss;
    /** Mean fall of the loss a doubling among the visible checkpoints, nats as submitted. */
    private final double natsPerDoubling;

    private final List<Warning> warnings;

    /**
     * @param leastLoss Lmin, as submitted
     * @param natsPerDoubling mean fall of the loss a doubling
     */
    private LossLawAxis(
            LossScale scale,
            ComputePath path,
            List<LossLawPosterior.LossDraw> laws,
            double[] logFlops,
            double leastLoss,
            double natsPerDoubling,
            List<Warning> warnings) {
        this.scale = scale;
        this.leastLoss = leastLoss;
        this.natsPerDoubling = natsPerDoubling;
        this.path = path;
        this.warnings = warnings;
        List<Draw> made = new ArrayList<>();
        for (LossLawPosterior.LossDraw law : laws) made.add(Draw.of(law, path, logFlops, scale.standard(leastLoss)));
        draws = List.copyOf(made);
    }

    /** @return absent where there are no losses of known size that fall with compute */
    static Optional<DoublingsAxis> of(StudyRows visible, long seed) {
        ComputePath path = visible.losses().path();
        List<Checkpoint> known = visible.rows().checkpoints().stream()
                .filter(checkpoint -> checkpoint.pretrainLossNats().isPresent()
                        && DoublingsAxis.size(checkpoint, path).isPresent())
                .toList();
        double[] losses = known.stream()
                .mapToDouble(checkpoint -> checkpoint.pretrainLossNats().getAsDouble())
                .toArray();
        List<RunSize> sizes = known.stream()
                .map(checkpoint -> DoublingsAxis.size(checkpoint, path).orElseThrow())
                .toList();
        double[] logFlops =
                sizes.stream().mapToDouble(size -> log2(size.trainFlops())).toArray();
        if (losses.length < 2 || !(LossScale.covariance(losses, logFlops) < 0)) return Optional.empty();
        double least = Arrays.stream(losses).min().orElseThrow();
        double pace = -LossScale.covariance(losses, logFlops) / LossScale.covariance(logFlops, logFlops);
        if (visible.borrowed()) {
            LossLaw law = visible.losses().published().orElseThrow().law();
            return Optional.of(new LossLawAxis(
                    LossScale.SUBMITTED,
                    path,
                    List.of(new LossLawPosterior.LossDraw(law, 0)),
                    logFlops,
                    least,
                    pace,
                    List.of()));
        }
        LossScale scale = LossScale.of(losses, sizes);
        // stated computes may differ where params and tokens do not
        if (!(scale.standardPerSubmitted() > 0)) return Optional.empty();
        List<Checkpoint> standard = known.stream()
                .map(checkpoint -> standard(checkpoint, path, scale))
                .toList();
        LossLawPosterior posterior =
                LossLawPosterior.of(standard, path.flopsPerParamToken()).orElseThrow();
        return Optional.of(new LossLawAxis(
                scale, path, posterior.sample(LAWS, seed), logFlops, least, pace, assumed(known, path)));
    }

    private static Checkpoint standard(Checkpoint checkpoint, ComputePath path, LossScale scale) {
        Checkpoint.Builder builder = checkpoint.toBuilder()
                .pretrainLossNats(scale.standard(checkpoint.pretrainLossNats().orElseThrow()));
        if (checkpoint.computeFlops(path.flopsPerParamToken()).isEmpty())
            builder.tokens(DoublingsAxis.size(checkpoint, path).orElseThrow().tokens());
        return builder.build();
    }

    private static List<Warning> assumed(List<Checkpoint> known, ComputePath path) {
        String models = known.stream()
                .filter(checkpoint ->
                        checkpoint.computeFlops(path.flopsPerParamToken()).isEmpty())
                .map(Checkpoint::model)
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        if (models.isEmpty()) return List.of();
        return List.of(new Warning(
                "tokens_assumed",
                "Checkpoints that state neither tokens nor compute (" + models + ") are taken to be trained on "
                        + (long) path.value() + " tokens per parameter: doublings of compute rest on that."));
    }

    @Override
    public OptionalDouble ofLoss(double lossNats) {
        double standard = scale.standard(lossNats);
        return OptionalDouble.of(median(
                draws.stream().mapToDouble(draw -> draw.doublings(standard)).toArray()));
    }

    @Override
    public OptionalDouble ofSize(RunSize size) {
        return OptionalDouble.of(median(draws.stream()
                .mapToDouble(draw -> draw.doublings(draw.law.lossNats(size)))
                .toArray()));
    }

    private static double median(double[] places) {
        return DoublingsAxis.within(Summary.median(places));
    }

    @Override
    public Optional<DoubleUnaryOperator> lossPace() {
        return Optional.of(doublings ->
                DoublingsAxis.within((leastLoss - Summary.median(lossesNats(doublings))) / natsPerDoubling));
    }

    @Override
    public double[] lossesNats(double doublings) {
        double[] losses = new double[draws.size()];
        for (int i = 0; i < losses.length; i++)
            losses[i] = scale.submitted(draws.get(i).loss(doublings));
        return losses;
    }

    @Override
    public double[] lossesNats(RunSize size) {
        return draws.stream()
                .flatMapToDouble(draw ->
                        Arrays.stream(NOISE).map(z -> scale.submitted(draw.law.lossNats(size) + z * draw.noise)))
                .toArray();
    }

    @Override
    public FlopsOnPath onPath(ComputePath along) {
        return along.equals(path) ? new OwnPath(draws) : new OtherPath(draws, along);
    }

    @Override
    public List<Warning> warnings() {
        return warnings;
    }

    /** The path of the study, along which the draws are followed. */
    private record OwnPath(List<Draw> followed) implements FlopsOnPath {
        @Override
        public int draws() {
            return followed.size();
        }

        @Override
        public double flops(int draw, double doublings) {
            return Math.pow(2, doublings + followed.get(draw).origin);
        }
    }

    /** Any other, by the inverse of each law. */
    private static final class OtherPath implements FlopsOnPath {
        private final List<Draw> followed;
        private final List<DoubleUnaryOperator> flops;
        private final List<NearFlops> near;

        OtherPath(List<Draw> followed, ComputePath path) {
            this.followed = followed;
            flops = followed.stream().map(draw -> draw.law.trainFlops(path)).toList();
            near = followed.stream()
                    .map(draw -> new NearFlops(draw.law, path, draw.losses[0]))
                    .toList();
        }

        @Override
        public int draws() {
            return followed.size();
        }

        @Override
        public double flops(int draw, double doublings) {
            return of(flops.get(draw), followed.get(draw).loss(doublings));
        }

        @Override
        public double nearLog(int draw, double doublings) {
            return of(near.get(draw), followed.get(draw).loss(doublings));
        }

        private static double of(DoubleUnaryOperator ofLoss, double loss) {
            return loss > 0 ? ofLoss.applyAsDouble(loss) : Double.POSITIVE_INFINITY;
        }
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    /**
     * A draw of the law along the path.
     *
     * @param losses at steps of {@link #STEP} doublings from {@code start}, falling
     * @param start log2 of the compute of the first
     * @param origin log2 of the compute at which the draw has the least visible loss
     */
    private record Draw(LossLaw law, double noise, double[] losses, double start, double origin) {

        static Draw of(LossLawPosterior.LossDraw law, ComputePath path, double[] logFlops, double leastLoss) {
            double start = Arrays.stream(logFlops).min().orElseThrow() - BELOW;
            double end = Arrays.stream(logFlops).max().orElseThrow() + ABOVE;
            double[] losses = new double[(int) Math.ceil((end - start) / STEP) + 1];
            for (int i = 0; i < losses.length; i++)
                losses[i] = law.law().lossNats(path.at(Math.pow(2, start + i * STEP)));
            Draw unplaced = new Draw(law.law(), law.noiseNats(), losses, start, 0);
            return new Draw(law.law(), law.noiseNats(), losses, start, unplaced.doublings(leastLoss));
        }

        double doublings(double loss) {
            int low = 0, high = losses.length - 1;
            while (high - low > 1) {
                int middle = (low + high) / 2;
                if (losses[middle] >= loss) low = middle;
                else high = middle;
            }
            double fall = losses[low] - losses[high];
            // all but flat: nothing that compute does reaches another loss
            double share = fall > 0 ? (losses[low] - loss) / fall : Math.signum(losses[low] - loss) * 1e6;
            return start + (low + share) * STEP - origin;
        }

        double loss(double doublings) {
            double place = (doublings + origin - start) / STEP;
            int low = (int) Math.max(0, Math.min(losses.length - 2, Math.floor(place)));
            return losses[low] + (place - low) * (losses[low + 1] - losses[low]);
        }
    }
}
