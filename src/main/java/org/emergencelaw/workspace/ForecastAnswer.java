package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.store.ForecastStore;

/**
 * A forecast with the fit it rests on: one flat JSON object, as the contract has it. The forecast's warnings include the fit's; its
 * emergence is that of the combined forecast, and where there is none, as in forecasts of version 0.1.0, that of the law.
 */
public record ForecastAnswer(
        @JsonUnwrapped @JsonIgnoreProperties({"warnings", "emergence"})
        EmergenceFit fit,

        @JsonUnwrapped Forecast forecast) {

    public ForecastAnswer {
        forecast = forecast.orEmergence(fit.emergence());
    }

    /** A stored forecast as one flat object. */
    public record Stored(
            String id,
            String fitId,
            Instant createdAt,
            @JsonUnwrapped ForecastAnswer report) {}

    /**
     * A forecast in a list.
     *
     * @param locked whether the ledger has it
     * @param remark what is said of it; may be empty
     * @param archived whether it was put away
     */
    public record Item(
            String id,
            String fitId,
            String studyId,
            Instant createdAt,
            Forecast.Planned plannedRun,
            OptionalDouble level,
            OptionalDouble pReachesLevel,
            OptionalDouble pExceedsTrivial,
            String claim,
            boolean locked,
            String remark,
            boolean archived,
            SortedMap<String, String> links) {

        static Item of(ForecastStore.Line line) {
            StoredForecast stored = line.forecast();
            Forecast said = stored.forecast();
            SortedMap<String, String> links = new TreeMap<>(Map.of(
                    "self", "/api/v1/forecasts/" + stored.id(),
                    "fit", "/api/v1/fits/" + stored.fitId(),
                    "study", "/api/v1/studies/" + line.studyId()));
            if (line.locked()) links.put("ledger", "/api/v1/ledger/" + stored.id());
            return new Item(
                    stored.id(),
                    stored.fitId(),
                    line.studyId(),
                    stored.createdAt(),
                    said.plannedRun(),
                    said.level(),
                    said.pReachesLevel(),
                    said.pExceedsTrivial(),
                    said.claim(),
                    line.locked(),
                    line.annotation().remark(),
                    line.annotation().archived(),
                    links);
        }
    }

    /** @param fit the one behind the forecast */
    public static Stored of(StoredForecast forecast, StoredFit fit) {
        return new Stored(
                forecast.id(),
                forecast.fitId(),
                forecast.createdAt(),
                new ForecastAnswer(fit.fitted().fit(), forecast.forecast()));
    }
}
