package org.emergencelaw.format;

import java.util.Locale;

/**
 * Why a request was refused, for programs: a code never changes its meaning, whatever becomes of the words beside it. The guide to the
 * addresses lists all of them, and a test compares the two.
 */
public enum ProblemCode {
    REQUIRED,
    OUT_OF_RANGE,
    NOT_ONE_OF,
    WRONG_TYPE,
    WRONG_LENGTH,
    UNKNOWN_FIELD,
    UNKNOWN_PARAMETER,
    NOT_TOGETHER,
    RULE_BROKEN,
    TASK_UNKNOWN,
    TASKS_DIFFER,
    NO_COMPUTE,
    NO_LEVEL,
    NOTHING_TO_LOCK,
    RESULTS_SEEN,
    NOT_OF_THE_RUN,
    OTHER_MEASURE,
    ROWS_REFUSED,
    UNCONVERGED_CHAIN,
    UNREADABLE_JSON,
    UNREADABLE_MULTIPART,
    UNREADABLE_REQUEST,
    NOTHING_SENT,
    TOKEN_NEEDED,
    SCOPE_NEEDED,
    OTHER_SITE,
    OTHER_HOST,
    NO_SUCH_ADDRESS,
    NO_SUCH_STUDY,
    NO_SUCH_FIT,
    NO_SUCH_FORECAST,
    NO_SUCH_LOCKED_FORECAST,
    NO_SUCH_JOB,
    NO_SUCH_SUITE,
    NO_SUCH_WATCH,
    NO_SUCH_MODEL,
    NO_SUCH_ROW,
    NO_SUCH_EXAMPLE_STUDY,
    NO_SUCH_FILE,
    VERB_NOT_ALLOWED,
    FORECAST_NEVER_CHANGES,
    NOT_ACCEPTABLE,
    TOO_SLOW,
    TOO_LARGE,
    WRONG_CONTENT_TYPE,
    ID_TAKEN,
    ROWS_CHANGED,
    HAS_ROWS,
    MIXED_ROWS,
    TOO_MANY_ROWS,
    FIT_UNREADABLE,
    NOTHING_TO_MEASURE,
    JOB_ENDED,
    JOB_FAILED,
    WATCHES_FULL,
    LOCK_UNDER_WAY,
    BACKUP_BY_SERVER,
    FORECAST_LOCKED,
    FORECAST_NOT_LOCKED,
    STANDING_FORBIDS,
    KEY_IN_USE,
    KEY_REUSED,
    BUSY,
    TOOK_TOO_LONG,
    JOBS_WAIT,
    FORECASTS_WAIT,
    DATABASE_BUSY,
    NO_ROOM,
    FAULT;

    private static final String MISSING = "no_such_";

    /** As it stands in an answer. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What is not there, in words.
     *
     * @throws IllegalStateException if this is no code of something that is not there
     */
    public String missingThing() {
        if (!key().startsWith(MISSING))
            throw new IllegalStateException(key() + " says of nothing that it is not there");
        return key().substring(MISSING.length()).replace('_', ' ');
    }
}
