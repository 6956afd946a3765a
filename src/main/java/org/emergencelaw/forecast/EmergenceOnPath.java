package org.emergencelaw.forecast;

import org.emergencelaw.law.ComputePath;
import org.emergencelaw.statistics.Percentiles;

/**
 * Compute at the point of emergence along one path.
 *
 * @param path what is held while compute grows
 * @param along the path in words
 * @param trainFlops compute at emergence, FLOPs
 * @param pNever share of the posterior in which no compute on this path reaches the point of emergence, which lies below the
 *     path's least loss
 */
public record EmergenceOnPath(ComputePath path, String along, Percentiles trainFlops, double pNever) {}
