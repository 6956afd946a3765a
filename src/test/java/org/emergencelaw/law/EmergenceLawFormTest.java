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
import org.junit.jupiter.api.Test;
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
    @EnumSource(names = {"LOG_POWER", "POWER"})
    void bothFormsTendToTheSameStraightLineAtShapeZero(EmergenceLawForm form) {
        double position = form.position(100, 5, 1e4, 1e-9);
        double expected = form == EmergenceLawForm.POWER
                ? Math.log(100 / 5.0) / Math.log(1e4 / 5.0)
                : Math.log(Math.log(100) / Math.log(5)) / Math.log(Math.log(1e4) / Math.log(5));
        assertThat(position).isCloseTo(expected, within(1e-9));
        assertThat(form.position(100, 5, 1e4, 0)).isCloseTo(expected, within(1e-15));
    }

    /** What is read off the law leads back to the coordinates that it was made from. */
    @ParameterizedTest
    @MethodSource("shapes")
    void coordinatesGoToTheLawAndBack(EmergenceLawForm form, int shots, double shape) {
        EmergenceLaw law = form.law(2.3, 0.4, shape, shots, 1e5);

        // near shape 0 the power law's constants are huge and cancel
        double tolerance = Math.abs(shape) < 1e-3 ? 1e-6 : 1e-11;
        assertThat(law.elbowNats(1e5)).isCloseTo(2.3, within(tolerance));
        assertThat(law.elbowNats(1e5) - law.elbowNats(shots)).isCloseTo(0.4, within(tolerance));
        assertThat(law.shapeParameter()).isCloseTo(form.parameter(shape, shots, 1e5), within(1e-14));
        assertThat(Math.exp(form.logRise(shape, shots, 1e5)))
                .isCloseTo(0.4 / Math.abs(law.k()), within(1e-9 / Math.abs(law.k())));
        double step = 1e-4;
        assertThat(form.parameterSlope(shots, 1e5))
                .isCloseTo(
                        (form.parameter(shape + step, shots, 1e5) - form.parameter(shape - step, shots, 1e5))
                                / (2 * step),
                        within(1e-9));
        assertThat(law.form()).isEqualTo(form);
        assertThat(form.law(law.parameters().values().stream()
                        .mapToDouble(value -> value)
                        .toArray()))
                .isEqualTo(law);
        assertThat(law.parameters().keySet()).containsExactlyElementsOf(form.parameterNames());
        assertThat(law.parameters().values()).startsWith(law.k(), law.shapeParameter(), law.c());
    }

    @ParameterizedTest
    @EnumSource(EmergenceLawForm.class)
    void priorAndGridStayWithinWhatALawMayBe(EmergenceLawForm form) {
        double last = Double.NEGATIVE_INFINITY;
        for (double shape : form.shapeGrid()) {
            assertThat(shape).isGreaterThan(last).isBetween(form.minShape, form.maxShape);
            last = shape;
        }
        for (double score : new double[] {-3, 0, 3})
            assertThat(form.law(2.3, 0.4, form.priorShape(score, 1.6, 0.9), 5, 1e5)
                            .elbowNats(5))
                    .isCloseTo(1.9, within(1e-9));
    }

    /** Names stand side by side in JSON and in tables. */
    @Test
    void formsAndTheirParametersAreToldApartByName() {
        List<EmergenceLawForm> forms = List.of(EmergenceLawForm.values());
        assertThat(forms).extracting(EmergenceLawForm::key).doesNotHaveDuplicates();
        assertThat(forms).extracting(EmergenceLawForm::formula).doesNotHaveDuplicates();
        assertThat(forms).extracting(EmergenceLawForm::shapeName).doesNotHaveDuplicates();
        assertThat(forms)
                .extracting(EmergenceLawForm::parameter)
                .doesNotHaveDuplicates()
                .doesNotContain("k", "c", "name", "slope", "floor", "few_shot_shift", "standard_errors", "run_noise");
        for (EmergenceLawForm form : forms) {
            assertThat(form.formula()).contains(form.parameter()).startsWith("E(D) = C + ");
            assertThat(form.symbol()).isNotBlank();
            List<String> all = new ArrayList<>(List.of("k", form.parameter(), "c"));
            if (form.hasAnchor()) all.add("anchor");
            assertThat(form.parameterNames()).containsExactlyElementsOf(all);
            assertThat(form.others()).hasSize(forms.size() - 1).doesNotContain(form);
        }
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
