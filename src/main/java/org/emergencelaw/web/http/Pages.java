package org.emergencelaw.web.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.emergencelaw.format.Json;

/** Turns templates into pages. Every value in them is escaped, except {@link #data}, which is JSON. */
public final class Pages {

    /** Its path has the version, so that browsers may keep it for good. */
    public static final String CHART_LIBRARY = "/static/echarts-5.6.0.min.js";

    private static final String CHART_LIBRARY_RESOURCE =
            "/META-INF/resources/_static/echarts/5.6.0/dist/echarts.min.js";

    private static final int ERROR = 400;

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    /** The style sheet, for pages that stand by themselves. */
    private static final String STYLE = style();

    /** What such a page may do: show itself. */
    public static final String ALONE = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; img-src data:; base-uri 'none'; form-action 'none'";

    private final BasePath base;
    private final List<String> framedBy;

    public Pages(BasePath base) {
        this(base, List.of());
    }

    /** @param framedBy origins of the sites that may show cards of this service in a frame */
    public Pages(BasePath base, List<String> framedBy) {
        this.base = base;
        this.framedBy = framedBy;
    }

    public List<String> framedBy() {
        return framedBy;
    }

    /** Path below which this service is outside; empty for none. */
    public String root() {
        return base.path();
    }

    public void show(Context ctx, String template, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        // what is wrong with it is told where a page is made, not again where that is told
        all.put("path", ctx.statusCode() < ERROR ? GuidedPath.of(ctx) : GuidedPath.NONE);
        all.put("framed", !framedBy.isEmpty());
        ctx.contentType("text/html; charset=utf-8").result(base.inPage(text(template, all)));
    }

    /** A page as its template writes it, with addresses as they are inside the service. */
    public String text(String template, Map<String, Object> parameters) {
        StringOutput page = new StringOutput();
        TEMPLATES.render(template, parameters, page);
        return page.toString();
    }

    /** The style sheet, as it stands inside a page. */
    public static String styleSheet() {
        return STYLE;
    }

    private static String style() {
        try (InputStream file = Objects.requireNonNull(
                Pages.class.getResourceAsStream("/org/emergencelaw/web/static/style.css"), "style.css")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JVM has SHA-256", missing);
        }
    }

    /** An address of this service as it is outside, with its host. */
    public String outside(Context ctx, String address) {
        return (BasePath.secure(ctx) ? "https" : "http") + "://" + ctx.host() + base.path() + address;
    }

    /** A page of a record alone. */
    public void show(Context ctx, String template, Object view) {
        show(ctx, template, Map.of("view", view, "data", data(view)));
    }

    /** From the class path, where the library's jar has it. */
    public static void chartLibrary(Context ctx) {
        ctx.header("Cache-Control", "public, max-age=31536000, immutable")
                .contentType("text/javascript; charset=utf-8")
                .result(Objects.requireNonNull(
                        Pages.class.getResourceAsStream(CHART_LIBRARY_RESOURCE), CHART_LIBRARY_RESOURCE));
    }

    /** A record as JSON that may stand inside a script element: nothing in it can close the element. */
    public String data(Object view) {
        return Json.write(view).replace("<", "\\u003c");
    }
}
