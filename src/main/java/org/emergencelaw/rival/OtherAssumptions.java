package org.emergencelaw.rival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.Spread;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.statistics.Accuracy;

/**
 * What else could be assumed of a study, to be asked of every planned run: the forecast under other forms of the emergence law, and
 * the rivals that draw a curve through few-shot rows. Making it costs about as much as the forecaster itself, asking it little.
 */
public final class OtherAssumptions {

    /** Enough that what is scored on them is the true accuracy. */
    private static final int ITEMS = 1_000_000;

    private final Forecaster forecaster;
    private final Map<EmergenceLawForm, StudyForecast> forms = new LinkedHashMap<>();
    private final Map<Rival, Prediction> curves = new LinkedHashMap<>();
    /** By the level: every plan of a list asks for the same. */
    private final Map<Double, Map<EmergenceLawForm, DoublingsDistribution>> crossings = new ConcurrentHashMap<>();

    public OtherAssumptions(Forecaster forecaster) {
        this.forecaster = forecaster;
        if (forecaster.combined().isEmpty()) return;
        FittedStudy fitted = forecaster.fitted();
        StudyForecast combined = forecaster.combined().get();
        Optional<EmergenceLawForm> chosen = combined.law().map(LawInDoublings::form);
        forms.putAll(combined.under(
                Arrays.stream(EmergenceLawForm.values())
                        .filter(form -> !chosen.equals(Optional.of(form)))
                        .toList(),
                fitted));
        curves.putAll(Rivals.curvesBeside(
                combined.basis(), fitted.study(), fitted.fit().seed()));
    }

    /** A forecast with how far it moves; as it is where it has no numbers. */
    public Forecast beside(Forecast forecast, PlannedRun plan) {
        if (forecast.voices().isEmpty()) return forecast;
        List<Spread.Said> said = new ArrayList<>(Spread.said(forecast.voices().get()));
        double doublings = forecast.plannedRun().doublings().orElseThrow();
        double level = forecaster.level(plan);
        crossings
                .computeIfAbsent(level, this::crossings)
                .forEach((form, crossing) -> said.add(new Spread.Said(
                        Spread.Of.LAW_FORM,
                        DisplayNames.key(form),
                        "the law " + form.formula(),
                        crossing.cdf(doublings))));
        curves.forEach((rival, prediction) -> curve(prediction, plan, level)
                .ifPresent(p -> said.add(new Spread.Said(Spread.Of.FEW_SHOT_CURVE, rival.key(), words(rival), p))));
        return forecast.with(Spread.of(said));
    }

    private Map<EmergenceLawForm, DoublingsDistribution> crossings(double level) {
        Map<EmergenceLawForm, DoublingsDistribution> found = new LinkedHashMap<>();
        forms.forEach((form, study) -> found.put(form, study.pool().crossing(level)));
        return found;
    }

    private static OptionalDouble curve(Prediction prediction, PlannedRun plan, double level) {
        if (prediction.outlook().isEmpty()) return OptionalDouble.empty();
        return prediction
                .outlook()
                .get()
                .of(plan.evaluatedOn(ITEMS), Accuracy.leastRight(ITEMS, level))
                .pReaches();
    }

    /** "A hinge in loss through few-shot rows alone." in the middle of a sentence. */
    private static String words(Rival rival) {
        String description = rival.description();
        return Character.toLowerCase(description.charAt(0)) + description.substring(1, description.length() - 1);
    }
}
