package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.store.FitStore;

/** A stored fit as one flat object. */
public record FitAnswer(
        String id,
        String studyId,
        Instant createdAt,
        @JsonUnwrapped EmergenceFit fit) {

    public static FitAnswer of(FitStore.Kept kept) {
        return new FitAnswer(
                kept.id(), kept.studyId(), kept.createdAt(), kept.fitted().fit());
    }

    /** A comparison with the fit that it tests. */
    public record Comparison(String fitId, @JsonUnwrapped HeldOutComparison comparison) {}

    /** Diagnostics with the fit that they are of. */
    public record Diagnostics(String fitId, @JsonUnwrapped DiagnosticReport diagnostics) {}
}
