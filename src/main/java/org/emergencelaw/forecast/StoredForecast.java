package org.emergencelaw.forecast;

import java.time.Instant;

/** A forecast that can be asked for again: which one, of which fit, and since when. */
public record StoredForecast(String id, String fitId, Instant createdAt, Forecast forecast) {}
