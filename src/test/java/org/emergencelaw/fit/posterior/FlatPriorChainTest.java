package org.emergencelaw.fit.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.ForkJoinPool;
import org.emergencelaw.fit.DegenerateDesignsTest;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The posterior under flat priors against a chain of other code, and what becomes of a chain that does not converge. */
class FlatPriorChainTest {

    private static FlatPriorChain.Result run(int study, long seed) {
        FitDesign data = new FitDesign(5, TidyCsv.read("data/reference-fits/study_" + study + ".csv"));
        return new FlatPriorChain(data, EmergenceLawForm.LOG_POWER, true).run(seed);
    }

    /**
     * Computed by {@code posterior/flat.py} beside this test's resources: emcee 3.1.4, all seven parameters in the chain, about
     * 15,000 effective draws. Allowed are three standard errors of about 1,500 effective draws here.
     */
    @ParameterizedTest
    @CsvSource({"4, 1.4104, 1.4793, 1.5510, 1.6659, 1.8446", "7, 0.7825, 0.9627, 1.0796, 1.1997, 1.4069"})
    void agreesWithEmcee(int study, double q05, double q25, double q50, double q75, double q95) {
        FlatPriorChain.Result result = run(study, 1);
        double[] elbows = result.draws().stream()
                .mapToDouble(LawDraw::emergenceLossNats)
                .sorted()
                .toArray();
        double spread = q75 - q25;

        assertThat(result.sampling().converged()).isTrue();
        assertThat(Percentiles.quantile(elbows, 0.05)).isCloseTo(q05, within(0.15 * spread));
        assertThat(Percentiles.quantile(elbows, 0.25)).isCloseTo(q25, within(0.08 * spread));
        assertThat(Percentiles.quantile(elbows, 0.5)).isCloseTo(q50, within(0.08 * spread));
        assertThat(Percentiles.quantile(elbows, 0.75)).isCloseTo(q75, within(0.12 * spread));
        assertThat(Percentiles.quantile(elbows, 0.95)).isCloseTo(q95, within(0.2 * spread));
    }

    @Test
    void sameSeedSameDrawsOnAnyNumberOfThreads() throws Exception {
        FlatPriorChain.Result here = run(3, 5);
        for (int threads = 1; threads <= 2; threads++) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertThat(pool.submit(() -> run(3, 5)).get()).isEqualTo(here);
            } finally {
                pool.shutdown();
            }
        }
        assertThat(run(3, 6).draws()).isNotEqualTo(here.draws());
    }

    /** Accuracies of 0 and 1 alone: the slope is open upwards, and elbows hide in valleys between two losses. */
    @Test
    void anUnconvergedChainIsAnErrorThatCarriesItsEstimate() {
        DegenerateDesignsTest.Design design = DegenerateDesignsTest.Design.of(95);
        FitOptions options = FitOptions.DEFAULT
                .withLaw(design.form())
                .withMethod(Method.MCMC)
                .withFewShotShift(design.shift())
                .withSeed(95);

        UnconvergedException unconverged = catchThrowableOfType(
                UnconvergedException.class, () -> UsualStudy.fit(design.task(), design.rows(), options));

        assertThat(unconverged)
                .hasMessageContaining("did not converge in 16,384 steps")
                .hasMessageContaining("R-hat");
        assertThat(unconverged.sampling().converged()).isFalse();
        assertThat(unconverged.estimate().method()).isEqualTo(Method.MCMC);
        assertThat(unconverged.estimate().diagnostics().orElseThrow().sampling())
                .contains(unconverged.sampling());
        assertThat(unconverged.estimate().emergence().lossNats().mle()).isPresent();
    }
}
