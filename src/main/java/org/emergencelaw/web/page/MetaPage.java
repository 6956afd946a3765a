package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.SeriesCsv;
import org.emergencelaw.metric.MetaAnalysis;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Refused;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.Problem;

/** Which metrics hold the sharp rises of an uploaded table. Nothing of it is kept. */
public record MetaPage(Pages pages) {

    /** Series on the page and in its JSON; the command prints as many as asked for. */
    private static final int SHOWN = 200;

    /**
     * What the page and its JSON show.
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

    public void show(Context ctx) {
        show(ctx, View.empty());
    }

    public void empty(Context ctx) {
        ctx.json(View.empty());
    }

    /** Analyses what the form sent. */
    public void analyse(Context ctx) throws IOException {
        show(ctx, read(ctx));
    }

    /** The same for programs. */
    public void answer(Context ctx) throws IOException {
        View view = read(ctx);
        if (view.refusal().isPresent())
            ctx.status(422).json(Problem.refusal(view.refusal().get())).contentType(Problem.CONTENT_TYPE);
        else ctx.json(view);
    }

    private static View read(Context ctx) throws IOException {
        Optional<String> high =
                ctx.isMultipart() ? FormFields.value(ctx, "high") : Optional.ofNullable(ctx.queryParam("high"));
        OptionalDouble asked = NumberText.quantity("high", high);
        double highFrom = asked.orElse(MetaAnalysis.HIGH_FROM);
        Optional<ImportFile> file = ctx.isMultipart()
                ? UploadedRows.uploaded(ctx).stream().findFirst()
                : Optional.of(UploadedRows.body(ctx, ""));
        if (file.isPresent())
            try (InputStream content = file.get().open()) {
                return View.of(content, highFrom);
            }
        String pasted = FormFields.value(ctx, "text").orElse("");
        if (pasted.isBlank()) throw new Refused(ProblemCode.NOTHING_SENT, 400, "choose a CSV file, or paste its rows");
        return View.of(new ByteArrayInputStream(pasted.getBytes(StandardCharsets.UTF_8)), highFrom);
    }

    private void show(Context ctx, View view) {
        if (view.refusal().isPresent()) ctx.status(422);
        pages.show(ctx, "meta.jte", Map.of("view", view, "data", pages.data(view)));
    }
}
