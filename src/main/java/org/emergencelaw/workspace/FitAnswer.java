package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.store.FitStore;

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

    /** A fit in a list; what it says is absent where it cannot be read as it is kept. */
    public record Item(@JsonUnwrapped FitStore.Line fit, SortedMap<String, String> links) {

        static Item of(FitStore.Line fit) {
            return new Item(
                    fit,
                    new TreeMap<>(Map.of(
                            "self", "/api/v1/fits/" + fit.id(),
                            "study", "/api/v1/studies/" + fit.studyId(),
                            "forecasts", "/api/v1/forecasts?fit=" + fit.id())));
        }
    }

    /** A comparison with the fit that it tests. */
    public record Comparison(String fitId, @JsonUnwrapped HeldOutComparison comparison) {}

    /**
     * Diagnostics with the fit that they are of.
     *
     * @param influencePending whether what is left out is still to come, by a job
     */
    public record Diagnostics(
            String fitId,
            boolean influencePending,
            @JsonUnwrapped DiagnosticReport diagnostics) {}
}
