package org.emergencelaw.web.page.submit;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.RecognisedFile;
import org.emergencelaw.ingest.mend.Mends;
import org.emergencelaw.ingest.mend.TableDraft;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.ObservationCells;
import org.emergencelaw.ingest.table.RowReader;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Workspace;

/** Rows typed, pasted or uploaded, previewed, then saved whole or not at all. */
public record SubmitPage(Workspace workspace, Pages pages) {

    private static final int SHOWN = 50;

    /** Saved rows up to which mends are tried: each try measures the table against all of them. */
    private static final int FEW_SAVED = 20_000;

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

        /** Assignments that stand in the text box: all of them where no column has a choice of its own. */
        public String assignments() {
            return preview.flatMap(Preview::picker)
                    .map(ColumnPicker::others)
                    .orElse(draft.reading().mapping());
        }

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
     * @param picker what the columns of a table are read as; absent where the rows are no table
     * @param mends what would mend the errors and warnings, a sentence each
     */
    public record Preview(
            ImportResult read,
            List<String> columns,
            List<Map<String, String>> rows,
            Optional<ColumnPicker> picker,
            List<String> mends) {

        static Preview of(ImportResult read, Optional<ColumnPicker> picker, List<String> mends) {
            List<Map<String, String>> rows = read.observations().stream()
                    .limit(SHOWN)
                    .map(ObservationCells::of)
                    .toList();
            Set<String> filled = new LinkedHashSet<>(Columns.CONTRACT);
            filled.removeIf(column -> rows.stream().noneMatch(row -> row.containsKey(column)));
            rows.forEach(row -> filled.addAll(row.keySet()));
            return new Preview(read, List.copyOf(filled), rows, picker, mends);
        }
    }

    public View view(Context ctx) {
        Study study = study(ctx);
        int saved = workspace.count(study);
        String base = workspace.revision(study);
        boolean edit = "saved".equals(ctx.queryParam("edit")) && saved > 0;
        if (!edit) return new View(study, saved, SubmitForm.fresh(base), Optional.empty());
        SubmitForm draft = SubmitForm.tooMany(saved)
                ? SubmitForm.ofFile(base)
                : SubmitForm.ofSaved(study, workspace.observations(study), base);
        return new View(study, saved, draft, Optional.empty());
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
        else read(ctx, study, draft, action);
    }

    /** Rows on their way in, and how they are read. */
    private record Import(Study study, SubmitForm draft, List<ImportFile> files, Optional<SubmittedTable> table) {}

    private void read(Context ctx, Study study, SubmitForm sent, String action) throws IOException {
        List<ImportFile> files = files(ctx, sent);
        Optional<SubmittedTable> table = SubmittedTable.of(sent, files);
        SubmitForm draft = sent.withPicks(
                ColumnPicker.sent(ctx), table.map(SubmittedTable::columns).orElse(List.of()));
        boolean adopt = FormFields.value(ctx, "adopt").isPresent();
        Study taking = adopt ? workspace.imports().adopted(study, source(study, draft, files)) : study;
        Import given = new Import(taking, draft, files, table);
        boolean save = action.equals("save");
        ImportResult read = submit(given, save ? draft.mode() : draft.mode().preview());
        if (save && read.accepted()) {
            ctx.redirect(
                    "/studies/" + study.id() + "?saved=" + read.observations().size(), HttpStatus.SEE_OTHER);
            return;
        }
        Optional<Mends> mends = mends(given, read);
        boolean mended = action.equals("mend") && mends.isPresent();
        ImportResult shown = mended ? mends.get().read() : read;
        SubmitForm again = mended
                ? draft.with(mends.get().table())
                : again(draft, files, read, study.task().shots());
        if (!shown.accepted()) ctx.status(422);
        Optional<ColumnPicker> picker = SubmittedTable.of(again, files).flatMap(rows -> rows.picker(again));
        List<String> proposed = mended ? List.of() : mends.map(Mends::done).orElse(List.of());
        show(ctx, study, again, Optional.of(Preview.of(shown, picker, proposed)));
    }

    private ImportResult submit(Import given, ObservationImport.Mode mode) {
        return workspace
                .imports()
                .submit(
                        given.study(),
                        mode,
                        rules -> stale(given.study(), given.draft())
                                ? STALE
                                : source(given.study(), given.draft(), given.files())
                                        .read(rules));
    }

    /** What would mend the import, all of it tried; absent where the rows are no table that is held as a whole, or beside many. */
    private Optional<Mends> mends(Import given, ImportResult read) {
        if (workspace.count(given.study()) > FEW_SAVED) return Optional.empty();
        Optional<TableDraft> table = given.table()
                .filter(SubmittedTable::whole)
                .flatMap(rows -> rows.with(given.draft().reading()));
        return table.map(rows -> Mends.of(rows, read, given.study().task().shots(), other -> {
            SubmitForm draft = given.draft().with(other);
            List<ImportFile> files = files(draft);
            return submit(
                    new Import(given.study(), draft, files, given.table()),
                    draft.mode().preview());
        }));
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
        return draft.source() == SubmitForm.Source.FILE
                ? withModels(new ArrayList<>(UploadedRows.uploaded(ctx)), draft)
                : files(draft);
    }

    private static List<ImportFile> files(SubmitForm draft) {
        List<ImportFile> files = new ArrayList<>();
        if (draft.source() == SubmitForm.Source.PASTE)
            files.add(ImportFile.of(PASTED, draft.text().getBytes(StandardCharsets.UTF_8)));
        return withModels(files, draft);
    }

    private static List<ImportFile> withModels(List<ImportFile> files, SubmitForm draft) {
        String models = draft.reading().models();
        if (!models.isEmpty() && !files.isEmpty())
            files.add(ImportFile.of("models.csv", models.getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /**
     * The form to show again. A browser does not send a file twice: from here on its text stands in the paste box, or the rows that
     * came of it; a table whose columns have names of their own gets a first guess of what they mean.
     */
    private static SubmitForm again(SubmitForm draft, List<ImportFile> files, ImportResult read, int shots)
            throws IOException {
        if (draft.source() == SubmitForm.Source.TYPED || files.isEmpty()) return draft;
        boolean one = files.size() == 1 && RecognisedFile.isTextTable(files.get(0));
        if (read.accepted() && !one) {
            SubmitForm rows = draft.withRead(read.observations(), models(read, draft));
            return rows.text().length() <= SubmitForm.MAX_TEXT ? rows : draft;
        }
        if (!one) return onlyModelsMissing(read) ? draft.withModels(models(read, draft)) : draft;
        Optional<SubmittedTable> table = SubmittedTable.of(draft, files);
        String text = SubmittedTable.text(files.get(0));
        SubmitForm pasted = text.isEmpty() ? draft : draft.withPaste(text);
        List<String> columns = table.map(SubmittedTable::columns).orElse(List.of());
        boolean unclear = !read.accepted() && draft.reading().mapping().isEmpty() && !columns.isEmpty();
        return !unclear || columns.containsAll(Columns.REQUIRED)
                ? pasted
                : pasted.withMapping(ColumnMapping.guess(columns, shots));
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

    private void show(Context ctx, Study study, SubmitForm draft, Optional<Preview> preview) {
        int saved = workspace.count(study);
        pages.show(ctx, "submit.jte", Map.of("view", new View(study, saved, draft, preview)));
    }
}
