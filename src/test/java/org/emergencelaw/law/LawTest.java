package org.emergencelaw.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LawTest {

    /** Computed by Python 3.11: 0.0074 * log(400) ** 1.8 + 1.82 and 0.3 * 400 ** 0.2 + 1.5. */
    @Test
    void elbows() {
        assertThat(new LogPowerLaw(0.0074, 1.8, 1.82).elbowNats(400)).isCloseTo(2.0056911084356486, within(1e-14));
        assertThat(new PowerLaw(0.3, 0.2, 1.5).elbowNats(400)).isCloseTo(2.4943362052019964, within(1e-14));
    }

    @Test
    void oneExampleIsTheConstantOfALogPowerLaw() {
        assertThat(new LogPowerLaw(0.1, 1.5, 1.7).elbowNats(1)).isEqualTo(1.7);
    }

    @Test
    void aFallingPowerLawRisesToItsConstant() {
        PowerLaw law = new PowerLaw(-1, -0.5, 2);

        assertThat(law.elbowNats(100)).isCloseTo(1.9, within(1e-14));
        assertThat(law.elbowNats(1e9)).isBetween(1.9999, 2.0);
    }

    /** k and C of these cancel, or are beyond what single precision could hold. */
    static List<EmergenceLaw> lawsToRound() {
        return Stream.of(
                        new double[] {0.9, 1.8}, new double[] {0.9, 0.001}, new double[] {2, 100}, new double[] {1, 30})
                .flatMap(of -> Arrays.stream(EmergenceLawForm.values())
                        .map(form -> form.law(3 + of[0], of[0], Math.min(form.maxShape, of[1]), 5, 10_000)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("lawsToRound")
    void roundedDrawsAreTheSameLawInFewBits(EmergenceLaw law) {
        LawDraw draw = new LawDraw(new AccuracyCurve(law, 1.1, 0.24, -0.01, 5), 0.007, Optional.empty(), 0);

        LawDraw rounded = draw.rounded();

        assertThat(rounded.emergenceLossNats()).isCloseTo(3, within(0x1p-23));
        for (double examples : new double[] {16, 200, 10_000})
            assertThat(rounded.curve().law().elbowNats(examples)).isCloseTo(law.elbowNats(examples), within(2e-5));
        assertThat(rounded.rounded()).isEqualTo(rounded);
        assertThat(rounded.curve().slope()).isEqualTo((double) 1.1F);
    }

    @Test
    void roundedLossLawsSayTheSame() {
        LossLaw law = new ChinchillaLaw(1.69, 406.4, 0.34, 410.7, 0.28);
        RunSize run = new RunSize(7e10, 1.4e12, 5.88e23);

        assertThat(law.rounded().parameters()).containsEntry("alpha", (double) 0.34F);
        assertThat(law.rounded().lossNats(run)).isCloseTo(law.lossNats(run), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, -3, Double.NaN, Double.POSITIVE_INFINITY})
    void examplesOutsideTheDomain(double examples) {
        assertThatThrownBy(() -> new LogPowerLaw(0.1, 1, 1).elbowNats(examples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("examples must be finite and at least 1, was " + examples);
        assertThatThrownBy(() -> new PowerLaw(0.1, 1, 1).elbowNats(examples))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void parametersOutsideTheDomain(double bad) {
        assertThatThrownBy(() -> new LogPowerLaw(bad, 1, 1))
                .hasMessageStartingWith("k must be positive and finite, was");
        assertThatThrownBy(() -> new LogPowerLaw(1, bad, 1)).hasMessageStartingWith("alpha must be positive");
        assertThatThrownBy(() -> new PowerLaw(bad, 1, 1)).hasMessageStartingWith("k * beta must be positive");
        assertThatThrownBy(() -> new ComputeLossLaw(1, bad, 1, 1)).hasMessageStartingWith("reducible_nats must be");
        assertThatThrownBy(() -> new ComputeLossLaw(1, 1, bad, 1)).hasMessageStartingWith("exponent must be");
        assertThatThrownBy(() -> new ComputeLossLaw(1, 1, 1, bad)).hasMessageStartingWith("reference_flops must be");
    }

    @Test
    void constantsMustBeFinite() {
        assertThatThrownBy(() -> new LogPowerLaw(1, 1, Double.NaN)).hasMessage("c must be finite, was NaN");
        assertThatThrownBy(() -> new PowerLaw(1, 1, Double.NaN)).hasMessage("c must be finite, was NaN");
        assertThatThrownBy(() -> new ComputeLossLaw(-0.1, 1, 1, 1)).hasMessageStartingWith("irreducible_nats must be");
        assertThatThrownBy(() -> new ComputeLossLaw(Double.NaN, 1, 1, 1)).hasMessageStartingWith("irreducible_nats");
    }

    @Test
    void lossAndComputeAreInverse() {
        ComputeLossLaw law = new ComputeLossLaw(1.45, 1.0, 0.13, 1e20);

        assertThat(law.lossNats(1e20)).isEqualTo(2.45);
        for (double flops = 1e15; flops < 1e28; flops *= 7)
            assertThat(law.trainFlops(law.lossNats(flops))).isCloseTo(flops, within(1e-9 * flops));
        assertThat(law.trainFlops(1.45)).isInfinite();
        assertThat(law.trainFlops(1.2)).isInfinite();
    }

    private static final ChinchillaLaw CHINCHILLA = new ChinchillaLaw(1.69337, 406.401, 0.33917, 410.723, 0.28491);
    private static final KaplanLaw KAPLAN = new KaplanLaw(8.8e13, 0.076, 5.4e13, 0.095);

    private static LossLaw withParameter(LossLaw law, int j, double factor) {
        double[] p =
                law.parameters().values().stream().mapToDouble(value -> value).toArray();
        p[j] *= factor;
        return law.form().law(p);
    }

    @Test
    void gradientsAreThoseOfCentralDifferences() {
        double h = 1e-5;
        for (LossLaw law : List.of(new ComputeLossLaw(1.5, 0.9, 0.15, 1e20), CHINCHILLA, KAPLAN))
            for (RunSize run : List.of(new RunSize(1e8, 2e9, 1.2e18), new RunSize(7e10, 1.4e12, 5.88e23))) {
                double[] gradient = law.gradient(run);
                for (int j = 0; j < gradient.length; j++) {
                    double value = law.parameters().values().stream().toList().get(j);
                    double difference = (withParameter(law, j, 1 + h).lossNats(run)
                                    - withParameter(law, j, 1 - h).lossNats(run))
                            / (2 * h * value);
                    assertThat(gradient[j])
                            .as(law.form() + " parameter " + j)
                            .isCloseTo(difference, within(1e-6 * Math.abs(difference)));
                }
            }
    }

    @Test
    void alongEveryPathLossAndComputeAreInverseDownToTheLeastLoss() {
        for (LossLaw law : List.of(new ComputeLossLaw(1.5, 0.9, 0.15, 1e20), CHINCHILLA, KAPLAN))
            for (ComputePath path : List.of(
                    ComputePath.usual(6),
                    new ComputePath(ComputePath.Kind.PARAMS, 7e9, 6),
                    new ComputePath(ComputePath.Kind.TOKENS, 1e12, 5.5))) {
                for (double flops = 1e18; flops < 1e27; flops *= 30)
                    assertThat(law.trainFlops(law.lossNats(path.at(flops)), path))
                            .as(law.form() + " along " + path.kind())
                            .isCloseTo(flops, within(1e-8 * flops));
                double least = law.minLossNats(path);
                assertThat(law.lossNats(path.at(1e59))).isGreaterThanOrEqualTo(least);
                assertThat(law.trainFlops(least - 1e-9, path)).isInfinite();
            }
    }

    /** What the inverse was found by until 0.2.0. */
    private static double bisected(LossLaw law, double loss, ComputePath path) {
        double low = 0, high = Math.log(ParamTokenLaw.MAX_FLOPS);
        while (high - low > 1e-14 * high) {
            double middle = (low + high) / 2;
            if (law.lossNats(path.at(Math.exp(middle))) > loss) low = middle;
            else high = middle;
        }
        return Math.exp((low + high) / 2);
    }

    @Test
    void theInverseIsThatOfBisection() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            double n = Math.exp(12 + 15 * random.nextDouble()), flops = 6 * n * n * Math.exp(6 * random.nextDouble());
            double alpha = 0.05 + 0.6 * random.nextDouble(), beta = 0.05 + 0.6 * random.nextDouble();
            ParamTokenLaw law = i % 3 == 0
                    ? new KaplanLaw(Math.exp(30 + 5 * random.nextDouble()), alpha, 5.4e13, beta)
                    : new ChinchillaLaw(1.7 * random.nextDouble(), 400 * random.nextDouble() + 1, alpha, 400, beta);
            for (ComputePath path : List.of(
                    new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, Math.exp(8 * random.nextDouble()), 6),
                    new ComputePath(ComputePath.Kind.PARAMS, n, 6),
                    new ComputePath(ComputePath.Kind.TOKENS, 20 * n, 5.5))) {
                double loss = law.lossNats(path.at(flops));
                // near the least loss of a path the compute is ill determined by any method
                if (loss - law.minLossNats(path) < 1e-4 * loss) continue;
                double expected = bisected(law, loss, path);
                assertThat(law.trainFlops(loss, path))
                        .as(law + " along " + path)
                        .isCloseTo(expected, within(1e-9 * expected));
            }
        }
        ComputePath usual = ComputePath.usual(6);
        assertThat(CHINCHILLA.trainFlops(-1, usual)).isInfinite();
        assertThat(KAPLAN.trainFlops(-1, usual)).isInfinite();
        assertThat(KAPLAN.trainFlops(1e9, usual)).isEqualTo(ParamTokenLaw.MIN_FLOPS);
    }

    @Test
    void aPathSharesComputeBetweenParamsAndTokens() {
        RunSize run = ComputePath.usual(6).at(1.2e22);

        assertThat(run.params()).isCloseTo(1e10, within(1e-3));
        assertThat(run.tokens()).isCloseTo(2e11, within(1e-2));
        assertThat(new ComputePath(ComputePath.Kind.PARAMS, 1e9, 8).at(8e20).tokens())
                .isEqualTo(1e11);
        assertThat(new ComputePath(ComputePath.Kind.TOKENS, 1e11, 6).at(6e20).params())
                .isEqualTo(1e9);
    }

    @Test
    void twoOfParamsTokensAndComputeGiveTheThird() {
        OptionalDouble none = OptionalDouble.empty(), n = OptionalDouble.of(1e9), t = OptionalDouble.of(5e10);
        OptionalDouble c = OptionalDouble.of(3e20);

        assertThat(ComputePath.usual(6).complete(n, t, none)).hasValue(new RunSize(1e9, 5e10, 3e20));
        assertThat(ComputePath.usual(6).complete(n, none, c)).hasValue(new RunSize(1e9, 5e10, 3e20));
        assertThat(ComputePath.usual(6).complete(none, t, c)).hasValue(new RunSize(1e9, 5e10, 3e20));
        assertThat(ComputePath.usual(6).complete(none, none, c))
                .hasValue(ComputePath.usual(6).at(3e20));
        assertThat(ComputePath.usual(6).complete(n, none, none)).isEmpty();
    }

    @Test
    void pathsOutsideTheDomain() {
        assertThatThrownBy(() -> new ComputePath(ComputePath.Kind.PARAMS, 0, 6))
                .hasMessage("path params must be positive and finite, was 0.0");
        assertThatThrownBy(() -> new ComputePath(ComputePath.Kind.PARAMS, 1, Double.NaN))
                .hasMessage("flops_per_param_token must be positive and finite, was NaN");
        assertThatThrownBy(() -> ComputePath.usual(6).at(-1))
                .hasMessage("train_flops must be positive and finite, was -1.0");
    }

    @Test
    void accuracyRisesFromItsFloorPastTheElbowUpToOne() {
        AccuracyCurve curve = new AccuracyCurve(new LogPowerLaw(0.01, 1.5, 1.8), 2, 0.25, -0.3, 5);
        double elbow = curve.law().elbowNats(1000), fewShot = curve.emergenceLossNats();

        assertThat(fewShot).isEqualTo(curve.law().elbowNats(5));
        assertThat(curve.finetuned(elbow + 1, 1000)).isEqualTo(0.25);
        assertThat(curve.finetuned(elbow - 0.1, 1000)).isCloseTo(0.45, within(1e-12));
        assertThat(curve.finetuned(elbow - 1, 1000)).isEqualTo(1);
        assertThat(curve.fewShot(fewShot + 1)).as("a shift below 0 is cut").isZero();
        assertThat(curve.fewShot(fewShot - 0.2)).isCloseTo(0.35, within(1e-12));
        assertThat(curve.fewShot(0.1)).isEqualTo(1);
    }

    @Test
    void accuracyCurvesOutsideTheDomain() {
        LogPowerLaw law = new LogPowerLaw(1, 1, 1);
        assertThatThrownBy(() -> new AccuracyCurve(law, -1, 0, 0, 5)).hasMessageStartingWith("slope must be finite");
        assertThatThrownBy(() -> new AccuracyCurve(law, Double.NaN, 0, 0, 5)).hasMessageStartingWith("slope must");
        assertThatThrownBy(() -> new AccuracyCurve(law, 1, 1.1, 0, 5))
                .hasMessageStartingWith("floor must be from 0 to 1");
        assertThatThrownBy(() -> new AccuracyCurve(law, 1, 0, Double.NaN, 5))
                .hasMessageStartingWith("few_shot_shift must");
    }
}
