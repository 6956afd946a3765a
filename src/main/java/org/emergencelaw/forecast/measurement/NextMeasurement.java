package org.emergencelaw.forecast.measurement;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.member.StudyForecast;

/**
 * What would tell us more: by how much each possible next measurement is expected to narrow the combined forecast of where few-shot
 * accuracy reaches the named level.
 *
 * <p>Preposterior analysis. A measurement is simulated under several truths that the forecast holds possible, and the forecast made
 * again with each: from the simulated rows themselves where it rests on few-shot rows ({@link FewShotMeasurement}), through what a
 * regression over the law's draws leaves open where it rests on the law ({@link LawMeasurement}).
 *
 * @param basis what the forecast rests on today
 * @param level accuracy that is asked for
 * @param spreadDoublings see {@link #spread}; today's
 * @param candidates the most telling first
 * @param answer in one sentence
 * @param law what would narrow the emergence law's own point of emergence; absent where there is no posterior of it
 */
public record NextMeasurement(
        StudyForecast.Basis basis,
        double level,
        double spreadDoublings,
        List<Option> candidates,
        String answer,
        Optional<LawNextMeasurement> law) {

    /** What lies farther past the strongest visible checkpoint, a thousand times its compute, counts as there. */
    static final double FARTHEST = 10;

    /**
     * A possible measurement.
     *
     * @param runs training and finetuning runs that it takes
     * @param expectedSpreadDoublings mean over the simulated outcomes
     * @param expectedNarrowing 1 less the expected spread over today's; negative where the forecast would rather widen
     * @param standardError of that, for the outcomes are few
     * @param outcomes simulated
     */
    public record Option(
            String key,
            String what,
            int runs,
            double expectedSpreadDoublings,
            double expectedNarrowing,
            double standardError,
            int outcomes) {

        static Option of(String key, String what, int runs, double today, double[] spreads) {
            int n = spreads.length;
            double mean = 0, squares = 0;
            for (double spread : spreads) mean += spread / n;
            for (double spread : spreads) squares += (spread - mean) * (spread - mean);
            double error = Math.sqrt(squares / (n - 1) / n);
            return new Option(key, what, runs, mean, 1 - mean / today, error / today, n);
        }
    }

    /** Of the task's usual level. */
    public static Optional<NextMeasurement> of(FittedStudy fitted) {
        return of(fitted, fitted.task().defaultLevel());
    }

    /** @return absent where these rows give no forecast, or one that rests on no data */
    public static Optional<NextMeasurement> of(FittedStudy fitted, double level) {
        return of(fitted, level, Optional.empty());
    }

    /** @param known the combined forecast of the fit, for whoever has it already */
    public static Optional<NextMeasurement> of(FittedStudy fitted, double level, Optional<StudyForecast> known) {
        if (StudyForecast.refusal(fitted.study()).isPresent()) return Optional.empty();
        FittedStudy sampled = sampled(fitted);
        StudyForecast now =
                known.filter(of -> sampled.draws().equals(fitted.draws())).orElseGet(() -> StudyForecast.of(sampled));
        if (now.basis() == StudyForecast.Basis.REFERENCE) return Optional.empty();
        // where losses do not fall with compute, the draws in nats have no place on the axis
        boolean byLaw = now.basis() == StudyForecast.Basis.LAW
                && now.axis().lossesNats(0).length > 0
                && sampled.draws().size() >= LawNextMeasurement.FEWEST_DRAWS;
        LawMeasurement law = LawMeasurement.of(sampled, now, level);
        double today = byLaw ? law.spread() : now.pool().crossingError(level, FARTHEST);
        List<Option> options = (byLaw ? law.options() : new FewShotMeasurement(fitted, now, level, today).options())
                .stream()
                        .sorted(Comparator.comparingDouble(option -> -option.expectedNarrowing()))
                        .toList();
        return Optional.of(new NextMeasurement(
                now.basis(), level, today, options, answer(level, today, options), LawNextMeasurement.of(fitted)));
    }

    /** With draws of the law's posterior, also where the fit was made by another method. */
    private static FittedStudy sampled(FittedStudy fitted) {
        boolean enough = fitted.draws().size() >= LawNextMeasurement.FEWEST_DRAWS;
        if (enough || fitted.rows().visible().finetuned().isEmpty()) return fitted;
        return EmergenceFitter.fit(fitted.study(), fitted.options().withMethod(FitOptions.Method.POSTERIOR));
    }

    private static String answer(double level, double today, List<Option> options) {
        String what = "the forecast of where " + DisplayNumbers.decimal3(level) + " is reached";
        if (options.isEmpty()) return "Nothing that could be measured next was found to narrow " + what + ".";
        Option best = options.get(0);
        if (best.expectedNarrowing < LawNextMeasurement.LEAST_NARROWING)
            return "No single next measurement is expected to narrow " + what + ", off by "
                    + DisplayNumbers.significant3(today) + " doublings of compute on average by its own account, by "
                    + DisplayNumbers.share(LawNextMeasurement.LEAST_NARROWING) + " or more.";
        return "The most informative next measurement is to " + LawNextMeasurement.toDo(best.key, best.what)
                + ": it is expected to narrow " + what + " by " + DisplayNumbers.share(best.expectedNarrowing)
                + " (from " + DisplayNumbers.significant3(today) + " to "
                + DisplayNumbers.significant3(best.expectedSpreadDoublings)
                + " doublings of error on average; " + DisplayNumbers.plural(best.outcomes, "simulated outcome")
                + ", standard error " + DisplayNumbers.share(best.standardError) + ")."
                + withoutTraining(best, options);
    }

    /** The best of those that train no model, where the best of all trains one. */
    private static String withoutTraining(Option best, List<Option> options) {
        if (!best.key.equals("checkpoint")) return "";
        return options.stream()
                .filter(option -> option != best && option.expectedNarrowing >= LawNextMeasurement.LEAST_NARROWING)
                .findFirst()
                .map(option -> " Without training another model: " + LawNextMeasurement.toDo(option.key, option.what)
                        + ", which is expected to narrow it by " + DisplayNumbers.share(option.expectedNarrowing) + ".")
                .orElse("");
    }
}
