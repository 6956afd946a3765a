package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.RowSelection;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/** What the emergence law, fitted over doublings of compute, brings to the combined forecast: few-shot curves of its posterior. */
public final class LawEvidence {

    private LawEvidence() {}

    /** @return absent where nothing was finetuned, or no law can be fitted */
    static Optional<LawInDoublings> of(FittedStudy fitted, DoublingsAxis axis) {
        return of(fitted, axis, fitted.options().lawOverDoublings());
    }

    /** The same in a form that nobody chose. */
    static Optional<LawInDoublings> of(FittedStudy fitted, DoublingsAxis axis, EmergenceLawForm form) {
        StudyRows visible = fitted.study().visible();
        if (visible.rows().finetuned().isEmpty() || contradicted(fitted)) return Optional.empty();
        FitOptions options =
                fitted.options().withMethod(FitOptions.Method.POSTERIOR).withLaw(form);
        return LawInDoublings.of(placed(visible, axis, form), options);
    }

    /** Few-shot accuracies that lie below guessing, or fall, say the contrary of what finetuned rows promise. */
    private static boolean contradicted(FittedStudy fitted) {
        return fitted.fit().verdict() == Verdict.BELOW_CHANCE
                || fitted.fit().warnings().stream()
                        .anyMatch(warning -> warning.code().equals(RowSelection.FEW_SHOT_FALLS));
    }

    /** @return none where nothing rises */
    static List<HingeCurve> curves(LawInDoublings law) {
        if (law.verdict() == Verdict.NO_SIGNAL) return List.of();
        return law.draws().stream()
                .map(draw -> HingeCurve.ofLawDraw(
                        draw.elbow(), draw.slope(), draw.floor(), draw.runNoise(), draw.checkpointSd()))
                .toList();
    }

    /**
     * Rows that have a place, each as of a checkpoint of which nothing but that is known; for a law that says nothing of zero-shot
     * tasks, their rows as one-shot ones.
     */
    public static StudyRows placed(StudyRows visible, DoublingsAxis axis, EmergenceLawForm form) {
        Task task = visible.task();
        int shots = form.hasAnchor() ? task.shots() : Math.max(1, task.shots());
        return new StudyRows(
                new Task(task.name(), task.metric(), task.trivialAccuracy(), shots),
                placed(visible, axis, shots),
                new LossSource(
                        visible.losses().path(), LossSource.DEFAULT.paramCount(), LossSource.DEFAULT.published()),
                false);
    }

    private static Rows placed(StudyRows visible, DoublingsAxis axis, int shots) {
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
                    .pretrainLossNats(LawInDoublings.lossAt(doublings.getAsDouble()))
                    .build();
            Observation moved = row.withCheckpoint(checkpoint);
            placed.add(fewShot ? moved.withExamples(shots) : moved);
        }
        return visible.rows().with(placed);
    }
}
