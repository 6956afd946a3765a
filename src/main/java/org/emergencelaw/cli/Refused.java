package org.emergencelaw.cli;

import org.emergencelaw.web.Problem;

/** Input that breaks rules, with every faulty row; the exit status is 2. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /** @param where the file, or the service that said no */
    Refused(String where, Problem problem) {
        super(where + ": " + problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
