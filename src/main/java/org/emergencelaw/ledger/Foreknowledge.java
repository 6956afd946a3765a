package org.emergencelaw.ledger;

/** What the forecaster had already seen of the planned run when the forecast was locked. */
public enum Foreknowledge {
    /** The run had not begun. */
    NOTHING_RUN,
    /** The run was under way, and nothing of it was evaluated on the task. */
    RUNNING_NO_RESULTS,
    /** Results existed, and the forecaster had not looked at them. */
    RESULTS_UNOPENED,
    /** Results had been seen: a lesson, and no test of foresight. */
    RESULTS_SEEN
}
