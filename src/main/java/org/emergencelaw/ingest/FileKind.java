package org.emergencelaw.ingest;

/** What a file of an import holds. */
public enum FileKind {
    OBSERVATIONS_CSV,
    OBSERVATIONS_JSON,
    /** Rows that were exported as records of every_eval_ever. */
    OBSERVATION_RECORDS,
    MODELS,
    /** Of an evaluation program that is read. */
    RUN,
    /** Almost a file of such a program. */
    NEARLY_A_RUN,
    /** Of an evaluation program that is known and not read. */
    FOREIGN;

    /** Whether it is of an evaluation program, and no table. */
    public boolean ofProgram() {
        return this == RUN || this == NEARLY_A_RUN || this == FOREIGN;
    }
}
