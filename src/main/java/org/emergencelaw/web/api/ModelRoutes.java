package org.emergencelaw.web.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** {@code /api/v1/models}: what is known of models that evaluation results do not say, for all studies. */
public final class ModelRoutes {

    private static final String PATH = "/api/v1/models";

    private final Workspace desk;
    private final Idempotency idempotency;

    public ModelRoutes(Workspace desk, Idempotency idempotency) {
        this.desk = desk;
        this.idempotency = idempotency;
    }

    public void register(RoutesConfig routes) {
        routes.get(PATH, ctx -> ctx.json(listed(desk.database().models().all())));
        routes.get(PATH + ".csv", this::csv);
        routes.post(PATH, this::add);
        routes.delete(PATH, this::delete);
    }

    private void delete(Context ctx) {
        String model = Optional.ofNullable(ctx.queryParam("model")).orElse("");
        String revision = Optional.ofNullable(ctx.queryParam("revision")).orElse("");
        idempotency.atomically(ctx, () -> {
            desk.forget(KnownModel.unknown(model, revision));
            ctx.status(204);
        });
    }

    private static StudyRoutes.Listed<KnownModel> listed(List<KnownModel> models) {
        return new StudyRoutes.Listed<>(models, Optional.empty());
    }

    private void csv(Context ctx) throws IOException {
        StringWriter text = new StringWriter();
        ModelTable.write(desk.database().models().all(), text);
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"models.csv\"")
                .result(text.toString());
    }

    private void add(Context ctx) throws IOException {
        ModelTable.Reading read = ModelTable.read(ImportFile.of("models.csv", ctx.bodyAsBytes()));
        if (!read.errors().isEmpty()) {
            ImportResult refused = new ImportResult(0, List.of(), read.errors(), 0, List.of());
            ctx.status(422).json(Problem.refusal(refused)).contentType(Problem.CONTENT_TYPE);
            return;
        }
        idempotency.atomically(ctx, () -> {
            desk.database().models().put(read.models());
            ctx.status(201).json(listed(read.models()));
        });
    }
}
