package org.emergencelaw.web;

import static org.emergencelaw.web.contract.Contract.CSV;
import static org.emergencelaw.web.contract.Contract.JSON;
import static org.emergencelaw.web.contract.Contract.gives;
import static org.emergencelaw.web.contract.Contract.leads;
import static org.emergencelaw.web.contract.Parameter.CURSOR;
import static org.emergencelaw.web.contract.Parameter.SEARCH;
import static org.emergencelaw.web.contract.Parameter.both;
import static org.emergencelaw.web.contract.Parameter.choice;
import static org.emergencelaw.web.contract.Parameter.count;
import static org.emergencelaw.web.contract.Parameter.flag;
import static org.emergencelaw.web.contract.Parameter.quantity;
import static org.emergencelaw.web.contract.Parameter.text;

import io.javalin.http.Context;
import java.util.concurrent.ConcurrentHashMap;
import org.emergencelaw.forecast.design.DesignComparison;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.metric.mirage.ToyCurves;
import org.emergencelaw.web.contract.Parameter;
import org.emergencelaw.web.contract.RouteList;
import org.emergencelaw.web.contract.ValidatedPages;
import org.emergencelaw.web.http.GuidedPath;
import org.emergencelaw.web.http.LedgerFiles;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.page.Cockpit;
import org.emergencelaw.web.page.DataPage;
import org.emergencelaw.web.page.DesignPage;
import org.emergencelaw.web.page.DiagnosticsPage;
import org.emergencelaw.web.page.ExclusionsPage;
import org.emergencelaw.web.page.ForecastPage;
import org.emergencelaw.web.page.Guides;
import org.emergencelaw.web.page.JobPage;
import org.emergencelaw.web.page.LedgerEntryPage;
import org.emergencelaw.web.page.LedgerPage;
import org.emergencelaw.web.page.LossPage;
import org.emergencelaw.web.page.MetaPage;
import org.emergencelaw.web.page.ModelsPage;
import org.emergencelaw.web.page.PlansPage;
import org.emergencelaw.web.page.ScoresPage;
import org.emergencelaw.web.page.SettingsPage;
import org.emergencelaw.web.page.StartPage;
import org.emergencelaw.web.page.StudyPage;
import org.emergencelaw.web.page.ToyPage;
import org.emergencelaw.web.page.share.EmbedPage;
import org.emergencelaw.web.page.share.SharePage;
import org.emergencelaw.web.page.submit.SubmitPage;
import org.emergencelaw.workspace.StudyMetrics;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.example.ExampleJobs;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.oneshot.DesignRequest;
import org.emergencelaw.workspace.suite.Suites;

/** The addresses of pages and of their forms. */
record PageTable(RouteList routes, Workspace workspace, Pages pages, ValidatedPages validated) {

    static final String ZIP = "application/zip";
    private static final Parameter SHOTS = count("shots", "Rows of other shots than the study's own.");
    private static final Parameter HIGH = quantity("high", "From which score on a rise is sharp.");
    /** The planned run of an address. */
    static final Parameter[] RUN = {
        text("params", "Parameters of the planned run."),
        text("tokens", "Its training tokens."),
        text("train_flops", "Its training compute.")
    };

    private static final Parameter[] PRICE = {
        text("peak_flops_per_second", "Peak speed of a GPU."),
        text("utilisation", "Share of the peak that training reaches."),
        text("price_per_hour", "Price of a GPU hour.")
    };
    private static final Parameter[] SAVED = {count("saved", "Rows that were just saved.")};
    private static final Parameter[] PATH = {
        count(GuidedPath.STEP, "Step of the guided path, 1 to 5."),
        text(GuidedPath.KEPT, "Forecast that was kept on it.")
    };
    private static final Parameter LEVEL = text("level", "Accuracy that is asked for.");
    private static final Parameter[] PLAN = both(
            both(
                    RUN,
                    text("pretrain_loss_nats", "Its pretraining loss, where it is known."),
                    text("eval_items", "Items of its test."),
                    text("path", "How runs grow to it: a path's name."),
                    LEVEL),
            PRICE);
    private static final Parameter[] GRID = both(
            new Parameter[] {
                LEVEL,
                text("p", "Probability that is enough."),
                text("budget_flops", "Compute that may be spent."),
                text("most_tokens", "Training tokens that there are.")
            },
            PRICE);
    private static final Parameter[] DESIGN = {
        text("params", "Parameters of the largest checkpoint."),
        text("finetunes", "Finetuning runs that one can afford."),
        text("train_flops", "Does it appear by this compute?"),
        text("tokens_per_param", "Training tokens of each checkpoint over its parameters."),
        text("task", "One of the catalogue, or another."),
        text("trivial_accuracy", "What guessing scores."),
        text("shots", "Shots of the few-shot rows."),
        text("eval_items", "Evaluated items of each row."),
        text("most_examples", "Most finetuning examples of a run."),
        text("worlds", "Simulated tasks, 2 to 200."),
        text("seed", "Of everything random.")
    };
    private static final Parameter[] TOY = {
        quantity("alpha", "Exponent of the per-token law."),
        quantity("c", "Its scale."),
        count("answer_tokens", "Tokens of an answer."),
        count("samples", "Samples an item."),
        count("items", "Items of the test.")
    };

    void studies(StudyJobs jobs, ExampleJobs examples) {
        StartPage start = new StartPage(workspace, examples, pages, new ConcurrentHashMap<>());
        routes.page("/", start::view, start::show, SEARCH, CURSOR);
        routes.get("/studies", start::studies, leads());
        routes.form("/studies", start::create);
        routes.get("/examples/{example}/thumbnail.svg", start::thumbnail, gives("image/svg+xml"));
        routes.form("/examples/{example}", start::open);

        SubmitPage submit = new SubmitPage(workspace, pages);
        routes.page(
                "/studies/{id}/submit", submit::view, submit::show, text("edit", "saved, to change what is there."));
        routes.form("/studies/{id}/submit", submit::act);

        DiagnosticsPage diagnostics = new DiagnosticsPage(workspace);
        routes.page("/studies/{id}/compare", "compare.jte", diagnostics::compare, PATH);
        routes.page("/studies/{id}/diagnostics", "diagnostics.jte", diagnostics::view);
        routes.page("/studies/{id}/methods", "methods.jte", diagnostics::methods);
        routes.page("/studies/{id}/metrics", "metrics.jte", this::metrics, SHOTS);

        ExclusionsPage exclusions = new ExclusionsPage(workspace);
        routes.page("/studies/{id}/exclusions", "exclusions.jte", exclusions::view);
        routes.form("/studies/{id}/exclusions", exclusions::exclude);
        routes.form("/studies/{id}/exclusions/take-back", exclusions::takeBack);

        SettingsPage settings = new SettingsPage(workspace, pages);
        routes.page("/studies/{id}/settings", settings::view, settings::show);
        routes.form("/studies/{id}/settings", settings::change);

        Cockpit cockpit = new Cockpit(workspace);
        ValidatedPages.Kind ofStudy = validated.by(workspace.studies()::state);
        routes.page(ofStudy, "/studies/{id}/cockpit", cockpit::view, ctx -> cockpit.show(ctx, pages), both(PLAN, PATH));

        StudyPage study = new StudyPage(workspace, jobs, pages);
        routes.page(ofStudy, "/studies/{id}", study::view, study::show, both(both(SAVED, PLAN), PATH));
        routes.form("/studies/{id}/fits", study::fit);
        routes.form("/studies/{id}/forecasts", study::forecast);
        routes.page(
                "/studies/{id}/forecasts",
                "forecasts.jte",
                study::kept,
                both(PATH, flag("archived", "Also those that were put away.")));
        routes.page("/studies/{id}/backtests", "backtests.jte", study::backtests);

        DataPage data = new DataPage(workspace, pages);
        routes.page("/studies/{id}/data", data::view, data::show);
        routes.get("/studies/{id}/study.zip", data::zip, gives(ZIP));
        routes.form("/studies/{id}/delete", data::delete);
    }

    private StudyMetrics metrics(Context ctx) {
        return workspace.metrics(ctx.pathParam("id"), Queries.count(ctx, "shots"));
    }

    /** What leaves the service. */
    void share(SharePage share) {
        routes.get(
                "/studies/{id}/report.html",
                share::studyReport,
                gives("text/html").asking(PLAN));
        routes.get("/forecasts/{id}/report.html", share::forecastReport, gives("text/html"));
        routes.get("/forecasts/{id}/forecast.zip", share::forecastZip, gives(ZIP));
        routes.get("/ledger/{id}/report.html", share::entryReport, gives("text/html"));
        routes.get("/ledger/{id}/entry.zip", share::entryZip, gives(ZIP));
        EmbedPage embed = new EmbedPage(workspace, pages);
        Parameter part = choice("show", EmbedPage.Part.values(), "What of it is shown; all.");
        routes.get("/embed/studies/{id}", embed::study, gives("text/html").asking(both(PLAN, part)));
        routes.get("/embed/forecasts/{id}", embed::forecast, gives("text/html").asking(part));
        routes.get("/embed/ledger/{id}", embed::entry, gives("text/html"));
    }

    void forecasts() {
        ForecastPage forecast = new ForecastPage(workspace, pages);
        routes.page(
                validated.by(workspace.forecasts()::state), "/forecasts/{id}", forecast::view, forecast::show, PATH);
        routes.form("/forecasts/{id}/lock", forecast::lock);
        routes.form("/forecasts/{id}/annotation", forecast::annotate);
        routes.page("/forecasts/{id}/tornado", "tornado.jte", forecast::tornado);

        PlansPage plans = new PlansPage(workspace, pages);
        routes.get("/studies/{id}/plans.csv", plans::csv, gives(CSV).asking(GRID));
        routes.page("/studies/{id}/plans", plans::view, plans::show, GRID);
        routes.form("/studies/{id}/plans", plans::forecast);
        routes.page("/studies/{id}/against/{other}", "race.jte", plans::against);

        LossPage loss = new LossPage(workspace, pages);
        routes.page("/studies/{id}/loss", loss::view, loss::show, RUN);
    }

    void ledger() {
        LedgerPage ledger = new LedgerPage(workspace.ledger());
        LedgerFiles files = new LedgerFiles(workspace.ledger());
        routes.page("/ledger", "ledger.jte", ledger::view, LedgerTable.FILTERS);
        routes.get("/ledger.csv", files::csv, gives(CSV).asking(LedgerTable.FILTERS));
        routes.get("/ledger.jsonl", files::lines, gives(LedgerFiles.LINES));
        routes.page("/ledger/verification", "verification.jte", ledger::verification);

        LedgerEntryPage entry = new LedgerEntryPage(workspace, pages);
        routes.get("/ledger/{id}.jsonl", files::linesOfOne, gives(LedgerFiles.LINES));
        routes.page("/ledger/{id}", entry::view, entry::show);
        routes.form("/ledger/{id}/outcome", entry::outcome);
        for (LedgerEntry.Kind kind : LedgerEntry.Kind.stated())
            routes.form("/ledger/{id}/" + kind.key(), ctx -> entry.state(ctx, kind));

        ScoresPage scores = new ScoresPage(workspace.ledger());
        routes.page("/scores", "scores.jte", scores::view);
        routes.get("/scores.csv", scores::csv, gives(CSV));
    }

    void others(StudyJobs jobs, Suites suites) {
        JobPage job = new JobPage(workspace, suites, jobs, pages);
        routes.page("/jobs/{id}", job::view, job::show, PATH);
        routes.form("/studies/{id}/backtests", job::start);
        routes.form("/studies/{id}/diagnostics", job::leaveOut);
        routes.form("/studies/{id}/methods", job::methods);
        routes.form("/forecasts/{id}/tornado", job::tornado);
        routes.form("/jobs/{id}/cancel", job::cancel);

        ModelsPage models = new ModelsPage(workspace);
        routes.page("/models", "models.jte", models::view);
        routes.form("/models/delete", models::delete);
    }

    /** Pages that need no study, and what they show for programs. */
    void withoutStudy() {
        ToyPage toy = new ToyPage(pages);
        routes.get("/toy.json", toy::json, gives(JSON).asking(TOY));
        routes.get("/toy", toy::show, gives("text/html").asking(TOY));
        routes.get("/api/v1/toy", toy::json, gives(ToyCurves.class).asking(TOY));

        DesignPage design = new DesignPage(workspace, pages);
        routes.page("/design", design::view, design::show, DESIGN);
        routes.get(
                "/design.csv",
                design::csv,
                gives(CSV)
                        .asking(both(
                                DESIGN,
                                count("checkpoints", "Checkpoints of the design."),
                                count("amounts", "Its data amounts."),
                                count("seeds", "Its seeds."))));
        routes.post(
                "/api/v1/designs",
                design::answer,
                gives(DesignComparison.class).taking(DesignRequest.class, ApiExamples.DESIGN));

        Guides guides = new Guides();
        routes.page("/docs", "guides.jte", guides::index);
        routes.get("/docs/pictures/{name}", guides::picture, gives("*/*"));
        routes.page("/docs/{name}", "guide.jte", guides::guide);

        MetaPage meta = new MetaPage(pages);
        routes.get("/meta-analysis.json", meta::empty, gives(JSON));
        routes.get("/meta-analysis", meta::show, gives("text/html"));
        routes.form("/meta-analysis", meta::analyse, HIGH);
        routes.post(
                "/meta-analysis.json",
                meta::answer,
                gives(JSON).or(CSV, ApiExamples.SERIES).asking(HIGH));
        routes.post(
                "/api/v1/meta-analyses",
                meta::answer,
                gives(MetaPage.View.class).or(CSV, ApiExamples.SERIES).asking(HIGH));
    }
}
