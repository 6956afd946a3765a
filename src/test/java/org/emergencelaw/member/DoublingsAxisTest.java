package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.FewShotStudy.Known;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses and sizes to doublings of compute and back. A step of {@link FewShotStudy} is two doublings. */
class DoublingsAxisTest {

    private static final ComputePath PATH = ComputePath.usual(6);

    private static DoublingsAxis axis(List<Observation> rows) {
        return DoublingsAxis.of(UsualStudy.of(FewShotStudy.TASK, rows), 1).orElseThrow();
    }

    private static RunSize size(double step) {
        return PATH.at(6 * 20 * Math.pow(1e8 * Math.pow(2, step), 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Known.class,
            names = {"ALL", "NO_TOKENS"})
    void lossesThatFollowALawAreDoublingsOfCompute(Known known) {
        DoublingsAxis axis = axis(FewShotStudy.rows(known, 6, 5));

        assertThat(axis.ofLoss(FewShotStudy.loss(5)).getAsDouble())
                .as("the strongest")
                .isCloseTo(0, within(1e-9));
        for (int step = 0; step < 5; step++)
            assertThat(axis.ofLoss(FewShotStudy.loss(step)).getAsDouble())
                    .as("step %s", step)
                    .isCloseTo(2.0 * (step - 5), within(0.1));
        // ahead the law is known less well
        assertThat(axis.ofLoss(FewShotStudy.loss(7)).getAsDouble()).isCloseTo(4, within(0.5));
        assertThat(axis.ofSize(size(7)).getAsDouble()).isCloseTo(4, within(0.1));
    }

    @Test
    void doublingsComeBackAsTheirLossAndCompute() {
        DoublingsAxis axis = axis(FewShotStudy.rows(Known.ALL, 6, 5));

        assertThat(axis.lossesNats(0)).hasSize(40);
        for (double loss : axis.lossesNats(0))
            assertThat(loss).as("no uncertainty at the strongest").isCloseTo(FewShotStudy.loss(5), within(1e-9));
        for (double x : new double[] {-6, 0, 3}) {
            for (double flops : axis.trainFlops(x, PATH))
                assertThat(Math.log(flops / size(5).trainFlops()) / Math.log(2)).isCloseTo(x, within(0.3));
            // another path of the same ratio, by the law itself instead of its table
            ComputePath same = new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, 20 + 1e-9, 6);
            double[] byTable = axis.trainFlops(x, PATH), byLaw = axis.trainFlops(x, same);
            for (int i = 0; i < byLaw.length; i++)
                assertThat(byLaw[i] / byTable[i]).isCloseTo(1, within(0.01));
        }
    }

    @ParameterizedTest
    @EnumSource(Known.class)
    void theUnitOfTheLossesDoesNotMatter(Known known) {
        List<Observation> rows = FewShotStudy.rows(known, 6, 5);
        DoublingsAxis axis = axis(rows), other = axis(FewShotStudy.rescaled(rows, 1 / Math.log(2), 0.7));

        for (double step = 0; step < 8; step += 0.5) {
            OptionalDouble place = axis.ofLoss(FewShotStudy.loss(step));
            OptionalDouble again = other.ofLoss(FewShotStudy.loss(step) / Math.log(2) + 0.7);
            assertThat(again.isPresent()).isEqualTo(place.isPresent());
            if (place.isPresent()) assertThat(again.getAsDouble()).isCloseTo(place.getAsDouble(), within(1e-6));
            assertThat(other.ofSize(size(step)).orElse(0))
                    .isCloseTo(axis.ofSize(size(step)).orElse(0), within(1e-6));
        }
    }

    @Test
    void theOtherReadingCountsTheFallOfTheLossInItsMeanFallADoubling() {
        List<Observation> rows = FewShotStudy.rows(Known.ALL, 6, 5);
        DoublingsAxis axis = axis(rows), other = axis(FewShotStudy.rescaled(rows, 1 / Math.log(2), 0.7));
        DoubleUnaryOperator pace = axis.lossPace().orElseThrow();
        // least squares of six losses on their compute, two doublings a step
        double slope = 0;
        for (int step = 0; step < 6; step++) slope -= (step - 2.5) * FewShotStudy.loss(step) / (2 * 17.5);

        assertThat(pace.applyAsDouble(0)).isCloseTo(0, within(1e-9));
        for (int step = 0; step < 6; step++) {
            double fall = (FewShotStudy.loss(5) - FewShotStudy.loss(step)) / slope;
            assertThat(pace.applyAsDouble(2.0 * (step - 5))).as("step %s", step).isCloseTo(fall, within(0.1));
        }
        assertThat(pace.applyAsDouble(6)).as("losses flatten").isLessThan(4);
        for (double x = -9; x < 40; x++) {
            assertThat(pace.applyAsDouble(x + 1)).isGreaterThanOrEqualTo(pace.applyAsDouble(x));
            assertThat(other.lossPace().orElseThrow().applyAsDouble(x))
                    .as("in any unit")
                    .isCloseTo(pace.applyAsDouble(x), within(1e-6));
        }
    }

    @Test
    void withoutLossesComputeAloneIsTheAxis() {
        DoublingsAxis axis = axis(FewShotStudy.rows(Known.NO_LOSS, 6, 5));

        assertThat(axis.ofSize(size(3)).getAsDouble()).isCloseTo(-4, within(1e-9));
        assertThat(axis.ofLoss(2)).isEmpty();
        assertThat(axis.lossesNats(1)).isEmpty();
        assertThat(axis.trainFlops(2, PATH)).hasSize(1);
        assertThat(axis.trainFlops(2, PATH)[0] / size(5).trainFlops()).isCloseTo(4, within(1e-9));
        assertThat(axis.warnings()).extracting(Warning::code).containsExactly("doublings_by_compute");
    }

    @Test
    void lossesThatRiseWithComputeAreNotTrusted() {
        List<Observation> rows = FewShotStudy.rescaled(FewShotStudy.rows(Known.ALL, 6, 5), -1, 6);

        assertThat(axis(rows).warnings()).extracting(Warning::code).containsExactly("doublings_by_compute");
    }

    @Test
    void lossesAloneAreScaledByTheirOwnSpread() {
        DoublingsAxis axis = axis(FewShotStudy.rows(Known.LOSS_ALONE, 6, 5));

        assertThat(axis.ofLoss(FewShotStudy.loss(5)).getAsDouble()).isZero();
        assertThat(axis.ofLoss(FewShotStudy.loss(0)).getAsDouble()).isBetween(-10.0, -5.0);
        assertThat(axis.ofSize(size(3))).isEmpty();
        assertThat(axis.trainFlops(1, PATH)).isEmpty();
        assertThat(axis.warnings()).extracting(Warning::code).containsExactly("doublings_by_loss_spread");
    }

    @Test
    void whereTokensAreAssumedItIsSaid() {
        assertThat(axis(FewShotStudy.rows(Known.NO_TOKENS, 6, 5)).warnings())
                .extracting(Warning::code)
                .containsExactly("tokens_assumed");
    }

    @Test
    void aPublishedLawIsInvertedAlongTheStudysPath() {
        ChinchillaLaw law = new ChinchillaLaw(1.8, 480, 0.35, 2080, 0.37);
        LossSource source = new LossSource(
                PATH,
                ParamCount.EMBEDDING,
                Optional.of(new LossSource.Published("a published law", law, ParamCount.EMBEDDING)));
        StudyRows study = StudyRows.of(FewShotStudy.TASK, FewShotStudy.rows(Known.NO_LOSS, 6, 5), source, "digest");
        DoublingsAxis axis = DoublingsAxis.of(study, 1).orElseThrow();

        for (int step = 0; step < 9; step++) {
            assertThat(axis.ofLoss(FewShotStudy.loss(step)).getAsDouble()).isCloseTo(2.0 * (step - 5), within(0.01));
            assertThat(axis.ofSize(size(step)).getAsDouble()).isCloseTo(2.0 * (step - 5), within(0.01));
        }
        assertThat(axis.lossesNats(4)).hasSize(1);
    }

    @Test
    void onePlacelessCheckpointIsNoStudy() {
        assertThat(DoublingsAxis.of(UsualStudy.of(FewShotStudy.TASK, FewShotStudy.rows(Known.LOSS_ALONE, 1, 5)), 1))
                .isEmpty();
    }
}
