package org.emergencelaw.fit.loss;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.ParamTokenLaw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Warning;

/**
 * What stands between sizes and losses: how sizes are counted, along which path compute grows, and a published loss law where no
 * loss was measured.
 *
 * @param path along which the compute at emergence is stated; it has the study's FLOPs per parameter and token
 * @param paramCount what N counts, in rows and plans alike
 * @param published stands in where no checkpoint states its loss
 */
public record LossSource(ComputePath path, ParamCount paramCount, Optional<Published> published) {

    public static final LossSource DEFAULT = of(ComputeConvention.DEFAULT, Optional.empty());

    /** A published loss law by its name in {@code configs/loss-laws.yaml}. */
    public record Published(String name, ParamTokenLaw law, ParamCount paramCount) {}

    public LossSource {
        if (published.isPresent() && published.get().paramCount() != paramCount)
            throw new IllegalArgumentException("param_count must be that of the loss law "
                    + published.get().name() + ", "
                    + published.get().paramCount().key() + ", was " + paramCount.key());
    }

    /**
     * @param published the law that the convention names
     */
    public static LossSource of(ComputeConvention convention, Optional<Published> published) {
        return new LossSource(ComputePath.usual(convention.flopsPerParamToken()), convention.paramCount(), published);
    }

    /** Whether losses come from the published law: one is named, and no row has a measured loss. */
    public boolean borrows(List<Observation> observations) {
        return published.isPresent()
                && observations.stream()
                        .allMatch(row -> row.checkpoint().pretrainLossNats().isEmpty());
    }

    /** The rows with the losses of the published law, where it stands in; the same rows otherwise. */
    public List<Observation> complete(List<Observation> observations) {
        if (!borrows(observations)) return observations;
        return observations.stream()
                .map(row -> row.withCheckpoint(withLoss(row.checkpoint())))
                .toList();
    }

    /**
     * What the losses rest on, where a published law is named.
     *
     * @param borrowed whether it stands in
     */
    public Optional<Warning> warning(boolean borrowed) {
        return published.map(law -> borrowed
                ? new Warning(
                        "published_loss_law",
                        "No loss was measured: every loss is what the published law " + law.name()
                                + " gives for the size of the checkpoint. Its corpus and tokenizer are not the family's, and"
                                + " its own error is in no interval; measured losses would be worth more.")
                : new Warning(
                        "published_loss_law_unused",
                        "The study names the published loss law " + law.name()
                                + ", but losses were measured, so the family's own are used and rows without a loss stay"
                                + " out."));
    }

    private Checkpoint withLoss(Checkpoint checkpoint) {
        double loss = published
                .orElseThrow()
                .law()
                .lossNats(path.complete(checkpoint.params(), checkpoint.tokens(), checkpoint.trainFlops())
                        .orElseThrow());
        return checkpoint.withLoss(loss);
    }
}
