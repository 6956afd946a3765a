package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.RowSelection;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Warning;

/**
 * The combined forecast of a study: its visible few-shot accuracies on the axis of doublings, the emergence law as evidence where
 * finetuned rows give one, and the pool of voices over both.
 *
 * @param axis where runs lie
 * @param history what the voices saw
 * @param basis what the forecast rests on
 * @param pool the voices together
 * @param law the emergence law over doublings by itself; absent where nothing was finetuned, or none can be fitted
 * @param warnings what a reader should know of the above
 */
public record StudyForecast(
        DoublingsAxis axis,
        FewShotHistory history,
        Basis basis,
        CombinedForecast pool,
        Optional<LawInDoublings> law,
        List<Warning> warnings) {

    /** What a forecast rests on. */
    public enum Basis {
        /** Few-shot accuracies, with the emergence law of the finetuned rows as evidence and as a voice. */
        LAW,
        /** Few-shot accuracies alone. */
        FEW_SHOT,
        /** What is usual elsewhere: fewer than three few-shot checkpoints. */
        REFERENCE
    }

    /** Why no forecast can be made of these rows; absent where one can. */
    public static Optional<String> refusal(StudyRows study) {
        StudyRows visible = study.visible();
        Rows fewShot = visible.rows().fewShot(study.task());
        Optional<Warning> mixed = RowSelection.incomparable(visible);
        if (mixed.isPresent()) return mixed.map(Warning::message);
        if (fewShot.isEmpty())
            return Optional.of("No visible row is few-shot with " + study.task().shots()
                    + " shots: a forecast starts from the few-shot accuracies of at least three small checkpoints, which"
                    + " need no training to measure.");
        if (!DoublingsAxis.exists(visible))
            return Optional.of(
                    "Nothing tells the checkpoints apart in strength: they state neither compute nor params, and"
                            + " their losses are equal. Add train_flops, or params and tokens, or their losses.");
        return Optional.empty();
    }

    /** Of a study without a {@link #refusal}. */
    public static StudyForecast of(FittedStudy fitted) {
        StudyRows visible = fitted.study().visible();
        DoublingsAxis axis = DoublingsAxis.of(visible, fitted.fit().seed()).orElseThrow();
        List<Warning> warnings = new ArrayList<>(axis.warnings());
        FewShotHistory history = history(visible, axis, warnings);
        Optional<LawInDoublings> law = LawEvidence.of(fitted, axis);
        List<HingeCurve> curves = law.map(LawEvidence::curves).orElse(List.of());
        CombinedForecast pool =
                curves.isEmpty() ? CombinedForecast.of(history, axis.lossPace()) : CombinedForecast.of(history, curves);
        boolean few = history.points().size() < CombinedForecast.MIN_CHECKPOINTS;
        if (few)
            warnings.add(new Warning(
                    "few_shot_checkpoints",
                    "Few-shot accuracy is known of " + history.points().size() + " checkpoint"
                            + (history.points().size() == 1 ? "" : "s") + "; with fewer than "
                            + CombinedForecast.MIN_CHECKPOINTS + " the forecast rests on what is usual elsewhere."));
        Basis basis = few ? Basis.REFERENCE : curves.isEmpty() ? Basis.FEW_SHOT : Basis.LAW;
        return new StudyForecast(axis, history, basis, pool, law, List.copyOf(warnings));
    }

    /** The same with the law in other forms; without those in which there is none, and without any where this rests on no law. */
    public Map<EmergenceLawForm, StudyForecast> under(List<EmergenceLawForm> forms, FittedStudy fitted) {
        Map<EmergenceLawForm, StudyForecast> others = new LinkedHashMap<>();
        if (basis != Basis.LAW) return others;
        Function<List<HingeCurve>, CombinedForecast> byLaw = CombinedForecast.byLaw(history);
        for (EmergenceLawForm form : forms) {
            Optional<LawInDoublings> other = LawEvidence.of(fitted, axis, form);
            List<HingeCurve> curves = other.map(LawEvidence::curves).orElse(List.of());
            if (!curves.isEmpty())
                others.put(form, new StudyForecast(axis, history, basis, byLaw.apply(curves), other, warnings));
        }
        return others;
    }

    private static FewShotHistory history(StudyRows visible, DoublingsAxis axis, List<Warning> warnings) {
        Map<Checkpoint, Rows> byCheckpoint =
                visible.rows().fewShot(visible.task()).by(row -> row.checkpoint());
        List<FewShotHistory.Point> points = new ArrayList<>();
        int placeless = 0;
        for (Map.Entry<Checkpoint, Rows> one : byCheckpoint.entrySet()) {
            OptionalDouble doublings = axis.of(one.getKey(), visible.losses().path());
            if (doublings.isPresent()) points.add(pooled(one.getValue(), doublings.getAsDouble()));
            else placeless++;
        }
        if (placeless > 0)
            warnings.add(new Warning(
                    "checkpoints_without_place",
                    placeless + " of " + byCheckpoint.size()
                            + " few-shot checkpoints state nothing by which they could be"
                            + " compared with the others, and stay out of the forecast."));
        return new FewShotHistory(points, visible.task().trivialAccuracy());
    }

    private static FewShotHistory.Point pooled(Rows seeds, double doublings) {
        Collection<FewShotHistory.Point> points = seeds.stream()
                .map(row -> new FewShotHistory.Point(doublings, row.accuracy(), row.itemsEvaluated()))
                .toList();
        return FewShotHistory.Point.pooled(points);
    }

    /** P(the level is reached by x), which is what the crossing says there. */
    public double pReaches(double level, double doublings) {
        return pool.crossing(level).cdf(doublings);
    }
}
