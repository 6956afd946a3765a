package org.emergencelaw.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.observation.Task;
import org.emergencelaw.report.Headline.Trust;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One verdict over all checks, on the synthetic study, whose law is identified and holds. */
class HeadlineTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);

    private static Forecaster forecaster;
    private static HeldOutComparison heldOut;

    @BeforeAll
    static void fit() {
        FittedStudy fitted = UsualStudy.fit(TASK, TidyCsv.read("data/synthetic/observations.csv"), FitOptions.DEFAULT);
        forecaster = new Forecaster(fitted);
        heldOut = HeldOutComparison.of(forecaster);
    }

    private static EmergenceFit fit(HeldOutComparison any) {
        assertThat(any.checkpoints()).hasSize(4);
        return forecaster.fitted().fit();
    }

    private static Forecast run(double flops) {
        OptionalDouble none = OptionalDouble.empty();
        return forecaster.forecast(new PlannedRun(none, none, OptionalDouble.of(flops), none, 14042));
    }

    private static Headline headline(double flops, HeldOutComparison compared) {
        return Headline.of(fit(compared), Optional.of(run(flops)), compared);
    }

    private static Headline.Check check(Headline headline, String key) {
        return headline.checks().stream()
                .filter(check -> check.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** The same with other counts. */
    private static HeldOutComparison with(int covered, Optional<HeldOutComparison.ByLaw> law, boolean elbow) {
        return new HeldOutComparison(
                heldOut.basis(),
                heldOut.level(),
                heldOut.predicted(),
                heldOut.predictedDoublings(),
                heldOut.seen(),
                heldOut.seenDoublings(),
                heldOut.errorNats(),
                heldOut.errorTimesCompute(),
                Optional.of(elbow),
                heldOut.checkpoints(),
                covered,
                law,
                heldOut.summary());
    }

    @Test
    void aRunWithinTheTestedComputeIsSupported() {
        Headline headline = headline(2e22, heldOut);

        assertThat(forecaster.fitted().fit().verdict()).isEqualTo(Verdict.IDENTIFIED);
        assertThat(headline.trust()).as(headline.checks().toString()).isEqualTo(Trust.SUPPORTED);
    }

    @Test
    void nothingIsGreenWhereTheElbowWasMissed() {
        Headline headline = headline(2e22, with(4, heldOut.law(), false));

        assertThat(headline.trust()).isEqualTo(Trust.NOT_RELIABLE);
        assertThat(check(headline, "held_out").says()).endsWith("elbow missed");
    }

    @Test
    void tooFewHeldOutAccuraciesWithinTheirIntervalsAreNoAccident() {
        // P(X <= 1) of Binomial(4, 0.9) is 0.0037, P(X <= 3) is 0.34
        assertThat(headline(2e22, with(1, heldOut.law(), true)).trust()).isEqualTo(Trust.NOT_RELIABLE);
        assertThat(headline(2e22, with(3, heldOut.law(), true)).trust()).isEqualTo(Trust.SUPPORTED);
    }

    @Test
    void anIdentifiedLawThatHeldOutModelsRefuteIsNotGreen() {
        HeldOutComparison.ByLaw law = heldOut.law().orElseThrow();
        Headline headline = headline(
                2e22,
                with(
                        4,
                        Optional.of(new HeldOutComparison.ByLaw(
                                law.predicted(), law.errorNats(), Optional.of(true), 16, 42)),
                        true));

        assertThat(check(headline, "law").trust()).isEqualTo(Trust.WITH_CARE);
        assertThat(check(headline, "law").why()).contains("holds 16 of 42 held-out accuracies");
        assertThat(headline.trust()).isEqualTo(Trust.WITH_CARE);
    }

    @Test
    void farBeyondWhatWasTestedNothingIsSupported() {
        assertThat(check(headline(1.2e24, heldOut), "reach").trust()).isEqualTo(Trust.WITH_CARE);
        assertThat(check(headline(4e24, heldOut), "reach").trust()).isEqualTo(Trust.NOT_RELIABLE);
        assertThat(headline(4e24, heldOut).trust()).isEqualTo(Trust.NOT_RELIABLE);
    }

    /** What is said of the reach is what the record holds. */
    @Test
    void theFarthestForecastsAreThoseOfTheRecord() throws IOException {
        assertThat(Files.readString(Path.of("data/benchmark/SOURCE.md")))
                .contains("(191 times the compute)", "(39 times)");
        // between 4 and 8 doublings
        assertThat(Files.readString(Path.of("data/benchmark/record.csv")))
                .contains("\nfew_shot,4 to 8,", "\nfinetuned,4 to 8,")
                .doesNotContain("over 8");
        assertThat(check(headline(4e24, heldOut), "reach").why()).contains("nothing was tested beyond 39×");
    }

    @Test
    void withoutAForecastThereIsNothingToRelyOn() {
        assertThat(Headline.of(fit(heldOut), Optional.empty(), heldOut).trust()).isEqualTo(Trust.NOT_RELIABLE);
    }
}
