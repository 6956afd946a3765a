package org.emergencelaw.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.Forecast;

/** A forecast with the fit it rests on: one flat JSON object, as the contract has it. The forecast's warnings include the fit's. */
public record ForecastReport(
        @JsonUnwrapped @JsonIgnoreProperties("warnings") EmergenceFit fit,
        @JsonUnwrapped Forecast forecast) {}
