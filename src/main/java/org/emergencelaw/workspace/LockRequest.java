package org.emergencelaw.workspace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ledger.ClaimedEvent;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.ledger.ResolutionRule;

/**
 * Terms of a lock; what is left out is the default.
 *
 * @param level of the test
 * @param event what is claimed; the named level of the forecast, where it has one and no terms of the test are given
 */
public record LockRequest(
        Instant deadline,
        Foreknowledge seen,
        String assumptions,
        Optional<Boolean> backtest,
        OptionalDouble level,
        OptionalDouble minimumEffect,
        Optional<String> model,
        OptionalDouble computeTolerance,
        Optional<String> answerFilter,
        Optional<String> harnessVersion,
        Optional<ClaimedEvent> event) {

    /** @throws IllegalArgumentException if a named level is asked for of a forecast that has none */
    LockTerms terms(Forecast forecast) {
        boolean named = claims(forecast) == ClaimedEvent.LEVEL;
        if (named && forecast.pReachesLevel().isEmpty())
            throw new BrokenRuleException(
                    ProblemCode.NO_LEVEL,
                    "event",
                    "event must be exceeds_trivial: this forecast says nothing of a named level");
        return terms(forecast.plannedRun().evalItems(), named ? forecast.level() : OptionalDouble.empty());
    }

    /**
     * What no forecast at all could be locked with is refused before many are made.
     *
     * @throws IllegalArgumentException that names it
     */
    public void require(Instant now) {
        terms(1, OptionalDouble.empty()).rule().requireOpen(now);
    }

    private LockTerms terms(int evalItems, OptionalDouble namedLevel) {
        return new LockTerms(
                new ResolutionRule(
                        level.orElse(Forecaster.TEST_LEVEL), minimumEffect.orElse(0), evalItems, deadline, namedLevel),
                seen,
                backtest.orElse(false),
                assumptions,
                model,
                computeTolerance.orElse(LockTerms.DEFAULT_TOLERANCE),
                answerFilter.orElse(""),
                harnessVersion.orElse(""));
    }

    /** As asked; terms of the test without an event mean the test. */
    private ClaimedEvent claims(Forecast forecast) {
        boolean test = level.isPresent() || minimumEffect.orElse(0) > 0;
        return event.orElse(
                test || forecast.pReachesLevel().isEmpty() ? ClaimedEvent.EXCEEDS_TRIVIAL : ClaimedEvent.LEVEL);
    }

    /** A deadline that is given as a day, which is meant to its end. */
    public static Instant endOf(String day) {
        if (day.isBlank()) throw new IllegalArgumentException("deadline must be a day such as 2027-06-30, was empty");
        try {
            return LocalDate.parse(day).atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException broken) {
            throw new IllegalArgumentException("deadline must be a day such as 2027-06-30, was " + day, broken);
        }
    }
}
