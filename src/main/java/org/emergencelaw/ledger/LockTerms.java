package org.emergencelaw.ledger;

import java.util.Optional;

/**
 * What the forecaster states when a forecast is locked.
 *
 * @param rule how the claim will be decided
 * @param seen what was already known of the run
 * @param backtest whether this is an exercise on a run that was hidden on purpose; it never counts as foresight
 * @param assumptions what must hold for the forecast to mean anything, in words
 * @param model name that the run's results will carry; where absent, its compute must tell it
 * @param computeTolerance how far the compute of the run may be from the plan, as a fraction of it
 * @param answerFilter how answers will be extracted; empty when not stated
 * @param harnessVersion what will evaluate the run, with its version; empty when not stated
 */
public record LockTerms(
        ResolutionRule rule,
        Foreknowledge seen,
        boolean backtest,
        String assumptions,
        Optional<String> model,
        double computeTolerance,
        String answerFilter,
        String harnessVersion) {

    public static final double DEFAULT_TOLERANCE = 0.1;

    private static final int LONGEST_TEXT = 5_000;
    private static final int LONGEST_NAME = 200;

    public LockTerms {
        if (assumptions.isBlank())
            throw new IllegalArgumentException(
                    "assumptions must be stated, for example: same recipe and data mix as the small models");
        requireAtMost("assumptions", assumptions, LONGEST_TEXT);
        model = model.map(String::strip).filter(name -> !name.isEmpty());
        model.ifPresent(name -> requireAtMost("model", name, LONGEST_NAME));
        requireAtMost("answer_filter", answerFilter, LONGEST_NAME);
        requireAtMost("harness_version", harnessVersion, LONGEST_NAME);
        if (!(computeTolerance > 0 && computeTolerance <= 1))
            throw new IllegalArgumentException(
                    "compute_tolerance must be above 0 and at most 1, was " + computeTolerance);
    }

    /** Whether the forecast can count as foresight. */
    public boolean prospective() {
        return !backtest && seen != Foreknowledge.RESULTS_SEEN;
    }

    static void requireAtMost(String field, String text, int longest) {
        if (text.length() > longest)
            throw new IllegalArgumentException(
                    field + " must have at most " + longest + " characters, had " + text.length());
    }
}
