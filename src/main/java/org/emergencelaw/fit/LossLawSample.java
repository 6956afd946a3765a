package org.emergencelaw.fit;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.loss.LossLawPosterior.LossDraw;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LossLaw;

/**
 * Loss laws for draws of an emergence law: of the family's own posterior, or a published law, which then is a point.
 *
 * @param mode the most probable law
 * @param draws independent of the draws of the emergence law
 * @param checkpoints that it was fitted on; 0 for a published law
 */
public record LossLawSample(LossLaw mode, List<LossDraw> draws, int checkpoints) {

    /**
     * @param study held-out rows among them are left alone
     * @param count of draws
     * @return absent where no checkpoint states its size
     */
    public static Optional<LossLawSample> of(StudyRows study, int count, long seed) {
        return of(study, FitOptions.DEFAULT.withSeed(seed), count);
    }

    static Optional<LossLawSample> of(StudyRows study, FitOptions options, int count) {
        if (study.borrowed())
            return study.lossLaw()
                    .map(law -> new LossLawSample(law, Collections.nCopies(count, new LossDraw(law, 0)), 0));
        return study.visible()
                .posterior()
                .map(posterior -> new LossLawSample(
                        posterior.mode().law(),
                        options.method() == Method.MLE
                                ? Collections.nCopies(count, posterior.mode())
                                : posterior.sample(count, options.seed()),
                        posterior.checkpoints()));
    }

    /** With draws as {@link LawDraw#rounded} has them; a published law is known by all its digits. */
    LossLawSample rounded() {
        return checkpoints == 0
                ? this
                : new LossLawSample(mode, draws.stream().map(LossDraw::rounded).toList(), checkpoints);
    }
}
