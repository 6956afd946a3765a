package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;

/** Where a person gives a token, so that the browser may send it from then on. */
public record SignInPage(AccessControl access, Pages pages) {

    public void show(Context ctx) {
        pages.show(ctx, "signin.jte", Map.of("refused", false));
    }

    public void signIn(Context ctx) {
        String secret = FormFields.value(ctx, "token").orElse("").strip();
        if (access.signIn(ctx, secret)) ctx.redirect("/", HttpStatus.SEE_OTHER);
        else pages.show(ctx.status(401), "signin.jte", Map.of("refused", true));
    }
}
