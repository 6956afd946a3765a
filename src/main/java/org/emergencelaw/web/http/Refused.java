package org.emergencelaw.web.http;

import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.emergencelaw.format.ProblemCode;

/** A request that is not taken as it is, whatever it asks for. */
public final class Refused extends HttpResponseException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;

    public Refused(ProblemCode code, int status, String message) {
        super(status, message, Map.of());
        this.code = code;
    }

    public ProblemCode code() {
        return code;
    }
}
