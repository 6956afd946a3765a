package org.emergencelaw.web.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import org.emergencelaw.format.Json;

/** Turns templates into pages. Every value in them is escaped, except {@link #data}, which is JSON. */
public final class Pages {

    /** Its path has the version, so that browsers may keep it for good. */
    public static final String CHART_LIBRARY = "/static/echarts-5.6.0.min.js";

    private static final String CHART_LIBRARY_RESOURCE =
            "/META-INF/resources/_static/echarts/5.6.0/dist/echarts.min.js";

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private final BasePath base;

    public Pages(BasePath base) {
        this.base = base;
    }

    /** Path below which this service is outside; empty for none. */
    public String root() {
        return base.path();
    }

    public void show(Context ctx, String template, Map<String, Object> parameters) {
        StringOutput page = new StringOutput();
        TEMPLATES.render(template, parameters, page);
        ctx.contentType("text/html; charset=utf-8").result(base.inPage(page.toString()));
    }

    /** An address of this service as it is outside, with its host. */
    public String outside(Context ctx, String address) {
        return ctx.scheme() + "://" + ctx.host() + base.path() + address;
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
