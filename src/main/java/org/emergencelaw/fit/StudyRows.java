package org.emergencelaw.fit;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.plausibility.PlausibilityCheck;

/**
 * Rows of one task on one family as every fit, rival and backtest sees them: with the losses of the published law where it stands in,
 * and with compute as the study counts it. A part of them keeps both, whatever it leaves out.
 *
 * @param task trivial accuracy and shots
 * @param rows completed
 * @param losses where losses come from, if none is measured
 * @param borrowed whether the losses are those of the published law: one is named, and no row of the study had a measured loss
 */
public record StudyRows(Task task, Rows rows, LossSource losses, boolean borrowed) {

    public StudyRows {
        if (rows.flopsPerParamToken() != losses.path().flopsPerParamToken())
            throw new IllegalArgumentException("flops_per_param_token of rows must be that of the study, "
                    + losses.path().flopsPerParamToken() + ", was " + rows.flopsPerParamToken());
        if (borrowed && losses.published().isEmpty())
            throw new IllegalArgumentException("losses can be borrowed from a published law only, and none is named");
    }

    /**
     * @param submitted all rows of the study as they came, held-out ones too
     * @param inputSha256 their digest, as tidy CSV
     */
    public static StudyRows of(Task task, List<Observation> submitted, LossSource losses, String inputSha256) {
        Rows rows = new Rows(losses.complete(submitted), losses.path().flopsPerParamToken(), inputSha256);
        return new StudyRows(task, rows, losses, losses.borrows(submitted));
    }

    /** Another part of the study's rows, or rows that were made of them. */
    public StudyRows with(Rows other) {
        return new StudyRows(task, other, losses, borrowed);
    }

    public StudyRows with(Task other) {
        return new StudyRows(other, rows, losses, borrowed);
    }

    /** What a fit may see; what repeats another row is no evidence, and counts once. */
    public StudyRows visible() {
        Rows visible = rows.visible();
        return with(visible.with(PlausibilityCheck.countedOnce(visible.list())));
    }

    /** Few-shot rows at the task's shots, each with a loss. */
    public StudyRows fewShot() {
        return with(rows.fewShot(task).withLoss());
    }

    /** The published law where it stands in, else the most probable one of these rows' checkpoints; absent where none states its size. */
    public Optional<LossLaw> lossLaw() {
        if (borrowed) return losses.published().map(LossSource.Published::law);
        return posterior().map(posterior -> posterior.mode().law());
    }

    /** Posterior of the loss law of these rows' checkpoints; absent where none states its size. */
    Optional<LossLawPosterior> posterior() {
        return LossLawPosterior.of(rows.checkpoints(), rows.flopsPerParamToken());
    }
}
