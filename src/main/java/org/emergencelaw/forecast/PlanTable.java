package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;

/**
 * Forecasts of a list of plans, and the cheapest of them that is likely enough to work.
 *
 * @param wanted probability of reaching the named level that a plan must have
 * @param verdict on the law
 * @param plans in the order given
 * @param cheapest the one with the least compute among those that reach it
 * @param answer in one sentence
 */
public record PlanTable(double wanted, Verdict verdict, List<Row> plans, Optional<Row> cheapest, String answer) {

    /** Further plans that a warning names. */
    private static final int NAMED = 5;

    /**
     * One plan.
     *
     * @param name as given, else the number of the plan in the list
     * @param enough whether it reaches what is wanted
     * @param claim as a forecast of this plan alone says it
     * @param warnings likewise
     */
    public record Row(
            String name,
            Forecast.Planned plannedRun,
            OptionalDouble level,
            OptionalDouble pReachesLevel,
            OptionalDouble pExceedsTrivial,
            OptionalDouble pPastElbow,
            Optional<Interval90> accuracy,
            Optional<StudyForecast.Basis> basis,
            OptionalDouble extrapolationFactor,
            Optional<EmergenceOnPath> emergenceOnPath,
            boolean enough,
            String claim,
            List<Warning> warnings) {}

    /** A plan with what to call it. */
    public record Named(String name, PlannedRun plan) {}

    /** @param wanted above 0, below 1 */
    public static PlanTable of(Forecaster forecaster, List<Named> plans, double wanted) {
        if (!(wanted > 0 && wanted < 1))
            throw new IllegalArgumentException("p must be above 0 and below 1, was " + wanted);
        List<Row> rows = new ArrayList<>();
        for (Named named : plans) rows.add(row(named.name(), forecaster.forecast(named.plan()), wanted));
        Optional<Row> cheapest = rows.stream()
                .filter(row -> row.enough && row.plannedRun.trainFlops().isPresent())
                .min(Comparator.comparingDouble(
                        row -> row.plannedRun.trainFlops().getAsDouble()));
        Verdict verdict = forecaster.fitted().fit().verdict();
        String answer = ForecastSummary.lead(verdict, answer(rows, cheapest, wanted));
        return new PlanTable(wanted, verdict, List.copyOf(rows), cheapest, answer);
    }

    /** What to know before one relies on it: first what is said of every plan, then each code once, with the plans that it is said of. */
    public List<Warning> warnings() {
        Set<Warning> ofAll = new LinkedHashSet<>();
        Map<String, List<Row>> others = new LinkedHashMap<>();
        for (Row row : plans)
            for (Warning warning : row.warnings)
                if (plans.stream().allMatch(each -> each.warnings.contains(warning))) ofAll.add(warning);
                else
                    others.computeIfAbsent(warning.code(), first -> new ArrayList<>())
                            .add(row);
        List<Warning> warnings = new ArrayList<>(ofAll);
        others.forEach((code, rows) -> warnings.add(new Warning(code, ofSome(code, rows))));
        return warnings;
    }

    private static String ofSome(String code, List<Row> rows) {
        String message = rows.get(0).warnings.stream()
                .filter(warning -> warning.code().equals(code))
                .findFirst()
                .orElseThrow()
                .message();
        List<String> names = rows.stream().map(Row::name).distinct().toList();
        return names.get(0) + ": " + message
                + (names.size() == 1
                        ? ""
                        : " Likewise "
                                + names.stream().skip(1).limit(NAMED).collect(Collectors.joining(", "))
                                + (names.size() > NAMED + 1
                                        ? " and " + DisplayNumbers.plural(names.size() - NAMED - 1, "other plan")
                                        : "")
                                + ".");
    }

    private static Row row(String name, Forecast forecast, double wanted) {
        return new Row(
                name,
                forecast.plannedRun(),
                forecast.level(),
                forecast.pReachesLevel(),
                forecast.pExceedsTrivial(),
                forecast.pPastElbow(),
                forecast.accuracy(),
                forecast.basis(),
                forecast.extrapolationFactor(),
                forecast.emergenceOnPath(),
                forecast.pReachesLevel().orElse(0) >= wanted,
                forecast.claim(),
                forecast.warnings());
    }

    private static String answer(List<Row> rows, Optional<Row> cheapest, double wanted) {
        String goal = "a probability of " + DisplayNumbers.share(wanted) + " or more of reaching the named level";
        if (rows.stream().allMatch(row -> row.pReachesLevel.isEmpty()))
            return "These data give no forecast, so no plan can be said to have " + goal + ".";
        if (cheapest.isPresent())
            return "The cheapest of " + DisplayNumbers.plural(rows.size(), "plan") + " with " + goal + " is "
                    + cheapest.get().name + ": "
                    + DisplayNumbers.flops(cheapest.get().plannedRun.trainFlops()) + " FLOPs, "
                    + DisplayNumbers.percent(cheapest.get().pReachesLevel) + ".";
        double best = rows.stream()
                .mapToDouble(row -> row.pReachesLevel.orElse(0))
                .max()
                .orElse(0);
        return "None of the plans has " + goal + "; the best has " + DisplayNumbers.percent(best) + ".";
    }
}
