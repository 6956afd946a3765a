package org.emergencelaw.web.page.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.report.suite.ForestPlot;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.web.api.SuiteFilter;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Studies;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.Suites;

/** One planned run, all tasks of a suite: which will appear, and when. */
public record SuitePage(Suites suites, SuiteForecasts forecasts, Pages pages) {

    /** Small suites answer at once, and large ones show what there is. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * What the page and its JSON show.
     *
     * @param studies where no run is planned yet
     * @param forecast of the planned run
     * @param fault what is wrong with the plan
     */
    public record View(
            Suite suite,
            List<Studies.Summary> studies,
            Optional<SuiteForecast> forecast,
            Optional<String> fault,
            @JsonIgnore Map<String, String> given,
            @JsonIgnore TaskQuery query) {

        public String given(String field) {
            return given.getOrDefault(field, "");
        }

        public ForestPlot plot() {
            return ForestPlot.of(forecast.orElseThrow());
        }

        /** This table, sorted by something else; twice the same turns it round. */
        public String sortedBy(TaskQuery.Sort sort) {
            boolean descending = query.sort() == sort ? !query.descending() : sort == TaskQuery.Sort.PROBABILITY;
            return address("", Map.of("sort", DisplayNames.key(sort), "order", descending ? "desc" : "asc"));
        }

        /** How a column is sorted, for {@code aria-sort}. */
        public String order(TaskQuery.Sort sort) {
            if (query.sort() != sort) return "none";
            return query.descending() ? "descending" : "ascending";
        }

        /** The same with another ending, such as {@code .csv}, or under another address of the suite. */
        public String as(String ending) {
            return address(ending, Map.of());
        }

        /** The page of one task, at the same run. */
        public String inCockpit(TaskForecast task) {
            Map<String, String> run = new LinkedHashMap<>(given);
            run.keySet().retainAll(SuiteFilter.PLAN);
            return query("/studies/" + task.studyId(), run);
        }

        /** What was asked, to ask it elsewhere; empty where nothing was. */
        public String asked() {
            return address("", Map.of()).replaceFirst("^[^?]*", "");
        }

        private String address(String ending, Map<String, String> changed) {
            Map<String, String> all = new LinkedHashMap<>(given);
            all.putAll(new TreeMap<>(changed));
            return query("/suites/" + suite.id() + ending, all);
        }

        private static String query(String path, Map<String, String> fields) {
            if (fields.isEmpty()) return path;
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&", path + "?", ""));
        }
    }

    public View view(Context ctx) {
        return view(ctx, PATIENCE);
    }

    public View view(Context ctx, Duration patience) {
        Suite suite = suites.suite(ctx.pathParam("id"));
        TaskQuery query = SuiteFilter.tasks(ctx);
        Optional<SuitePlan> plan = SuiteFilter.plan(ctx);
        Optional<SuiteForecast> forecast = plan.map(run -> forecasts.forecast(suite, run, query, patience));
        List<Studies.Summary> studies =
                forecast.isPresent() ? List.of() : suites.view(suite).studies();
        return new View(suite, studies, forecast, Optional.empty(), SuiteFilter.given(ctx), query);
    }

    /** A plan that cannot be one is shown again, with what is wrong. */
    public void show(Context ctx) {
        Suite suite = suites.suite(ctx.pathParam("id"));
        try {
            SuiteFilter.plan(ctx);
        } catch (IllegalArgumentException fault) {
            View again = new View(
                    suite,
                    suites.view(suite).studies(),
                    Optional.empty(),
                    Optional.of(String.valueOf(fault.getMessage())),
                    SuiteFilter.given(ctx),
                    TaskQuery.ALL);
            show(ctx.status(422), again);
            return;
        }
        show(ctx, view(ctx));
    }

    private void show(Context ctx, View view) {
        Optional<String> address =
                Optional.of(pages.outside(ctx, "/suites/" + view.suite().id()));
        Citation cite = Citation.of(view.suite(), suites.sha256(view.suite()), suites.now(), address);
        pages.show(ctx, "suite.jte", Map.of("view", view, "cite", cite));
    }

    /** Only by its name, which nobody types by accident. */
    public void delete(Context ctx) {
        Suite suite = suites.suite(ctx.pathParam("id"));
        String typed = FormFields.value(ctx, "name").orElse("").strip();
        if (!typed.equals(suite.name().strip()))
            throw new IllegalArgumentException(
                    "name must be that of the suite, " + suite.name() + ", was " + (typed.isEmpty() ? "empty" : typed));
        suites.delete(suite.id());
        ctx.redirect("/suites", HttpStatus.SEE_OTHER);
    }
}
