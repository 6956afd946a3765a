package org.emergencelaw.member;

/**
 * What one member says, and how much it counts.
 *
 * @param weight its share of the combined forecast, 0..1; the weights of a forecast add up to 1
 * @param curves its own answers
 */
public record Voice(Member member, double weight, CurveDistribution curves) {

    public Voice {
        if (!(weight >= 0 && weight <= 1)) throw new IllegalArgumentException("weight must be in 0..1, was " + weight);
    }
}
