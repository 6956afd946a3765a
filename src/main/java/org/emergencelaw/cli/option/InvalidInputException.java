package org.emergencelaw.cli.option;

import org.emergencelaw.workspace.Problem;

/** Input that breaks rules, with every faulty row; the exit status is 2. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /** @param where the file, or the service that said no */
    public InvalidInputException(String where, Problem problem) {
        super(where + ": " + problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
