package org.emergencelaw.web;

import static org.emergencelaw.web.contract.Contract.CSV;
import static org.emergencelaw.web.contract.Contract.JSON;
import static org.emergencelaw.web.contract.Contract.MULTIPART;
import static org.emergencelaw.web.contract.Contract.gives;
import static org.emergencelaw.web.contract.Contract.makes;
import static org.emergencelaw.web.contract.Contract.nothing;
import static org.emergencelaw.web.contract.Parameter.CURSOR;
import static org.emergencelaw.web.contract.Parameter.SEARCH;
import static org.emergencelaw.web.contract.Parameter.choice;
import static org.emergencelaw.web.contract.Parameter.count;
import static org.emergencelaw.web.contract.Parameter.flag;
import static org.emergencelaw.web.contract.Parameter.quantity;
import static org.emergencelaw.web.contract.Parameter.text;

import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.loss.LossForecast;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.ForecastAnnotation;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.api.ExclusionRoutes;
import org.emergencelaw.web.api.FitRoutes;
import org.emergencelaw.web.api.ForecastRoutes;
import org.emergencelaw.web.api.JobRoutes;
import org.emergencelaw.web.api.ModelRoutes;
import org.emergencelaw.web.api.ObservationRoutes;
import org.emergencelaw.web.api.OneShotRoutes;
import org.emergencelaw.web.api.StudyRoutes;
import org.emergencelaw.web.contract.Contract;
import org.emergencelaw.web.contract.Parameter;
import org.emergencelaw.web.contract.RouteList;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.StudyMetrics;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.JobAnswer;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.oneshot.OneShotForecasts;
import org.emergencelaw.workspace.oneshot.OneShotRequest;

/** The addresses of studies, fits, forecasts, jobs and the ledger for programs, with what each takes and gives. */
record ApiTable(RouteList routes, Workspace workspace, StudyJobs jobs, Idempotency idempotency) {

    private static final Parameter METRIC = text("metric", "Metric to take from the files of evaluation programs.");
    private static final Parameter FILTER =
            text("filter", "Answer filter to take from the files of evaluation programs.");
    private static final Parameter MODEL_NAME =
            text("model_name", "Model of files that name none: NAME or NAME@REVISION.");
    private static final Parameter COLUMN = text("column", "Where a column of a table comes from, such as model=name.")
            .severalTimes();
    private static final Parameter PARAMS = quantity("params", "Parameters of the planned run.");
    private static final Parameter TOKENS = quantity("tokens", "Training tokens of the planned run.");
    private static final Parameter TRAIN_FLOPS = quantity("train_flops", "Training compute of the planned run.");
    private static final Parameter LEVEL = quantity("level", "Accuracy that is asked for where a plan names none.");

    private static final List<String> OF_STUDY = List.of(
            "task",
            "metric",
            "trivial_accuracy",
            "shots",
            "family",
            "flops_per_param_token",
            "param_count",
            "loss_law");
    private static final Parameter STUDY = text("study", "The study that they are of.");
    private static final Parameter LIMIT = count("limit", "Items of a page, 100 where it is left out.");

    void studies() {
        StudyRoutes studies = new StudyRoutes(workspace, idempotency);
        routes.get("/api/v1/tasks", studies::tasks, gives(Listed.class, TaskCatalogue.Entry.class));
        routes.get(
                "/api/v1/studies",
                studies::list,
                gives(Listed.class, Study.class).asking(SEARCH, CURSOR));
        routes.post(
                "/api/v1/studies", studies::create, makes(201, Study.class).taking(NewStudy.class, ApiExamples.STUDY));
        routes.get("/api/v1/studies/{id}", studies::show, gives(Study.class));
        routes.patch(
                "/api/v1/studies/{id}",
                studies::change,
                gives(Study.class).taking(NewStudy.Change.class, ApiExamples.CHANGE));
        routes.delete("/api/v1/studies/{id}", studies::delete, nothing());
        routes.get(
                "/api/v1/studies/{id}/metrics",
                studies::metrics,
                gives(StudyMetrics.class).asking(count("shots", "Rows of other shots than the study's own.")));
    }

    void rows() {
        ObservationRoutes observations = new ObservationRoutes(workspace, idempotency);
        routes.post(
                "/api/v1/studies/{id}/observations",
                observations::submit,
                takingRows(
                                gives(ImportReport.class).answering(201, ImportReport.class),
                                ApiExamples.ROWS,
                                ApiExamples.JSON_ROWS)
                        .asking(
                                flag("dry_run", "Saves nothing."),
                                flag("replace", "Takes the place of the saved rows."),
                                flag("update", "Takes the place of saved rows that it measures anew."),
                                flag("adopt", "An empty study takes the task and family of the rows.")));
        routes.get("/api/v1/template.csv", observations::template, gives(CSV).asking(STUDY));
        routes.get("/api/v1/studies/{id}/observations.csv", observations::csv, gives(CSV));
        routes.get("/api/v1/studies/{id}/observations.json", observations::json, gives(JSON));
        routes.get(
                "/api/v1/studies/{id}/observations.parquet", observations::parquet, gives(ObservationRoutes.PARQUET));
        routes.get("/api/v1/studies/{id}/every_eval_ever.json", observations::records, gives(JSON));
        routes.get("/api/v1/studies/{id}/metadata.json", observations::metadata, gives(JSON));

        ExclusionRoutes exclusions = new ExclusionRoutes(workspace, idempotency);
        routes.get("/api/v1/studies/{id}/exclusions", exclusions::list, gives(Listed.class, Observation.class));
        routes.post(
                "/api/v1/studies/{id}/exclusions",
                exclusions::exclude,
                makes(201, ExclusionRoutes.Changed.class)
                        .taking(ObservationImport.Exclusion.class, ApiExamples.EXCLUSION));
        routes.delete(
                "/api/v1/studies/{id}/exclusions",
                exclusions::takeBack,
                gives(ExclusionRoutes.Changed.class).asking(text("model", "The checkpoint.")));

        ModelRoutes models = new ModelRoutes(workspace, idempotency);
        routes.get("/api/v1/models", models::list, gives(Listed.class, KnownModel.class));
        routes.get("/api/v1/models.csv", models::csv, gives(CSV));
        routes.post(
                "/api/v1/models",
                models::add,
                makes(201, Listed.class, KnownModel.class).or(CSV, ApiExamples.MODELS));
        routes.delete(
                "/api/v1/models",
                models::delete,
                nothing().asking(text("model", "Its name."), text("revision", "Its revision, where it has one.")));
    }

    /** The same with rows that go in. */
    static Contract takingRows(Contract contract, String csv, String json) {
        return contract.or(CSV, csv).or(JSON, json).or(MULTIPART, "").asking(METRIC, FILTER, MODEL_NAME, COLUMN);
    }

    void fits() {
        FitRoutes fits = new FitRoutes(workspace, idempotency);
        routes.post(
                "/api/v1/studies/{id}/fits",
                fits::create,
                makes(201, FitAnswer.class).maybeTaking(FitRequest.class, ApiExamples.FIT));
        routes.get(
                "/api/v1/fits",
                fits::list,
                gives(Listed.class, FitAnswer.Item.class)
                        .asking(STUDY, choice("verdict", Verdict.values(), "What they say."), LIMIT, CURSOR));
        routes.get("/api/v1/fits/{id}", fits::show, gives(FitAnswer.class));
        routes.get("/api/v1/fits/{id}/draws.csv", fits::draws, gives(CSV));
        routes.get("/api/v1/fits/{id}/diagnostics", fits::diagnostics, gives(FitAnswer.Diagnostics.class));
        routes.get("/api/v1/fits/{id}/comparison", fits::comparison, gives(FitAnswer.Comparison.class));
        routes.get("/api/v1/fits/{id}/next-measurement", fits::nextMeasurement, gives(NextMeasurement.class));
    }

    void forecasts() {
        ForecastRoutes forecasts = new ForecastRoutes(workspace, jobs.tornadoes(), idempotency);
        routes.post(
                "/api/v1/fits/{id}/forecasts",
                forecasts::create,
                makes(201, ForecastAnswer.Stored.class).taking(PlanRequest.class, ApiExamples.PLAN));
        routes.post(
                "/api/v1/fits/{id}/plans",
                forecasts::plans,
                gives(PlanTable.class)
                        .alsoAs(CSV)
                        .taking(PlanRequest.Several.class, ApiExamples.PLANS)
                        .or(CSV, ApiExamples.PLAN_ROWS)
                        .asking(quantity("p", "Probability that the cheapest must reach; of CSV."), LEVEL));
        routes.get(
                "/api/v1/forecasts",
                forecasts::list,
                gives(Listed.class, ForecastAnswer.Item.class)
                        .asking(
                                STUDY,
                                text("fit", "The fit that they rest on."),
                                SEARCH,
                                flag("archived", "Also those that were put away."),
                                LIMIT,
                                CURSOR));
        routes.put(
                "/api/v1/forecasts/{id}/annotation",
                forecasts::annotate,
                gives(ForecastAnnotation.class).taking(ForecastAnnotation.class, ApiExamples.ANNOTATION));
        routes.get("/api/v1/forecasts/{id}/annotation", forecasts::annotation, gives(ForecastAnnotation.class));
        routes.get("/api/v1/forecasts/{id}", forecasts::show, gives(ForecastAnswer.Stored.class));
        Contract refused = nothing();
        routes.put("/api/v1/forecasts/{id}", forecasts::change, refused);
        routes.patch("/api/v1/forecasts/{id}", forecasts::change, refused);
        routes.delete("/api/v1/forecasts/{id}", forecasts::delete, nothing());
        routes.get("/api/v1/forecasts/{id}/tornado", forecasts::tornado, gives(SensitivityTornado.class));
        routes.get(
                "/api/v1/studies/{id}/loss",
                forecasts::loss,
                gives(LossForecast.class).asking(PARAMS, TOKENS, TRAIN_FLOPS));
        routes.get("/api/v1/studies/{id}/against/{other}", forecasts::against, gives(FamilyComparison.class));
    }

    void oneShot(OneShotRoutes oneShot) {
        Parameter[] ofTable = Stream.of(OF_STUDY, OneShotRoutes.FIT, OneShotRoutes.PLAN)
                .flatMap(List::stream)
                .map(name -> text(name, "With rows as text/csv: " + name + " of the JSON body."))
                .toArray(Parameter[]::new);
        routes.post(
                "/api/v1/forecast",
                oneShot::forecast,
                gives(OneShotForecasts.Answer.class)
                        .taking(OneShotRequest.class, ApiExamples.ONE_SHOT)
                        .or(CSV, ApiExamples.ROWS)
                        .asking(ofTable));
        routes.post(
                "/api/v1/forecast/bulk",
                oneShot::bulk,
                gives(Listed.class, OneShotForecasts.Item.class)
                        .taking(OneShotForecasts.Bulk.class, "{\"forecasts\": [" + ApiExamples.ONE_SHOT + "]}"));
    }

    void jobs(JobRoutes work) {
        routes.post(
                "/api/v1/studies/{id}/backtests",
                work::create,
                makes(202, JobAnswer.class).maybeTaking(JobRoutes.BacktestRequest.class, ApiExamples.BACKTEST));
        routes.post("/api/v1/studies/{id}/diagnostics", work::leaveOut, makes(202, JobAnswer.class));
        routes.post("/api/v1/studies/{id}/methods", work::methods, makes(202, JobAnswer.class));
        routes.post("/api/v1/forecasts/{id}/tornado", work::tornado, makes(202, JobAnswer.class));
        routes.get(
                "/api/v1/jobs",
                work::list,
                gives(Listed.class, JobAnswer.Item.class)
                        .asking(STUDY, choice("state", Job.State.values(), "Where they stand."), LIMIT, CURSOR));
        routes.get("/api/v1/jobs/{id}", work::show, gives(JobAnswer.class));
        routes.get("/api/v1/jobs/{id}/events", work::events, gives("text/event-stream"));
        routes.delete("/api/v1/jobs/{id}", work::cancel, gives(JobAnswer.class));
    }
}
