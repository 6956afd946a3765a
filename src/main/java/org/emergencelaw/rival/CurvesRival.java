package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.OccurrenceOnPath;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.CurveDistribution;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.Member;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.member.Voice;

/**
 * Few-shot accuracy curves over doublings of compute: the combined forecast itself, or one of its voices with few-shot rows alone to
 * go by.
 *
 * <p>Places in doublings become draws in nats through the draws of the family's loss law. A curve without an elbow leaves guessing
 * where it reaches the trivial accuracy.
 *
 * @param alone the voice that is asked; absent for the whole pool, finetuned rows included
 */
record CurvesRival(String key, String description, Optional<Member> alone) implements Rival {

    /** An accuracy of 0 is no level to reach. */
    private static final double LEAST_LEVEL = 1e-6;

    /** Rows with their forecast, which several voices may be asked from; without one where they are refused. */
    record Seen(StudyRows rows, Optional<String> refusal, Optional<StudyForecast> forecast) {

        private static Seen of(StudyRows rows, long seed) {
            Optional<String> refusal = StudyForecast.refusal(rows);
            return new Seen(
                    rows,
                    refusal,
                    refusal.isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    StudyForecast.of(EmergenceFitter.fit(rows, FitOptions.DEFAULT.withSeed(seed)))));
        }

        /** The few-shot rows of a study alone. */
        static Seen fewShot(StudyRows study, long seed) {
            StudyRows visible = study.visible();
            return of(visible.with(visible.rows().fewShot(visible.task())), seed);
        }
    }

    @Override
    public Prediction predict(StudyRows study, long seed) {
        return predict(alone.isEmpty() ? Seen.of(study.visible(), seed) : Seen.fewShot(study, seed));
    }

    Prediction predict(Seen seen) {
        if (seen.refusal.isPresent()) return Prediction.abstain(seen.refusal.get());
        StudyForecast forecast = seen.forecast.orElseThrow();
        if (alone.isPresent() && forecast.basis() == StudyForecast.Basis.REFERENCE)
            return Prediction.abstain("Fewer than 3 visible checkpoints have few-shot rows.");
        return prediction(seen.rows, forecast, curves(forecast));
    }

    /** What each voice of the combined forecast says by itself, by its key; empty where there is no forecast. */
    static Map<String, Prediction> voices(StudyRows study, long seed) {
        StudyRows visible = study.visible();
        Map<String, Prediction> said = new LinkedHashMap<>();
        if (StudyForecast.refusal(visible).isPresent()) return said;
        StudyForecast forecast = StudyForecast.of(EmergenceFitter.fit(visible, FitOptions.DEFAULT.withSeed(seed)));
        for (Voice voice : forecast.pool().voices())
            said.put("voice_" + DisplayNames.key(voice.member()), prediction(visible, forecast, voice.curves()));
        return said;
    }

    private CurveDistribution curves(StudyForecast forecast) {
        if (alone.isEmpty()) return forecast.pool();
        return forecast.pool().voices().stream()
                .filter(voice -> voice.member() == alone.get())
                .map(Voice::curves)
                .findFirst()
                .orElseThrow();
    }

    private static Prediction prediction(StudyRows study, StudyForecast forecast, CurveDistribution curves) {
        double[] crossing = nats(curves.crossing(EmergenceCriterion.level(study.task())), forecast.axis());
        if (crossing.length == 0)
            return Prediction.abstain("No losses that fall with compute link doublings of compute to a loss.");
        DoublingsDistribution elbow = curves.elbow()
                .orElseGet(
                        () -> curves.crossing(Math.max(LEAST_LEVEL, study.task().trivialAccuracy())));
        return new Prediction(
                nats(elbow, forecast.axis()),
                crossing,
                Optional.of((plan, leastRight) -> answer(study, forecast, curves, plan, leastRight)),
                Optional.empty());
    }

    /** Equally likely losses; one that is not above 0 is reached by no run. */
    private static double[] nats(DoublingsDistribution when, DoublingsAxis axis) {
        return Arrays.stream(OccurrenceOnPath.lossesNats(when, axis))
                .map(loss -> loss > 0 ? loss : Double.NEGATIVE_INFINITY)
                .toArray();
    }

    private static Prediction.Answer answer(
            StudyRows study, StudyForecast forecast, CurveDistribution curves, PlannedRun plan, int leastRight) {
        OptionalDouble place = forecast.axis()
                .place(
                        plan.pretrainLossNats(),
                        study.losses().path().complete(plan.params(), plan.tokens(), plan.trainFlops()));
        if (place.isEmpty()) return Prediction.Answer.NONE;
        AccuracyDistribution accuracy = curves.accuracy(place.getAsDouble(), plan.evalItems());
        return new Prediction.Answer(
                OptionalDouble.of(Forecaster.exceeds(accuracy, leastRight, plan.evalItems())),
                Optional.of(Forecaster.interval(accuracy)));
    }
}
