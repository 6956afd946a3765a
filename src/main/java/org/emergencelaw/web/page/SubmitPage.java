package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.FileKind;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.RecognisedFile;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.ObservationCells;
import org.emergencelaw.ingest.table.RowReader;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Workspace;

/** Rows typed, pasted or uploaded, previewed, then saved whole or not at all. */
public record SubmitPage(Workspace workspace, Pages pages) {

    private static final int SHOWN = 50;

    private static final String PASTED = "pasted text";
    private static final ImportResult STALE = ObservationImport.refused(
            "the saved rows must not have changed since this form was opened",
            "open the form again, so that nobody's rows are lost");

    /**
     * What the page and its JSON show.
     *
     * @param observations rows saved before
     * @param preview what came of reading the draft, after Preview or a refused Save
     */
    public record View(Study study, int observations, SubmitForm draft, Optional<Preview> preview) {

        /** What is wrong with a typed cell. */
        public Optional<RowError> fault(int line, String column) {
            if (draft.source() != SubmitForm.Source.TYPED) return Optional.empty();
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
    public record Preview(ImportResult read, List<String> columns, List<Map<String, String>> rows) {

        static Preview of(ImportResult read) {
            List<Map<String, String>> rows = read.observations().stream()
                    .limit(SHOWN)
                    .map(ObservationCells::of)
                    .toList();
            Set<String> filled = new LinkedHashSet<>(Columns.CONTRACT);
            filled.removeIf(column -> rows.stream().noneMatch(row -> row.containsKey(column)));
            rows.forEach(row -> filled.addAll(row.keySet()));
            return new Preview(read, List.copyOf(filled), rows);
        }
    }

    public View view(Context ctx) {
        Study study = study(ctx);
        List<Observation> saved = workspace.observations(study);
        String base = workspace.revision(study);
        boolean edit = "saved".equals(ctx.queryParam("edit")) && !saved.isEmpty();
        SubmitForm draft = edit ? SubmitForm.ofSaved(study, saved, base) : SubmitForm.fresh(base);
        return new View(study, saved.size(), draft, Optional.empty());
    }

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public void show(Context ctx) {
        pages.show(ctx, "submit.jte", Map.of("view", view(ctx)));
    }

    /** Does what the pressed button says: another row, one less, a preview, or save. */
    public void act(Context ctx) throws IOException {
        Study study = study(ctx);
        SubmitForm draft = SubmitForm.of(ctx);
        String action = FormFields.value(ctx, "action").orElse("preview");
        if (action.equals("add-row")) show(ctx, study, draft.withRow(Map.of()), Optional.empty());
        else if (action.equals("repeat-row")) show(ctx, study, draft.withLastRowAgain(), Optional.empty());
        else if (action.matches("remove-[0-9]{1,3}"))
            show(ctx, study, draft.withoutRow(Integer.parseInt(action.substring(7))), Optional.empty());
        else read(ctx, study, draft, action.equals("save"));
    }

    private void read(Context ctx, Study study, SubmitForm draft, boolean save) throws IOException {
        List<ImportFile> files = files(ctx, draft);
        boolean adopt = FormFields.value(ctx, "adopt").isPresent();
        Study taking = adopt ? workspace.imports().adopted(study, source(study, draft, files)) : study;
        ImportResult read = workspace
                .imports()
                .submit(
                        taking,
                        save ? draft.mode() : draft.mode().preview(),
                        rules -> stale(study, draft)
                                ? STALE
                                : source(study, draft, files).read(rules));
        if (save && read.accepted()) {
            ctx.redirect(
                    "/studies/" + study.id() + "?saved=" + read.observations().size(), HttpStatus.SEE_OTHER);
            return;
        }
        if (!read.accepted()) ctx.status(422);
        show(ctx, study, again(draft, files, read), Optional.of(Preview.of(read)));
    }

    private boolean stale(Study study, SubmitForm draft) {
        return draft.replace() && !draft.base().equals(workspace.revision(study));
    }

    private ObservationImport.RowSource source(Study study, SubmitForm draft, List<ImportFile> files) {
        if (draft.source() == SubmitForm.Source.TYPED) return rules -> RowReader.read(draft.typedRows(study), rules);
        ObservationImport.RowSource given = rules -> new ImportFiles(
                        files, draft.reading().choice(), draft.reading().columns())
                .read(rules, workspace.tasks());
        return given.refusing();
    }

    /** What was given: pasted text or chosen files, and the models beside them. */
    private static List<ImportFile> files(Context ctx, SubmitForm draft) {
        List<ImportFile> files = new ArrayList<>();
        if (draft.source() == SubmitForm.Source.FILE) files.addAll(UploadedRows.uploaded(ctx));
        else if (draft.source() == SubmitForm.Source.PASTE)
            files.add(ImportFile.of(PASTED, draft.text().getBytes(StandardCharsets.UTF_8)));
        String models = draft.reading().models();
        if (!models.isEmpty() && !files.isEmpty())
            files.add(ImportFile.of("models.csv", models.getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /**
     * The form to show again. A browser does not send a file twice: from here on its text stands in the paste box, or the rows that
     * came of it; a table whose columns have names of their own gets a first guess of what they mean.
     */
    private static SubmitForm again(SubmitForm draft, List<ImportFile> files, ImportResult read) throws IOException {
        if (draft.source() == SubmitForm.Source.TYPED || files.isEmpty()) return draft;
        boolean one = files.size() == 1 && RecognisedFile.isTextTable(files.get(0));
        boolean mapped = !draft.reading().mapping().isEmpty();
        if (read.accepted() && (!one || mapped)) {
            SubmitForm rows = draft.withRead(read.observations(), models(read, draft));
            return rows.text().length() <= SubmitForm.MAX_TEXT ? rows : draft;
        }
        if (!one) return onlyModelsMissing(read) ? draft.withModels(models(read, draft)) : draft;
        String text = text(files.get(0));
        if (text.isEmpty()) return draft;
        SubmitForm pasted = draft.withPaste(text);
        boolean unclear =
                !read.accepted() && !mapped && RecognisedFile.of(files.get(0)).kind() == FileKind.OBSERVATIONS_CSV;
        List<String> columns = unclear ? ColumnMapping.columnsOf(text) : List.of();
        return columns.size() < 2 || columns.containsAll(Columns.REQUIRED)
                ? pasted
                : pasted.withMapping(ColumnMapping.guess(columns));
    }

    /** With another fault, models.csv may be at fault itself and has to stay as it was written. */
    private static boolean onlyModelsMissing(ImportResult read) {
        long missing = read.mapping().stream()
                .flatMap(mapping -> mapping.models().stream())
                .filter(match -> !match.missing().isEmpty())
                .count();
        return missing > 0 && missing == read.errors().size() + read.moreErrors();
    }

    /** models.csv as it came, with a line for each model that it lacks. */
    private static String models(ImportResult read, SubmitForm draft) throws IOException {
        List<KnownModel> models = new ArrayList<>();
        read.mapping().ifPresent(mapping -> {
            models.addAll(mapping.newModels());
            models.addAll(mapping.missing());
        });
        if (models.isEmpty()) return draft.reading().models();
        StringWriter text = new StringWriter();
        ModelTable.write(models, text);
        return text.toString();
    }

    /** Text of a file, empty where it is too long for the paste box. */
    private static String text(ImportFile file) throws IOException {
        try (InputStream in = file.content().open()) {
            byte[] bytes = in.readNBytes(SubmitForm.MAX_TEXT + 1);
            return bytes.length > SubmitForm.MAX_TEXT ? "" : new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private void show(Context ctx, Study study, SubmitForm draft, Optional<Preview> preview) {
        int saved = workspace.count(study);
        pages.show(ctx, "submit.jte", Map.of("view", new View(study, saved, draft, preview)));
    }
}
