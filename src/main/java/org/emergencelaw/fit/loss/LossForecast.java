package org.emergencelaw.fit.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;

/**
 * Pretraining loss of a planned run, from the losses of other checkpoints of its family alone: {@value #LAWS} draws of the family's
 * loss law ({@link LossLawPosterior}), each with its own scatter of a run about the law.
 *
 * @param params N
 * @param tokens T
 * @param trainFlops C
 * @param lossNats nats per token as submitted
 * @param checkpoints that state size and loss
 * @param warnings what a reader should know
 */
public record LossForecast(
        double params, double tokens, double trainFlops, Interval90 lossNats, int checkpoints, List<Warning> warnings) {

    private static final int LAWS = 400;
    /** Quantiles of a run about the law, in standard deviations: six equally likely ones. */
    private static final double[] NOISE = {-1.383, -0.674, -0.210, 0.210, 0.674, 1.383};

    private static final int FEWEST = 4;
    private static final double FAR = 100;

    /**
     * @param source how compute is counted, and a published law to go by where no loss is measured
     * @throws IllegalArgumentException if fewer than two checkpoints state their loss and their size, or they are of several families
     */
    public static LossForecast of(List<Checkpoint> all, LossSource source, RunSize planned, long seed) {
        List<String> families =
                all.stream().map(Checkpoint::family).distinct().sorted().toList();
        if (families.size() > 1)
            throw new IllegalArgumentException(
                    "family must be one, for losses of several cannot be compared, was " + String.join(", ", families));
        if (source.published().isPresent()
                && all.stream()
                        .allMatch(checkpoint -> checkpoint.pretrainLossNats().isEmpty()))
            return published(source.published().get(), planned);
        double flopsPerParamToken = source.path().flopsPerParamToken();
        List<Checkpoint> known = all.stream()
                .distinct()
                .filter(checkpoint -> checkpoint.pretrainLossNats().isPresent()
                        && checkpoint.computeFlops(flopsPerParamToken).isPresent())
                .toList();
        if (known.stream().map(Checkpoint::pretrainLossNats).distinct().count() < 2)
            throw new IllegalArgumentException(
                    "a loss law needs at least two checkpoints that state pretrain_loss_nats and"
                            + " params and tokens (or train_flops), with different losses; there are " + known.size());
        LossLawPosterior posterior =
                LossLawPosterior.of(known, flopsPerParamToken).orElseThrow();
        double[] losses = posterior.sample(LAWS, seed).stream()
                .flatMapToDouble(draw -> spread(draw.law(), draw.noiseNats(), planned))
                .toArray();
        return new LossForecast(
                planned.params(),
                planned.tokens(),
                planned.trainFlops(),
                Interval90.of(losses),
                known.size(),
                warnings(known, flopsPerParamToken, planned));
    }

    private static LossForecast published(LossSource.Published law, RunSize planned) {
        double loss = law.law().lossNats(planned);
        return new LossForecast(
                planned.params(),
                planned.tokens(),
                planned.trainFlops(),
                new Interval90(loss, loss, loss),
                0,
                List.of(new Warning(
                        "published_loss_law",
                        "No loss was measured: this is what the published law " + law.name()
                                + " gives, on its corpus and tokenizer; its own error is in no interval.")));
    }

    private static DoubleStream spread(LossLaw law, double noise, RunSize planned) {
        double loss = law.lossNats(planned);
        return Arrays.stream(NOISE).map(z -> loss + z * noise);
    }

    private static List<Warning> warnings(List<Checkpoint> known, double flopsPerParamToken, RunSize planned) {
        List<Warning> warnings = new ArrayList<>();
        if (known.size() < FEWEST)
            warnings.add(new Warning(
                    "few_checkpoints",
                    "Only " + known.size()
                            + " checkpoints state loss and size: the law's prior says more than they do."));
        if (2 * withinRuns(known) > known.size())
            warnings.add(new Warning(
                    "checkpoints_within_runs",
                    "Most checkpoints are from within runs: one size at several amounts of tokens, so that their learning"
                            + " rate was hardly at its end. Their losses lie above those of finished runs, and the interval"
                            + " does not know it (on public trajectories it held a quarter of finished losses). Keep the last"
                            + " checkpoint of each run."));
        double largest = known.stream()
                .mapToDouble(checkpoint ->
                        checkpoint.computeFlops(flopsPerParamToken).orElseThrow())
                .max()
                .orElseThrow();
        if (planned.trainFlops() > FAR * largest)
            warnings.add(new Warning(
                    "far_extrapolation",
                    String.format(
                            Locale.ROOT,
                            "The plan needs %.0f times the largest compute with a known loss.",
                            planned.trainFlops() / largest)));
        TreeSet<String> corpora = new TreeSet<>();
        for (Checkpoint checkpoint : known) corpora.add(checkpoint.lossCorpus());
        if (corpora.size() > 1)
            warnings.add(new Warning(
                    "mixed_loss_corpora",
                    "Losses are of several corpora, " + String.join(", ", corpora) + ", and cannot be compared."));
        return List.copyOf(warnings);
    }

    /** Checkpoints of a size that is there with more tokens, too. */
    private static long withinRuns(List<Checkpoint> known) {
        Map<Double, Double> most = new HashMap<>();
        for (Checkpoint checkpoint : known)
            if (checkpoint.params().isPresent() && checkpoint.tokens().isPresent())
                most.merge(
                        checkpoint.params().getAsDouble(), checkpoint.tokens().getAsDouble(), Math::max);
        return known.stream()
                .filter(checkpoint -> checkpoint.params().isPresent()
                        && checkpoint.tokens().isPresent()
                        && checkpoint.tokens().getAsDouble()
                                < most.getOrDefault(checkpoint.params().getAsDouble(), 0.0))
                .count();
    }
}
