package org.emergencelaw.web.page.submit;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.web.http.FormFields;

/**
 * How files are to be understood; blank means nothing special.
 *
 * @param models text of models.csv
 * @param metric of harness files
 * @param modelName of harness files that name no model
 * @param filter of harness files
 * @param mapping assignments of columns, one a line
 */
public record Reading(String models, String metric, String filter, String modelName, String mapping) {

    static final Reading PLAIN = new Reading("", "", "", "", "");

    static Reading of(Context ctx) {
        return new Reading(
                text(ctx, "models"),
                text(ctx, "metric"),
                text(ctx, "filter"),
                text(ctx, "model_name"),
                text(ctx, "mapping"));
    }

    private static String text(Context ctx, String field) {
        return FormFields.value(ctx, field).orElse("").strip();
    }

    /** Whether it says something of harness files. */
    public boolean ofHarness() {
        return !(models + metric + filter + modelName).isEmpty();
    }

    ScoreSelection choice() {
        return new ScoreSelection(
                Optional.of(metric).filter(text -> !text.isEmpty()),
                Optional.of(filter).filter(text -> !text.isEmpty()),
                Optional.of(modelName).filter(text -> !text.isEmpty()));
    }

    List<String> lines() {
        return mapping.lines().filter(line -> !line.isBlank()).toList();
    }

    /** @throws IllegalArgumentException if a line is no assignment */
    Optional<ColumnMapping> columns() {
        return mapping.isEmpty()
                ? Optional.empty()
                : Optional.of(ColumnMapping.of(mapping.lines().toList()));
    }

    Reading withModels(String text) {
        return new Reading(text, metric, filter, modelName, mapping);
    }

    Reading withMapping(List<String> lines) {
        return new Reading(models, metric, filter, modelName, String.join("\n", lines));
    }
}
