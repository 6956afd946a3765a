package org.emergencelaw.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.Forecast;

/** A forecast with the fit it rests on: one flat JSON object, as the contract has it. */
public record ForecastReport(
        @JsonUnwrapped EmergenceFit fit, @JsonUnwrapped Forecast forecast) {}
