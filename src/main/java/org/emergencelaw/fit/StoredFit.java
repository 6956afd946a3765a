package org.emergencelaw.fit;

import java.time.Instant;

/**
 * A fit that can be asked for again: which one, of which study, and since when.
 *
 * @param options by which it was made
 */
public record StoredFit(
        String id, String studyId, Instant createdAt, FitOptions options, EmergenceFit.WithDraws fitted) {}
