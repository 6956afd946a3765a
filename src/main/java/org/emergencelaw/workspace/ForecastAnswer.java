package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.StoredForecast;

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

    /** @param fit the one behind the forecast */
    public static Stored of(StoredForecast forecast, StoredFit fit) {
        return new Stored(
                forecast.id(),
                forecast.fitId(),
                forecast.createdAt(),
                new ForecastAnswer(fit.fitted().fit(), forecast.forecast()));
    }
}
