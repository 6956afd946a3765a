package org.emergencelaw.workspace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.ledger.ResolutionRule;

/** Terms of a lock; what is left out is the default. */
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
        Optional<String> harnessVersion) {

    /** @param evalItems as in the forecast */
    LockTerms terms(int evalItems) {
        return new LockTerms(
                new ResolutionRule(level.orElse(Forecaster.TEST_LEVEL), minimumEffect.orElse(0), evalItems, deadline),
                seen,
                backtest.orElse(false),
                assumptions,
                model,
                computeTolerance.orElse(LockTerms.DEFAULT_TOLERANCE),
                answerFilter.orElse(""),
                harnessVersion.orElse(""));
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
