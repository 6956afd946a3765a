package org.emergencelaw.web.page.suite;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.web.page.Form;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.ObservationImport.Mode;
import org.emergencelaw.workspace.ObservationImport.RowSource;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.NewSuite;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteImport;
import org.emergencelaw.workspace.suite.Suites;

/** The suites, and the form whose upload makes one; the same form adds rows to one that is there. */
public record SuitesPage(
        Workspace workspace, Suites suites, SuiteImport imports, SuiteForecasts forecasts, Pages pages) {

    private static final int PAGE = 100;
    private static final List<String> FIELDS = List.of("name", "family", "trivial_accuracy", "shots", "rows");

    /**
     * What the page and its JSON show.
     *
     * @param suite to which rows are to be added; absent for a new one
     * @param refused what was wrong with the rows
     * @param q what the list is searched for; may be empty
     */
    public record View(
            List<Suites.Summary> suites,
            Optional<String> nextCursor,
            Optional<Suite> suite,
            Optional<ImportResult> refused,
            String q) {}

    public View view(Context ctx) {
        return view(ctx, Optional.empty(), Optional.empty());
    }

    private View view(Context ctx, Optional<Suite> suite, Optional<ImportResult> refused) {
        Listed<Suites.Summary> found = suites.list(Queries.text(ctx, "cursor"), Queries.text(ctx, "q"), PAGE);
        return new View(found.items(), found.nextCursor(), suite, refused, Queries.text(ctx, "q"));
    }

    public void show(Context ctx) {
        show(ctx, view(ctx), Form.of(Map.of()));
    }

    /** The form by itself, for rows of a suite that is there. */
    public View submitView(Context ctx) {
        return view(ctx, Optional.of(suites.suite(ctx.pathParam("id"))), Optional.empty());
    }

    public void showSubmit(Context ctx) {
        show(ctx, submitView(ctx), Form.of(Map.of()));
    }

    private void show(Context ctx, View view, Form form) {
        pages.show(ctx, "suites.jte", Map.of("view", view, "form", form));
    }

    public void create(Context ctx) {
        Form form = Form.of(ctx, FIELDS);
        Optional<NewSuite> asked = Optional.of(NewSuite.of(Optional.empty(), form.value("name"), form.text("family")));
        Optional<Suite> draft = form.submit(() -> suites.draft(asked.get()));
        submit(ctx, form, draft, Mode.ADD, asked, Optional.empty());
    }

    /** Rows of a suite that is there; one that says something else takes the place of the saved one. */
    public void add(Context ctx) {
        Suite suite = suites.suite(ctx.pathParam("id"));
        submit(ctx, Form.of(ctx, FIELDS), Optional.of(suite), Mode.UPDATE, Optional.empty(), Optional.of(suite));
    }

    private void submit(
            Context ctx, Form form, Optional<Suite> into, Mode mode, Optional<NewSuite> made, Optional<Suite> shown) {
        OptionalLong shots = form.whole("shots", 0, 100_000);
        TaskSettings settings = new TaskSettings(
                form.quantity("trivial_accuracy"),
                shots.isPresent() ? OptionalInt.of((int) shots.getAsLong()) : OptionalInt.empty());
        Optional<SuiteImport.Submitted> read =
                into.flatMap(suite -> form.submit(() -> imports.read(suite, mode, settings, rows(ctx, form))));
        Optional<Suite> saved = read.filter(submitted -> submitted.read().accepted())
                .flatMap(submitted -> form.submit(() -> save(submitted, made)));
        if (saved.isPresent()) {
            forecasts.watch(saved.get());
            ctx.redirect("/suites/" + saved.get().id(), HttpStatus.SEE_OTHER);
            return;
        }
        show(ctx.status(422), view(ctx, shown, read.map(SuiteImport.Submitted::read)), form);
    }

    private Suite save(SuiteImport.Submitted submitted, Optional<NewSuite> made) {
        return workspace.atomically(() -> {
            Suite suite = made.map(suites::create).orElse(submitted.suite());
            SuiteImport.Done done = imports.save(submitted.into(suite));
            if (done.report().isEmpty())
                throw new IllegalArgumentException("rows changed meanwhile: send them once more");
            return suite;
        });
    }

    private RowSource rows(Context ctx, Form form) {
        List<ImportFile> files = new ArrayList<>(UploadedRows.uploaded(ctx));
        if (files.isEmpty())
            files.add(ImportFile.of("pasted text", form.value("rows").getBytes(StandardCharsets.UTF_8)));
        RowSource given =
                rules -> new ImportFiles(files, ScoreSelection.ALL, Optional.empty()).read(rules, workspace.tasks());
        return given.refusing();
    }
}
