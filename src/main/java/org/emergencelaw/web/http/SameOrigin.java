package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.log.SecurityEvents;

/**
 * Refuses what another site's page makes a browser send: writes, and reads too, for these may cost work; a link to a page of this
 * service that somebody follows is let through. Browsers say where a request comes from in headers that pages cannot set; programs
 * that are no browser send none of them and pass.
 */
public final class SameOrigin {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String CARDS = "/embed/";
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final boolean framed;

    /** @param framed whether other sites may show cards of this service in a frame; which ones, the cards themselves say */
    public SameOrigin(boolean framed) {
        this.framed = framed;
    }

    public void require(Context ctx) {
        boolean card = framed
                && READS.contains(ctx.method().name())
                && "navigate".equals(ctx.header("Sec-Fetch-Mode"))
                && "iframe".equals(ctx.header("Sec-Fetch-Dest"))
                && ctx.path().startsWith(CARDS);
        boolean link = READS.contains(ctx.method().name())
                && "navigate".equals(ctx.header("Sec-Fetch-Mode"))
                && "document".equals(ctx.header("Sec-Fetch-Dest"));
        if (link || card) return;
        String site = ctx.header("Sec-Fetch-Site");
        String origin = ctx.header("Origin");
        boolean own = site != null
                ? OWN.contains(site.toLowerCase(Locale.ROOT))
                : origin == null || hostOf(origin).equalsIgnoreCase(String.valueOf(ctx.header("Host")));
        if (own) return;
        SecurityEvents.CROSS_SITE_REFUSED.happened(ctx);
        throw new Refused(
                ProblemCode.OTHER_SITE,
                403,
                "this request was sent by a page of another site; open this service's own page and send it there");
    }

    /** Host and port of an origin, as in the Host header; {@code null} and other nonsense stay as they are. */
    private static String hostOf(String origin) {
        int at = origin.indexOf("://");
        return at < 0 ? origin : origin.substring(at + 3);
    }
}
