package org.emergencelaw.web.log;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What concerns security, in lines of one form, for whoever watches the log: never what was sent, not even what was refused of it. */
public enum SecurityEvents {
    HOST_REFUSED,
    CROSS_SITE_REFUSED,
    TOKEN_REFUSED,
    SCOPE_REFUSED,
    SIGN_IN_REFUSED,
    SIGNED_IN,
    LEDGER_WRITTEN,
    DELETED,
    BACKUP_TAKEN;

    /** Name of their logger. */
    public static final String NAME = "security";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    /** Tells that it happened in a request. */
    public void happened(Context ctx) {
        String who = Optional.ofNullable(ctx.<String>attribute(AccessLog.WHO)).orElse("-");
        String line = "event={} request={} who={} client={} method={} path={}";
        Object[] values = {name().toLowerCase(Locale.ROOT), RequestIds.of(ctx), who, ctx.ip(), ctx.method(), ctx.path()
        };
        if (refused()) LOG.warn(line, values);
        else LOG.info(line, values);
    }

    private boolean refused() {
        return name().endsWith("REFUSED");
    }
}
