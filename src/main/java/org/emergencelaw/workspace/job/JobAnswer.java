package org.emergencelaw.workspace.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.diagnostics.Influence;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.format.Json;
import org.emergencelaw.job.Job;
import org.emergencelaw.workspace.FitReports.ByMethod;

/**
 * A job with its result; what a fit and a suite become stands with them.
 *
 * @param result of a backtest; absent until it is done
 * @param influence what was left out of a fit; absent until it is done
 * @param methods the rows of a fit by every method; left out until it is done
 * @param tornado a forecast under changed assumptions; left out until it is done
 */
public record JobAnswer(
        @JsonUnwrapped Job job,
        Optional<Backtest> result,
        Optional<List<Influence>> influence,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<ByMethod>> methods,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SensitivityTornado> tornado) {

    static JobAnswer of(Job job, Optional<String> result) {
        return new JobAnswer(
                job,
                read(job, Job.Kind.BACKTEST, result, Backtest.class),
                read(job, Job.Kind.INFLUENCE, result, Influence[].class).map(List::of),
                read(job, Job.Kind.METHODS, result, ByMethod[].class).map(List::of),
                read(job, Job.Kind.TORNADO, result, SensitivityTornado.class));
    }

    private static <T> Optional<T> read(Job job, Job.Kind kind, Optional<String> result, Class<T> type) {
        return result.filter(text -> job.kind() == kind).map(text -> Json.read(text, type));
    }

    /** A job in a list. */
    public record Item(@JsonUnwrapped Job job, SortedMap<String, String> links) {

        static Item of(Job job) {
            SortedMap<String, String> links = new TreeMap<>();
            links.put("self", "/api/v1/jobs/" + job.id());
            links.put("events", "/api/v1/jobs/" + job.id() + "/events");
            job.studyId().ifPresent(id -> links.put("study", "/api/v1/studies/" + id));
            job.suiteId().ifPresent(id -> links.put("suite", "/api/v1/suites/" + id));
            job.forecastId().ifPresent(id -> links.put("forecast", "/api/v1/forecasts/" + id));
            return new Item(job, links);
        }
    }
}
