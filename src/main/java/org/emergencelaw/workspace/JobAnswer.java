package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.fit.diagnostics.Influence;

/**
 * A job with its result.
 *
 * @param result of a backtest; absent until it is done
 * @param influence what was left out of a fit; absent until it is done
 */
public record JobAnswer(
        @JsonUnwrapped BacktestJob job, Optional<Backtest> result, Optional<List<Influence>> influence) {

    /** A job in a list. */
    public record Item(@JsonUnwrapped BacktestJob job, SortedMap<String, String> links) {

        static Item of(BacktestJob job) {
            return new Item(
                    job,
                    new TreeMap<>(Map.of(
                            "self", "/api/v1/jobs/" + job.id(),
                            "events", "/api/v1/jobs/" + job.id() + "/events",
                            "study", "/api/v1/studies/" + job.studyId())));
        }
    }
}
