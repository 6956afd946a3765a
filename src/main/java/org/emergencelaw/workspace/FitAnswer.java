package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.forecast.HeldOutComparison;

/** A stored fit as one flat object. */
public record FitAnswer(
        String id,
        String studyId,
        Instant createdAt,
        @JsonUnwrapped EmergenceFit fit) {

    public static FitAnswer of(StoredFit fit) {
        return new FitAnswer(
                fit.id(), fit.studyId(), fit.createdAt(), fit.fitted().fit());
    }

    /** A comparison with the fit that it tests. */
    public record Comparison(String fitId, @JsonUnwrapped HeldOutComparison comparison) {}

    /** Diagnostics with the fit that they are of. */
    public record Diagnostics(String fitId, @JsonUnwrapped DiagnosticReport diagnostics) {}
}
