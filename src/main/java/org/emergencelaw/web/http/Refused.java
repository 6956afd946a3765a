package org.emergencelaw.web.http;

import io.javalin.http.HttpResponseException;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.BrokenRule;
import org.emergencelaw.format.ProblemCode;

/** A request that is not taken as it is, whatever it asks for. */
public final class Refused extends HttpResponseException {

    private static final long serialVersionUID = 1;

    private final transient BrokenRule rule;

    public Refused(ProblemCode code, int status, String message) {
        this(new BrokenRule(code, Optional.empty()), status, message);
    }

    /** @param field that is at fault */
    public Refused(ProblemCode code, int status, String field, String message) {
        this(new BrokenRule(code, Optional.of(field)), status, message);
    }

    private Refused(BrokenRule rule, int status, String message) {
        super(status, message, Map.of());
        this.rule = rule;
    }

    BrokenRule rule() {
        return rule;
    }
}
