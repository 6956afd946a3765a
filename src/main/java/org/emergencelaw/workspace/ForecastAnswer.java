package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;

/** A forecast with the fit it rests on: one flat JSON object, as the contract has it. The forecast's warnings include the fit's. */
public record ForecastAnswer(
        @JsonUnwrapped @JsonIgnoreProperties("warnings") EmergenceFit fit,
        @JsonUnwrapped Forecast forecast) {

    /** A stored forecast as one flat object. */
    public record Stored(
            String id,
            String fitId,
            Instant createdAt,
            @JsonUnwrapped ForecastAnswer report) {
        public static Stored of(ForecastStore.Kept kept, FitStore.Kept fit) {
            return new Stored(
                    kept.id(),
                    kept.fitId(),
                    kept.createdAt(),
                    new ForecastAnswer(fit.fitted().fit(), kept.forecast()));
        }
    }
}
