package org.emergencelaw.rival;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.member.Member;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.rival.FewShotCurveRival.Shape;

/** All rivals of a backtest and of a locked forecast. */
public final class Rivals {

    /** What the product answers. */
    public static final String COMBINED = "combined_forecast";

    /** The product's own law, by itself. */
    public static final String LAW = "emergence_law";

    public static final String LARGEST_SEEN = "largest_model_seen";

    /** The guess that looks at no accuracy. */
    public static final String CLIMATOLOGY = "four_times_compute";

    private static final List<Rival> ALL = List.of(
            new CurvesRival(COMBINED, "The combined forecast, which the product answers.", Optional.empty()),
            new LawRival(LAW, "The emergence law by its default method.", FitOptions.DEFAULT),
            new FreeSlopeRival("free_few_shot_slope", "The emergence law with a few-shot slope of its own."),
            new FewShotCurveRival("few_shot_relu", "A hinge in loss through few-shot rows alone.", Shape.RELU),
            new FewShotCurveRival(
                    "few_shot_logistic",
                    "A logistic curve in log compute through few-shot rows alone.",
                    Shape.LOGISTIC),
            new CurvesRival(
                    "compute_hinge", "A hinge in log compute through few-shot rows alone.", Optional.of(Member.HINGE)),
            new CurvesRival(
                    "log_compute_line",
                    "A straight line in log compute through the last half of the few-shot rows.",
                    Optional.of(Member.LINE)),
            new LastValueRival("last_value", "Accuracy stays at that of the strongest visible model."),
            new LogDataLineRival(
                    "elbow_line",
                    "Elbows seen at each data amount, extrapolated linearly in log data.",
                    EmergenceCriterion.ELBOW),
            new LogDataLineRival(
                    "crossing_line",
                    "Crossings of a fixed level at each data amount, extrapolated linearly in log data.",
                    EmergenceCriterion.CROSSING),
            new SurrogateRival(
                    "smooth_surrogate",
                    "A smooth measure extrapolated over loss, and a monotone link to accuracy learned on visible"
                            + " models."),
            new FourTimesComputeRival(CLIMATOLOGY, "It emerges at about four times the largest visible compute."),
            new Simple(LARGEST_SEEN, "It emerges right at the largest model seen.", Rivals::atLargestSeen),
            new Simple("never", "It never emerges.", study -> Prediction.of(new double[] {Double.NEGATIVE_INFINITY})));

    private Rivals() {}

    /** In the order in which tables show them, the combined forecast first and the emergence law beside it. */
    public static List<Rival> all() {
        return ALL;
    }

    /**
     * What curves through few-shot rows alone say that are no part of a forecast with such a basis; what several of them need is made
     * once.
     */
    static Map<Rival, Prediction> curvesBeside(StudyForecast.Basis basis, StudyRows study, long seed) {
        Map<Rival, Prediction> said = new LinkedHashMap<>();
        PlannedLoss losses = FewShotCurveRival.losses(study, seed);
        Optional<CurvesRival.Seen> alone = basis == StudyForecast.Basis.LAW
                ? Optional.of(CurvesRival.Seen.fewShot(study, seed))
                : Optional.empty();
        for (Rival rival : ALL)
            if (rival instanceof FewShotCurveRival curve) said.put(curve, curve.predict(study, losses, seed));
            else if (rival instanceof CurvesRival curve && curve.alone().isPresent())
                alone.ifPresent(seen -> said.put(curve, curve.predict(seen)));
        return said;
    }

    /**
     * What each voice of the combined forecast of these rows says by itself, by its key, such as {@code voice_hinge}; empty where there
     * is no forecast.
     */
    public static Map<String, Prediction> voices(StudyRows study, long seed) {
        return CurvesRival.voices(study, seed);
    }

    /** A rival without anything random. */
    private record Simple(String key, String description, Rule rule) implements Rival {

        interface Rule {
            Prediction predict(StudyRows study);
        }

        @Override
        public Prediction predict(StudyRows study, long seed) {
            return rule.predict(study);
        }
    }

    private static Prediction atLargestSeen(StudyRows study) {
        OptionalDouble least = study.rows().visible().stream()
                .flatMapToDouble(row -> row.checkpoint().pretrainLossNats().stream())
                .min();
        return least.isPresent()
                ? Prediction.of(new double[] {least.getAsDouble()})
                : Prediction.abstain("No visible checkpoint has a loss.");
    }
}
