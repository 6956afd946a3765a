package org.emergencelaw.fit;

import java.time.Instant;

/** A fit that can be asked for again: which one, of which study, and since when. */
public record StoredFit(String id, String studyId, Instant createdAt, EmergenceFit.WithDraws fitted) {}
