package org.emergencelaw.web.page.share;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.page.Cockpit;
import org.emergencelaw.web.page.ForecastPage;
import org.emergencelaw.web.page.Form;
import org.emergencelaw.web.page.StudyPage;
import org.emergencelaw.web.page.suite.SuitePage;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;

/**
 * Pages as one file each, which needs nothing else: the style sheet and the charts are inside, nothing is asked for and no script runs.
 * The templates are those of the pages.
 *
 * @param root address of the service, which links lead to; absent where there is none, and they lead nowhere
 */
public record Reports(Workspace workspace, Pages pages, Optional<String> root) {

    private static final Pattern LINK = Pattern.compile(" href=\"/[^\"]*\"");

    /** Beside what the page shows, what it has computed when somebody asks for it. */
    private record OfStudy(@JsonUnwrapped StudyPage.View page, Optional<NextMeasurement> next) {}

    private Optional<NextMeasurement> next(Study study) {
        return workspace.reports().nextMeasurement(workspace.fits().current(study));
    }

    /**
     * What a study's report shows, to be written as JSON.
     *
     * @param plan the run that is asked for, by field; what is left out is as on the page
     */
    public Object record(Study study, Map<String, String> plan) {
        return new OfStudy(view(study, plan), next(study));
    }

    /** The same of a forecast or, where it is locked, of its entry in the ledger. */
    public Object record(String id) {
        return workspace.ledger().find(id).isPresent()
                ? workspace.ledger().entry(id)
                : ForecastPage.View.of(workspace, id);
    }

    private StudyPage.View view(Study study, Map<String, String> plan) {
        StoredFit fit = workspace.fits().current(study);
        Form form = form(fit, plan);
        StudyPage.View view = StudyPage.View.of(workspace, study, fit, form);
        form.fault().ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return view;
    }

    private Form form(StoredFit fit, Map<String, String> plan) {
        return new Cockpit(workspace).form(field -> plan.getOrDefault(field, ""), fit);
    }

    /** A study as a file. */
    public String study(Study study, Map<String, String> plan) {
        StudyPage.View view = view(study, plan);
        Form form = form(workspace.fits().current(study), plan);
        Citation cite = Citation.of(study, view.fit(), address("/studies/" + study.id()));
        return report("study.jte", view, cite, Map.of("fitForm", form, "plan", form, "saved", 0, "next", next(study)));
    }

    /** @throws org.emergencelaw.workspace.NotFound if there is no such forecast */
    public String forecast(String id) {
        ForecastPage.View view = ForecastPage.View.of(workspace, id);
        Citation cite = Citation.of(view.study(), view.forecast(), address("/forecasts/" + id));
        return report("forecast.jte", view, cite, Map.of("form", Form.of(Map.of())));
    }

    /** @throws org.emergencelaw.workspace.NotFound if no such forecast is locked */
    public String entry(String id) {
        ForecastLedger.Entry view = workspace.ledger().entry(id);
        return report(
                "entry.jte", view, Citation.of(view, address("/ledger/" + id)), Map.of("form", Form.of(Map.of())));
    }

    public String suite(SuitePage.View view, String sha256) {
        Citation cite = Citation.of(
                view.suite(),
                sha256,
                workspace.ledger().now(),
                address("/suites/" + view.suite().id()));
        return report("suite.jte", view, cite, Map.of());
    }

    private Optional<String> address(String path) {
        return root.map(service -> service + path);
    }

    private String report(String template, Object view, Citation cite, Map<String, Object> others) {
        Map<String, Object> parameters = new LinkedHashMap<>(others);
        parameters.putAll(Map.of("view", view, "data", "", "cite", cite, "report", true));
        // what stands folded on a page would be missing on paper
        String page = pages.text(template, parameters).replace("<details>", "<details open>");
        return root.map(service -> page.replace(" href=\"/", " href=\"" + service + "/"))
                .orElseGet(() -> LINK.matcher(page).replaceAll(""));
    }
}
