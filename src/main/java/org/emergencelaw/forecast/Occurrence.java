package org.emergencelaw.forecast;

import org.emergencelaw.statistics.Percentiles;

/**
 * When something comes: few-shot accuracy leaving its floor, or reaching a named level.
 *
 * @param lossNats pretraining loss there, nats per token; the later, the lower
 * @param trainFlops compute along the plan's path, FLOPs
 * @param doublings of compute past the strongest visible checkpoint, along the study's path; below 0 it lies behind it
 */
public record Occurrence(Percentiles lossNats, Percentiles trainFlops, Percentiles doublings) {}
