package org.emergencelaw.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.leastsquares.Elbows;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EmergenceLawFormTest {

    static Stream<Arguments> shapes() {
        return Stream.of(EmergenceLawForm.values())
                .flatMap(form -> Stream.of(1, 2, 5, 25)
                        .flatMap(
                                shots -> Stream.of(-15.0, -3.0, -0.5, -1e-7, 1e-7, 1e-5, 0.05, 0.5, 1.0, 1.8, 4.0, 15.0)
                                        .filter(shape -> shape >= form.minShape && shape <= form.maxShape)
                                        .map(shape -> Arguments.of(form, shots, shape))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void positionsRunFromZeroToOne(EmergenceLawForm form, int shots, double shape) {
        assertThat(form.position(shots, shots, 1e5, shape)).isCloseTo(0, within(1e-14));
        assertThat(form.position(1e5, shots, 1e5, shape)).isCloseTo(1, within(1e-14));
        double last = 0;
        for (double examples = 30; examples < 1e5; examples *= 3) {
            double position = form.position(examples, shots, 1e5, shape);
            assertThat(position).isBetween(last, 1.0);
            last = position;
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theSlopeIsTheDerivative(EmergenceLawForm form, int shots, double shape) {
        double step = 1e-4;
        for (double examples : new double[] {shots, 100, 3000, 1e5}) {
            double difference = (form.position(examples, shots, 1e5, shape + step)
                            - form.position(examples, shots, 1e5, shape - step))
                    / (2 * step);
            assertThat(form.positionSlope(examples, shots, 1e5, shape)).isCloseTo(difference, within(2e-7));
        }
    }

    /** The quick kernels of the search say the same as the formula. */
    @ParameterizedTest
    @MethodSource("shapes")
    void positionsOfAllLevelsAreThoseOfEach(EmergenceLawForm form, int shots, double shape) {
        FitDesign data = levels(shots);
        ElbowPositions positions = data.positions(form);
        double[] at = new double[data.amounts.length], slopes = new double[data.amounts.length];

        positions.at(shape, at);
        positions.slopesAt(shape, at, slopes);

        for (int l = 0; l < at.length; l++) {
            double position = form.position(data.amounts[l], shots, data.maxExamples(), shape);
            double slope = form.positionSlope(data.amounts[l], shots, data.maxExamples(), shape);
            assertThat(at[l]).isCloseTo(position, within(1e-13));
            assertThat(positions.at(l, shape)).isCloseTo(position, within(1e-13));
            assertThat(slopes[l]).isCloseTo(slope, within(1e-11));
            assertThat(positions.slopeAt(l, shape)).isCloseTo(slope, within(1e-13));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theLawPassesThroughTheElbows(EmergenceLawForm form, int shots, double shape) {
        FitDesign data = levels(shots);
        Elbows elbows = new Elbows(2.3, 0.4, shape);
        EmergenceLaw law = form.law(2.3, 0.4, shape, shots, data.maxExamples());
        double[] expected = elbows.at(data, form);

        // near shape 0 the power law's constants are huge and cancel
        double tolerance = form == EmergenceLawForm.POWER && Math.abs(shape) < 1e-3 ? 1e-6 : 1e-11;
        for (int l = 0; l < expected.length; l++)
            assertThat(law.elbowNats(data.amounts[l])).isCloseTo(expected[l], within(tolerance));
        assertThat(elbows.fewShot()).isCloseTo(expected[0], within(1e-14));
        assertThat(law.name()).isEqualTo(form.key());
    }

    @ParameterizedTest
    @EnumSource(EmergenceLawForm.class)
    void bothFormsTendToTheSameStraightLineAtShapeZero(EmergenceLawForm form) {
        double position = form.position(100, 5, 1e4, 1e-9);
        double expected = form == EmergenceLawForm.POWER
                ? Math.log(100 / 5.0) / Math.log(1e4 / 5.0)
                : Math.log(Math.log(100) / Math.log(5)) / Math.log(Math.log(1e4) / Math.log(5));
        assertThat(position).isCloseTo(expected, within(1e-9));
        assertThat(form.position(100, 5, 1e4, 0)).isCloseTo(expected, within(1e-15));
    }

    private static FitDesign levels(int shots) {
        Checkpoint checkpoint = SimulatedStudy.checkpoint("c", 1e20, 2);
        List<Observation> rows = new ArrayList<>();
        rows.add(SimulatedStudy.row(checkpoint, Regime.FEW_SHOT, shots, 1, 0.2, 100, Split.FIT));
        for (long examples : new long[] {100, 400, 3000, 100_000})
            rows.add(SimulatedStudy.row(checkpoint, Regime.FINETUNED, examples, 1, 0.2, 100, Split.FIT));
        return new FitDesign(shots, rows);
    }
}
