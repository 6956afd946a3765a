package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/**
 * The emergence law fitted over doublings of compute instead of nats: few-shot curves of its posterior.
 *
 * <p>Every checkpoint at x doublings enters the fit with the loss {@code 4 - S x}, {@code S} = {@value #NATS_PER_DOUBLING}; a draw with
 * elbow E' has it at {@code (4 - E') / S} doublings. In large language models a doubling is about 0.05 nats, and the priors of the
 * law were made for those; this way they mean the same doublings in every family, whatever its losses are measured in.
 */
final class LawEvidence {

    static final double NATS_PER_DOUBLING = 0.06;
    private static final double NATS_AT_STRONGEST = 4;

    private LawEvidence() {}

    /** @return empty where nothing was finetuned, nothing rises, or no law can be fitted */
    static List<HingeCurve> of(FittedStudy fitted, DoublingsAxis axis) {
        StudyRows visible = fitted.study().visible();
        if (!fitted.fit().verdict().lawSpeaks() || visible.rows().finetuned().isEmpty()) return List.of();
        Task task = fitted.task();
        int shots = Math.max(1, task.shots());
        Rows rows = inDoublings(visible, axis, shots);
        StudyRows study = new StudyRows(
                new Task(task.name(), task.metric(), task.trivialAccuracy(), shots),
                rows,
                new LossSource(
                        visible.losses().path(), LossSource.DEFAULT.paramCount(), LossSource.DEFAULT.published()),
                false);
        FitOptions options = fitted.options().withMethod(FitOptions.Method.POSTERIOR);
        List<HingeCurve> curves = new ArrayList<>();
        for (LawDraw draw : EmergenceFitter.fit(study, options).draws()) curves.add(curve(draw));
        return curves;
    }

    /** Rows that have a place, each as of a checkpoint of which nothing but that is known; zero-shot rows as one-shot ones. */
    private static Rows inDoublings(StudyRows visible, DoublingsAxis axis, int shots) {
        List<Observation> placed = new ArrayList<>();
        for (Observation row : visible.rows()) {
            boolean fewShot = row.regime() == Regime.FEW_SHOT;
            if (fewShot && row.examples() != visible.task().shots()) continue;
            OptionalDouble doublings =
                    axis.of(row.checkpoint(), visible.losses().path());
            if (doublings.isEmpty()) continue;
            Checkpoint checkpoint = Checkpoint.builder()
                    .model(row.checkpoint().model())
                    .family(row.checkpoint().family())
                    .pretrainLossNats(NATS_AT_STRONGEST - NATS_PER_DOUBLING * doublings.getAsDouble())
                    .build();
            Observation moved = row.withCheckpoint(checkpoint);
            placed.add(fewShot ? moved.withExamples(shots) : moved);
        }
        return visible.rows().with(placed);
    }

    private static HingeCurve curve(LawDraw draw) {
        return HingeCurve.ofLawDraw(
                (NATS_AT_STRONGEST - draw.emergenceLossNats()) / NATS_PER_DOUBLING,
                draw.curve().slope() * NATS_PER_DOUBLING,
                draw.curve().floor() + draw.curve().fewShotShift(),
                draw.runNoise(),
                0);
    }
}
