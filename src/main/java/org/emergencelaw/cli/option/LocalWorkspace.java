package org.emergencelaw.cli.option;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.LedgerCsv;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** Studies and ledger of a database file: no server, and nothing in the background. */
record LocalWorkspace(Workspace workspace) implements LedgerLocation.Ledger {

    @Override
    public boolean has(String id) {
        return workspace.find(id).isPresent();
    }

    @Override
    public List<KnownModel> models() {
        return workspace.models();
    }

    @Override
    public void create(NewStudy study) {
        workspace.studies().create(study);
    }

    @Override
    public ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files) {
        return submit(workspace.study(id), mode, files);
    }

    @Override
    public ImportReport adopt(String id, ObservationImport.Mode mode, ImportFiles files) {
        Study taking = workspace.imports().adopted(workspace.study(id), rules -> files.read(rules, workspace.tasks()));
        return submit(taking, mode, files);
    }

    private ImportReport submit(Study study, ObservationImport.Mode mode, ImportFiles files) {
        ImportResult read = workspace.imports().submit(study, mode, rules -> files.read(rules, workspace.tasks()));
        if (!read.accepted()) throw new InvalidInputException(files.name(), Problem.refusal(read));
        return ImportReport.of(study.id(), mode, read);
    }

    @Override
    public String rows(String id) {
        return ObservationCsv.text(workspace.observations(workspace.study(id)));
    }

    @Override
    public String fit(String studyId, FitRequest request) {
        return workspace.fits().fit(workspace.study(studyId), request).id();
    }

    @Override
    public String forecast(String fitId, PlanRequest plan) {
        StoredFit fit = workspace.fits().find(fitId);
        return workspace
                .forecasts()
                .forecast(fit, plan.plan(workspace.forecasts().usualItems(fit)))
                .id();
    }

    @Override
    public ForecastLedger.Entry lock(String forecastId, LockRequest terms) {
        return written(workspace.ledger().lock(forecastId, terms));
    }

    @Override
    public ForecastLedger.Entry state(LedgerEntry.Kind kind, String forecastId, LedgerEntry.Body body) {
        return written(workspace.ledger().said(kind, forecastId, body));
    }

    @Override
    public ForecastLedger.Entry outcome(String forecastId, ObservationFile results) {
        ImportFiles files = ImportFiles.of(results.name(), results.content());
        ForecastLedger.Judged judged =
                workspace.ledger().outcome(forecastId, rules -> files.read(rules, workspace.tasks()));
        return written(judged.outcome()
                .orElseThrow(() -> new InvalidInputException(results.name(), Problem.refusal(judged.read()))));
    }

    private ForecastLedger.Entry written(ForecastLedger.Prepared entry) {
        workspace.ledger().write(entry);
        return entry(entry.forecastId());
    }

    @Override
    public ForecastLedger.Entry entry(String forecastId) {
        return workspace.ledger().entry(forecastId);
    }

    @Override
    public ForecastLedger.Page list(LedgerQuery query) {
        return workspace.ledger().list(query);
    }

    @Override
    public void export(Writer out) throws IOException {
        workspace.ledger().export(out);
    }

    @Override
    public String table() {
        StringBuilder table = new StringBuilder(LedgerCsv.HEADER);
        workspace.ledger().all(LedgerQuery.everything(), line -> table.append(LedgerCsv.of(line)));
        return table.toString();
    }

    @Override
    public void close() {
        workspace.close();
    }
}
