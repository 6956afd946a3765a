package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.SeriesCsv;
import org.emergencelaw.metric.MetaAnalysis;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Problem;

/** {@code /meta-analysis}: which metrics hold the sharp rises of an uploaded table. Nothing of it is kept. */
public final class MetaPage {

    /** Series on the page and in its twin; the command prints as many as asked for. */
    private static final int SHOWN = 200;

    private final Pages pages;

    public MetaPage(Pages pages) {
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param analysis absent before a table was given, and when it was refused
     * @param refusal the faults of a table
     */
    public record View(double highFrom, Optional<MetaAnalysis> analysis, String words, Optional<ImportResult> refusal) {

        static View empty() {
            return new View(MetaAnalysis.HIGH_FROM, Optional.empty(), "", Optional.empty());
        }

        static View of(InputStream csv, double highFrom) throws IOException {
            SeriesCsv.Read read = SeriesCsv.read(csv);
            if (!read.refusal().accepted())
                return new View(highFrom, Optional.empty(), "", Optional.of(read.refusal()));
            MetaAnalysis analysis = MetaAnalysis.of(read.series(), highFrom);
            return new View(highFrom, Optional.of(analysis.first(SHOWN)), analysis.words(), Optional.empty());
        }
    }

    public void register(RoutesConfig routes) {
        routes.get("/meta-analysis.json", ctx -> ctx.json(View.empty()));
        routes.get("/meta-analysis", ctx -> show(ctx, View.empty()));
        routes.post("/meta-analysis", ctx -> show(ctx, read(ctx)));
        routes.post("/meta-analysis.json", ctx -> answer(ctx, read(ctx)));
        routes.post("/api/v1/meta-analyses", ctx -> answer(ctx, read(ctx)));
    }

    private static View read(Context ctx) throws IOException {
        Optional<String> high = Optional.ofNullable(ctx.isMultipart() ? ctx.formParam("high") : ctx.queryParam("high"));
        OptionalDouble asked = NumberText.quantity("high", high);
        double highFrom = asked.orElse(MetaAnalysis.HIGH_FROM);
        if (!ctx.isMultipart()) return View.of(new ByteArrayInputStream(ctx.bodyAsBytes()), highFrom);
        UploadedFile file = ctx.uploadedFile("file");
        String pasted = Optional.ofNullable(ctx.formParam("text")).orElse("");
        if (file != null && file.size() > 0)
            try (InputStream content = file.content()) {
                return View.of(content, highFrom);
            }
        if (pasted.isBlank()) throw new BadRequestResponse("choose a CSV file, or paste its rows");
        return View.of(new ByteArrayInputStream(pasted.getBytes(StandardCharsets.UTF_8)), highFrom);
    }

    private static void answer(Context ctx, View view) {
        if (view.refusal().isPresent())
            ctx.status(422).json(Problem.refusal(view.refusal().get())).contentType(Problem.CONTENT_TYPE);
        else ctx.json(view);
    }

    private void show(Context ctx, View view) {
        if (view.refusal().isPresent()) ctx.status(422);
        pages.show(ctx, "meta.jte", Map.of("view", view, "data", pages.data(view)));
    }
}
