package org.emergencelaw.workspace.suite;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.workspace.NewStudy;

/**
 * A suite to create.
 *
 * @param id made of the name where it is not given
 * @param family the name of the suite where it is not given
 * @param paramCount as the published law has it where it is not given
 * @param lossLaw name of the published law that stands in where no loss was measured
 */
public record NewSuite(
        Optional<String> id,
        String name,
        Optional<String> family,
        OptionalDouble flopsPerParamToken,
        Optional<ParamCount> paramCount,
        Optional<String> lossLaw) {

    /** A suite that counts as is usual. */
    public static NewSuite of(Optional<String> id, String name, Optional<String> family) {
        return new NewSuite(id, name, family, OptionalDouble.empty(), Optional.empty(), Optional.empty());
    }

    /** @throws IllegalArgumentException if anything breaks a rule */
    Suite suite(PublishedLossLaws lossLaws, Instant now) {
        return new Suite(
                id.orElseGet(() -> NewStudy.slug(name, Suite.LONGEST_ID - 9, "suite")),
                name,
                family.filter(given -> !given.isBlank()).orElse(name),
                now,
                NewStudy.convention(flopsPerParamToken, paramCount, lossLaw, lossLaws));
    }
}
