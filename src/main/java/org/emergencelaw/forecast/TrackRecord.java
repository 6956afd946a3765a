package org.emergencelaw.forecast;

/**
 * How forecasts like this one have done on studies whose outcome is known.
 *
 * @param held 90% intervals of accuracy that held
 * @param of forecasts
 * @param kind of study, {@code few_shot} or {@code law}
 * @param horizon how far ahead, in doublings, such as {@code 1 to 2}
 */
public record TrackRecord(int held, int of, String kind, String horizon) {

    public TrackRecord {
        if (!(held >= 0 && held <= of))
            throw new IllegalArgumentException("held must be from 0 to " + of + ", was " + held);
    }
}
