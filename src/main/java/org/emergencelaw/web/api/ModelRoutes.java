package org.emergencelaw.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** What is known of models that evaluation results do not say, for all studies. */
public record ModelRoutes(Workspace workspace, Idempotency idempotency) {

    public void list(Context ctx) {
        ctx.json(Listed.all(workspace.models()));
    }

    public void csv(Context ctx) throws IOException {
        StringWriter text = new StringWriter();
        ModelTable.write(workspace.models(), text);
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"models.csv\"")
                .result(text.toString());
    }

    public void add(Context ctx) throws IOException {
        ModelTable.Reading read = ModelTable.read(UploadedRows.body(ctx, "models.csv"));
        if (!read.errors().isEmpty()) {
            ImportResult refused = new ImportResult(0, List.of(), read.errors(), 0, List.of());
            ctx.status(422).json(Problem.refusal(refused)).contentType(Problem.CONTENT_TYPE);
            return;
        }
        idempotency.atomically(ctx, () -> {
            workspace.learn(read.models());
            ctx.status(201).json(Listed.all(read.models()));
        });
    }

    public void delete(Context ctx) {
        KnownModel model = KnownModel.unknown(Queries.text(ctx, "model"), Queries.text(ctx, "revision"));
        idempotency.atomically(ctx, () -> {
            workspace.forget(model);
            ctx.status(204);
        });
    }
}
