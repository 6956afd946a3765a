package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.ingest.Columns;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ImportRules;
import org.emergencelaw.ingest.ObservationCsv;
import org.emergencelaw.ingest.ObservationDigest;
import org.emergencelaw.ingest.ObservationJson;
import org.emergencelaw.ingest.ObservationText;
import org.emergencelaw.ingest.RowError;
import org.emergencelaw.ingest.RowReader;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;

/** {@code /studies/{id}/submit}: rows typed, pasted or uploaded, previewed, then saved whole or not at all. */
public final class SubmitPage {

    private static final int SHOWN = 50;

    private final Desk desk;
    private final Pages pages;

    SubmitPage(Desk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param observations rows saved before
     * @param preview what came of reading the draft, after Preview or a refused Save
     */
    public record View(Study study, int observations, Draft draft, Optional<Preview> preview) {

        /** What is wrong with a typed cell. */
        public Optional<RowError> fault(int line, String column) {
            if (draft.source() != Draft.Source.TYPED) return Optional.empty();
            return preview.flatMap(shown -> shown.read().errors().stream()
                    .filter(error -> error.line() == line && error.column().equals(column))
                    .findFirst());
        }
    }

    /**
     * An import that was read and not saved.
     *
     * @param columns columns that any of the shown rows fill
     * @param rows the first rows as they would be saved
     */
    public record Preview(Import read, List<String> columns, List<Map<String, String>> rows) {

        static Preview of(Import read) {
            List<Map<String, String>> rows = read.observations().stream()
                    .limit(SHOWN)
                    .map(ObservationText::of)
                    .toList();
            Set<String> filled = new LinkedHashSet<>(Columns.CONTRACT);
            filled.removeIf(column -> rows.stream().noneMatch(row -> row.containsKey(column)));
            rows.forEach(row -> filled.addAll(row.keySet()));
            return new Preview(read, List.copyOf(filled), rows);
        }
    }

    void register(RoutesConfig routes) {
        routes.get("/studies/{id}/submit.json", ctx -> ctx.json(opened(ctx)));
        routes.get("/studies/{id}/submit", ctx -> pages.show(ctx, "submit.jte", Map.of("view", opened(ctx))));
        routes.post("/studies/{id}/submit", this::act);
    }

    private View opened(Context ctx) {
        Study study = desk.study(ctx.pathParam("id"));
        List<Observation> saved = desk.observations(study);
        String base = ObservationDigest.sha256(saved);
        boolean edit = "saved".equals(ctx.queryParam("edit")) && !saved.isEmpty();
        Draft draft = edit ? Draft.ofSaved(study, saved, base) : Draft.fresh(base);
        return new View(study, saved.size(), draft, Optional.empty());
    }

    private void act(Context ctx) throws IOException {
        Study study = desk.study(ctx.pathParam("id"));
        Draft draft = Draft.of(ctx);
        String action = Optional.ofNullable(ctx.formParam("action")).orElse("preview");
        if (action.equals("add-row")) show(ctx, study, draft.withRow(Map.of()), Optional.empty());
        else if (action.equals("repeat-row")) show(ctx, study, draft.withLastRowAgain(), Optional.empty());
        else if (action.matches("remove-[0-9]{1,3}"))
            show(ctx, study, draft.withoutRow(Integer.parseInt(action.substring(7))), Optional.empty());
        else read(ctx, study, draft, action.equals("save"));
    }

    private void read(Context ctx, Study study, Draft draft, boolean save) throws IOException {
        Optional<byte[]> file = file(ctx, draft);
        Import read = desk.submit(
                study,
                draft.replace()
                        ? save ? Desk.Mode.REPLACE : Desk.Mode.PREVIEW_REPLACE
                        : save ? Desk.Mode.ADD : Desk.Mode.PREVIEW,
                rules -> reading(study, draft, file, isJson(ctx)).read(rules));
        if (save && read.accepted()) {
            ctx.redirect(
                    "/studies/" + study.id() + "?saved=" + read.observations().size(), HttpStatus.SEE_OTHER);
            return;
        }
        if (!read.accepted()) ctx.status(422);
        // a browser does not send a file twice: from here on its text stands in the paste box
        Draft shown = file.filter(bytes -> bytes.length > 0 && bytes.length <= Draft.MAX_TEXT)
                .map(bytes -> draft.withPaste(new String(bytes, StandardCharsets.UTF_8)))
                .orElse(draft);
        show(ctx, study, shown, Optional.of(Preview.of(read)));
    }

    private void show(Context ctx, Study study, Draft draft, Optional<Preview> preview) {
        int saved = desk.database().observations().count(study.id());
        pages.show(ctx, "submit.jte", Map.of("view", new View(study, saved, draft, preview)));
    }

    private static Optional<byte[]> file(Context ctx, Draft draft) throws IOException {
        if (draft.source() != Draft.Source.FILE) return Optional.empty();
        UploadedFile file = ctx.uploadedFile("file");
        if (file == null) return Optional.of(new byte[0]);
        try (var content = file.content()) {
            return Optional.of(content.readAllBytes());
        }
    }

    private static boolean isJson(Context ctx) {
        UploadedFile file = ctx.isMultipart() ? ctx.uploadedFile("file") : null;
        return file != null
                && file.filename().toLowerCase(java.util.Locale.ROOT).endsWith(".json");
    }

    private Desk.Reading reading(Study study, Draft draft, Optional<byte[]> file, boolean json) {
        if (draft.replace() && !draft.base().equals(ObservationDigest.sha256(desk.observations(study))))
            return rules -> refused(
                    "the saved rows must not have changed since this form was opened",
                    "open the form again, so that nobody's rows are lost");
        if (file.isPresent()) return file(file.get(), json);
        if (draft.source() == Draft.Source.TYPED) return rules -> RowReader.read(draft.typedRows(study), rules);
        return rules -> pasted(draft.text(), rules);
    }

    private static Desk.Reading file(byte[] bytes, boolean json) {
        if (bytes.length == 0)
            return rules -> refused("an upload must have a file", "choose a CSV or JSON file with at least one row");
        return json
                ? rules -> ObservationJson.read(new ByteArrayInputStream(bytes), rules)
                : rules -> ObservationCsv.read(new ByteArrayInputStream(bytes), rules);
    }

    static Import pasted(String text, ImportRules rules) {
        String start = text.stripLeading();
        boolean json = start.startsWith("[") || start.startsWith("{");
        return json ? ObservationJson.read(text, rules) : ObservationCsv.read(text, rules);
    }

    private static Import refused(String rule, String hint) {
        return new Import(0, List.of(), List.of(new RowError(1, "", "", rule, hint)), 0, List.of());
    }
}
