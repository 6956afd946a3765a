package org.emergencelaw.fit;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;

/**
 * Loss laws for the draws of a fit: of the family's own posterior, or a published law, which then is a point.
 *
 * @param mode the most probable law
 * @param draws independent of the draws of the emergence law
 * @param checkpoints that it was fitted on; 0 for a published law
 */
record LossLawSample(LossLaw mode, List<LossLawPosterior.LossDraw> draws, int checkpoints) {

    /**
     * @param observations rows of a study, as submitted; held-out rows are left alone
     * @param count of draws
     * @return absent where no checkpoint states its size
     */
    static Optional<LossLawSample> of(List<Observation> observations, FitOptions options, int count) {
        LossSource basis = options.losses();
        if (basis.borrows(observations)) {
            LossLaw law = basis.published().orElseThrow().law();
            return Optional.of(
                    new LossLawSample(law, Collections.nCopies(count, new LossLawPosterior.LossDraw(law, 0)), 0));
        }
        return LossLawPosterior.of(
                        observations.stream()
                                .filter(row -> row.split() == Split.FIT)
                                .map(Observation::checkpoint)
                                .distinct()
                                .toList(),
                        basis.path().flopsPerParamToken())
                .map(posterior -> new LossLawSample(
                        posterior.mode().law(),
                        options.method() == Method.MLE
                                ? Collections.nCopies(count, posterior.mode())
                                : posterior.sample(count, options.seed()),
                        posterior.checkpoints()));
    }
}
