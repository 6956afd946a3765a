package org.emergencelaw.rival;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.LawForecaster;
import org.emergencelaw.law.LawDraw;

/**
 * The emergence law of this product. It abstains where its verdict is that the data cannot tell.
 *
 * @param options of the fit; its seed gives way to that of the prediction
 */
record LawRival(String key, String description, FitOptions options) implements Rival {

    private static final Set<Verdict> SILENT =
            Set.of(Verdict.NOT_IDENTIFIED, Verdict.NO_SIGNAL, Verdict.MISFIT, Verdict.BELOW_CHANCE);

    @Override
    public Prediction predict(StudyRows study, long seed) {
        FittedStudy fitted = EmergenceFitter.fit(study, options.withSeed(seed));
        if (fitted.draws().isEmpty() || SILENT.contains(fitted.fit().verdict()))
            return Prediction.abstain(fitted.fit().summary());
        LawForecaster forecaster = new LawForecaster(fitted);
        return new Prediction(
                fitted.draws().stream().mapToDouble(LawDraw::emergenceLossNats).toArray(),
                fitted.draws().stream()
                        .mapToDouble(draw -> crossing(draw, EmergenceCriterion.level(study.task())))
                        .toArray(),
                Optional.of((plan, leastRight) -> new Prediction.Answer(
                        OptionalDouble.of(forecaster.reaches(plan, leastRight)),
                        Optional.of(forecaster.accuracy(plan)))),
                Optional.empty());
    }

    /** Loss at which the few-shot line of a draw reaches the level; the elbow itself where its floor lies higher. */
    private static double crossing(LawDraw draw, double level) {
        double floor = draw.curve().floor() + draw.curve().fewShotShift();
        if (floor >= level) return draw.emergenceLossNats();
        return draw.curve().slope() > 0
                ? draw.emergenceLossNats() - (level - floor) / draw.curve().slope()
                : Double.NEGATIVE_INFINITY;
    }
}
