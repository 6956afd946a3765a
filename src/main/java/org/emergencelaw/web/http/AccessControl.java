package org.emergencelaw.web.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.log.AccessLog;
import org.emergencelaw.web.log.RequestIds;
import org.emergencelaw.web.log.SecurityEvents;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.access.AccessToken;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.access.Scope;

/**
 * Lets in who has a token that allows it, once there is any token: programs send it as {@code Authorization: Bearer}, a browser as the
 * cookie that it got when somebody signed in. What was done by a request that writes goes into the audit.
 */
public record AccessControl(AccessTokens tokens, BasePath base) {

    private static final String COOKIE = "emergence_law";
    private static final String ANYONE = "anyone";
    private static final Duration SIGNED_IN = Duration.ofDays(30);

    private static final Pattern OPEN = Pattern.compile("/(healthz|readyz|sign-in|sign-out|static/.*)");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern FOR_ADMINS = Pattern.compile("/api/v1/(backup|audit)");
    private static final Pattern CANCELS = Pattern.compile("/(api/v1/)?jobs/.*");
    private static final Pattern OF_THE_LEDGER =
            Pattern.compile("/.*/(lock|outcome|dispute|withdrawal|void|note|visibility)");

    /** @throws Refused; a person who looks at a page is led to where to sign in */
    public void require(Context ctx) {
        if (OPEN.matcher(ctx.path()).matches() || !tokens.needed()) return;
        Optional<AccessToken> token = secret(ctx).flatMap(tokens::of);
        if (token.isEmpty()) {
            SecurityEvents.TOKEN_REFUSED.happened(ctx);
            if (ErrorResponses.forPeople(ctx)) {
                ctx.redirect("/sign-in");
                ctx.skipRemainingHandlers();
                return;
            }
            ctx.header("WWW-Authenticate", "Bearer");
            throw new Refused(ProblemCode.TOKEN_NEEDED, 401, "send a token that holds, as Authorization: Bearer ...");
        }
        ctx.attribute(AccessLog.WHO, token.get().name());
        Scope needed = needed(ctx);
        if (!token.get().scope().allows(needed)) {
            SecurityEvents.SCOPE_REFUSED.happened(ctx);
            throw new Refused(ProblemCode.SCOPE_NEEDED, 403, "this takes a token with the scope " + needed.key());
        }
    }

    /** Name of the token by which somebody was let in; absent where none is needed. */
    public static Optional<String> who(Context ctx) {
        return Optional.ofNullable(ctx.attribute(AccessLog.WHO));
    }

    private static Scope needed(Context ctx) {
        String path = ctx.path();
        if (READS.contains(ctx.method().name())) return FOR_ADMINS.matcher(path).matches() ? Scope.ADMIN : Scope.READ;
        boolean deletes = ctx.method().name().equals("DELETE") || path.endsWith("/delete");
        if (deletes && !CANCELS.matcher(path).matches()) return Scope.ADMIN;
        return OF_THE_LEDGER.matcher(path).matches() ? Scope.LOCK : Scope.SUBMIT;
    }

    private static Optional<String> secret(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null && header.startsWith("Bearer "))
            return Optional.of(header.substring(7).strip());
        return Optional.ofNullable(ctx.cookie(COOKIE));
    }

    /** After a request: what it did, if it did anything. */
    public void record(Context ctx) {
        boolean refused = ctx.statusCode() >= 400;
        boolean shown = ctx.statusCode() == 200 && ErrorResponses.forPeople(ctx);
        boolean preview = "true".equals(ctx.queryParam("dry_run"));
        if (!refused && FOR_ADMINS.matcher(ctx.path()).matches() && ctx.path().endsWith("backup"))
            SecurityEvents.BACKUP_TAKEN.happened(ctx);
        if (READS.contains(ctx.method().name())
                || refused
                || shown
                || preview
                || OPEN.matcher(ctx.path()).matches()) return;
        String who = ctx.attribute(AccessLog.WHO);
        if (who == null && tokens.needed()) return;
        if (needed(ctx) == Scope.ADMIN) SecurityEvents.DELETED.happened(ctx);
        if (needed(ctx) == Scope.LOCK) SecurityEvents.LEDGER_WRITTEN.happened(ctx);
        tokens.record(
                who == null ? ANYONE : who, RequestIds.of(ctx), ctx.method().name() + " " + ctx.path());
    }

    /** @return whether the secret is that of a token that holds */
    public boolean signIn(Context ctx, String secret) {
        Optional<AccessToken> token = tokens.of(secret);
        if (token.isEmpty()) {
            SecurityEvents.SIGN_IN_REFUSED.happened(ctx);
            return false;
        }
        ctx.attribute(AccessLog.WHO, token.get().name());
        SecurityEvents.SIGNED_IN.happened(ctx);
        ctx.cookie(new Cookie(
                COOKIE,
                secret,
                base.ofCookies(),
                (int) SIGNED_IN.toSeconds(),
                BasePath.secure(ctx),
                true,
                null,
                SameSite.LAX));
        return true;
    }

    public void signOut(Context ctx) {
        ctx.removeCookie(COOKIE, base.ofCookies());
        ctx.redirect("/sign-in");
    }

    /** Page of the audit. */
    public void audit(Context ctx) {
        ctx.json(Listed.all(tokens.audit(Queries.count(ctx, "limit").orElse(1_000))));
    }
}
