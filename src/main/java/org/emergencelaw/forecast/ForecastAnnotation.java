package org.emergencelaw.forecast;

import org.emergencelaw.format.TextRules;

/**
 * What a person says of a forecast, which itself never changes.
 *
 * @param remark may have several lines, and may be empty
 * @param archived whether lists leave it out unless they are asked for it
 */
public record ForecastAnnotation(String remark, boolean archived) {

    public static final int LONGEST = 2_000;

    /** Of a forecast of which nobody said anything. */
    public static final ForecastAnnotation NONE = new ForecastAnnotation("", false);

    public ForecastAnnotation {
        TextRules.brokenRule(remark, LONGEST, true).ifPresent(rule -> {
            throw new IllegalArgumentException("remark " + rule);
        });
    }
}
