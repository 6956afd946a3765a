package org.emergencelaw.forecast;

import java.util.Optional;
import org.emergencelaw.member.Member;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * What one voice of the combined forecast says by itself.
 *
 * @param key who speaks
 * @param weight its share, 0..1; the weights of a forecast add up to 1
 * @param elbow doublings past the strongest visible checkpoint; absent for a voice that has no elbow
 * @param crossing of the named level, doublings
 * @param elbowFlops compute at the elbow along the plan's path, FLOPs, by the middle loss law
 * @param crossingFlops compute at the crossing along the plan's path, FLOPs, likewise
 * @param accuracy of the planned run
 * @param pReachesLevel that the planned run reaches the named level
 */
public record VoiceAnswer(
        Member key,
        double weight,
        Optional<Percentiles> elbow,
        Percentiles crossing,
        Optional<Percentiles> elbowFlops,
        Percentiles crossingFlops,
        Interval90 accuracy,
        double pReachesLevel) {}
