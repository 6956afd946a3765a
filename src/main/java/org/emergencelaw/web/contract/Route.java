package org.emergencelaw.web.contract;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** One address, who answers it, and what it takes and gives. */
public record Route(HandlerType verb, String path, Handler handler, Contract contract) {

    /** Answers a request that asks for nothing that is not known here. */
    public void answer(Context ctx) throws Exception {
        contract.requireKnown(ctx);
        handler.handle(ctx);
    }

    /** The same answered by another. */
    Route with(Handler other) {
        return new Route(verb, path, other, contract);
    }
}
