package org.emergencelaw.fit.leastsquares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Least squares against fits that other code computed ({@code data/reference-fits}), and against searches of another kind. */
class LeastSquaresTest {

    private static final Path REFERENCES = Path.of("data/reference-fits");

    private static FitDesign study(int number) {
        return new FitDesign(
                5, TidyCsv.read(REFERENCES.resolve("study_" + number + ".csv").toString()));
    }

    static Stream<Arguments> references() throws IOException {
        JsonNode all =
                new ObjectMapper().readTree(REFERENCES.resolve("reference.json").toFile());
        List<Arguments> cases = new ArrayList<>();
        for (int i = 1; i <= 8; i++)
            for (String fit : List.of("log_power", "power", "log_power_no_shift"))
                cases.add(Arguments.of(i, fit, all.get("study_" + i).get("fits").get(fit)));
        return cases.stream();
    }

    @ParameterizedTest(name = "study_{0} {1}")
    @MethodSource("references")
    void reachesTheSumOfSquaresOfTheReference(int study, String fit, JsonNode reference) {
        EmergenceLawForm form = fit.equals("power") ? EmergenceLawForm.POWER : EmergenceLawForm.LOG_POWER;

        LeastSquares.Solution found = LeastSquares.fit(study(study), form, !fit.endsWith("no_shift"));

        assertThat(found.sumOfSquares())
                .isLessThanOrEqualTo(reference.get("sse").asDouble() * (1 + 1e-8));
    }

    /**
     * study_2 is left out: both forms pass through its points equally well from an elbow of 1.9 down to one of -5.7, a flat
     * ridge. The log-power optima of study_7 and study_8 lie on the bound of alpha in a valley nearly as flat; the reference stopped
     * there with sums of squares a few 1e-11 above ours, so their elbows agree to 1e-5 only.
     */
    @ParameterizedTest(name = "study_{0} {1}")
    @MethodSource("references")
    void findsTheElbowOfTheReferenceWhereTheOptimumIsUnique(int study, String fit, JsonNode reference) {
        if (study == 2) return;
        EmergenceLawForm form = fit.equals("power") ? EmergenceLawForm.POWER : EmergenceLawForm.LOG_POWER;

        LeastSquares.Solution found = LeastSquares.fit(study(study), form, !fit.endsWith("no_shift"));

        boolean valley = study >= 7 && form == EmergenceLawForm.LOG_POWER;
        assertThat(found.elbows().fewShot()).isCloseTo(reference.get("E0").asDouble(), within(valley ? 1e-5 : 1e-6));
        assertThat(found.slope()).isCloseTo(reference.get("A").asDouble(), within(valley ? 1e-5 : 1e-6));
        assertThat(found.floor()).isCloseTo(reference.get("B").asDouble(), within(1e-6));
        if (reference.has("Delta"))
            assertThat(found.fewShotShift()).isCloseTo(reference.get("Delta").asDouble(), within(1e-6));
        else assertThat(found.fewShotShift()).isZero();
    }

    @Test
    void theRidgeOfStudy2IsFlat() {
        FitDesign data = study(2);
        LeastSquares search = new LeastSquares(data, EmergenceLawForm.POWER, true, ones(data));
        double least = LeastSquares.fit(data, EmergenceLawForm.POWER, true).sumOfSquares();

        assertThat(least)
                .isCloseTo(
                        LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true).sumOfSquares(), within(1e-12));
        assertThat(search.polish(search.search(List.of(new double[] {2.2, Math.log(0.5), 1}), LeastSquares.WALKS))
                        .sumOfSquares())
                .isCloseTo(least, within(1e-12));
    }

    /**
     * Best sums of squares of the first 200 simulated studies; computed by {@link LeastSquaresOptima} from 2,000 random starts
     * each, kept where lower than what any grid had found.
     */
    @Test
    void missesNoOptimumOfTwoHundredSimulatedStudies() throws IOException {
        List<String> misses = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/least-squares-optima.csv"))) {
            if (line.startsWith("#") || line.startsWith("seed")) continue;
            String[] cells = line.split(",");
            FitDesign data =
                    new FitDesign(5, SimulatedStudy.of(Long.parseLong(cells[0])).observations());
            int column = 1;
            for (EmergenceLawForm form : LeastSquaresOptima.FORMS)
                for (boolean shift : new boolean[] {true, false}) {
                    double best = Double.parseDouble(cells[column++]);
                    double found = LeastSquares.fit(data, form, shift).sumOfSquares();
                    if (!(found <= best * (1 + 1e-8))) misses.add(cells[0] + " " + form + " " + shift + ": " + found);
                }
        }
        assertThat(misses).isEmpty();
    }

    @Test
    void recoversALawWithoutNoise() {
        List<Observation> rows = new ArrayList<>();
        EmergenceLawForm form = EmergenceLawForm.LOG_POWER;
        for (int c = 0; c < 8; c++)
            for (long examples : new long[] {5, 200, 800, 3200, 12800}) {
                double loss = 1.95 + 0.07 * c;
                double elbow = 1.7 + 0.01 * Math.pow(Math.log(examples), 1.8);
                double accuracy = 0.25 + 0.8 * Math.max(0, elbow - loss);
                Regime regime = examples == 5 ? Regime.FEW_SHOT : Regime.FINETUNED;
                rows.add(SimulatedStudy.row(
                        SimulatedStudy.checkpoint("c" + c, 1e20, loss),
                        regime,
                        examples,
                        1,
                        accuracy,
                        1000,
                        org.emergencelaw.observation.Split.FIT));
            }

        LeastSquares.Solution found = LeastSquares.fit(new FitDesign(5, rows), form, true);

        assertThat(found.sumOfSquares()).isLessThan(1e-20);
        assertThat(found.elbows().shape()).isCloseTo(1.8, within(1e-6));
        assertThat(found.elbows().fewShot()).isCloseTo(1.7 + 0.01 * Math.pow(Math.log(5), 1.8), within(1e-8));
        assertThat(found.slope()).isCloseTo(0.8, within(1e-8));
        assertThat(found.floor()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void wholeWeightsCountRowsAndZeroLeavesThemOut() {
        List<Observation> once = SimulatedStudy.of(3).observations();
        List<Observation> changed = new ArrayList<>(once);
        changed.add(once.get(4));
        changed.remove(once.get(9));
        FitDesign data = new FitDesign(5, once);
        double[] weights = ones(data);
        weights[data.rows.indexOf(once.get(4))] = 2;
        weights[data.rows.indexOf(once.get(9))] = 0;

        LeastSquares.Solution weighted = LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true, weights);
        LeastSquares.Solution repeated = LeastSquares.fit(new FitDesign(5, changed), EmergenceLawForm.LOG_POWER, true);

        assertThat(weighted.sumOfSquares()).isCloseTo(repeated.sumOfSquares(), within(1e-12));
        assertThat(weighted.elbows().fewShot()).isCloseTo(repeated.elbows().fewShot(), within(1e-6));
    }

    @Test
    void theOrderOfTheRowsChangesNothing() {
        List<Observation> rows = new ArrayList<>(SimulatedStudy.of(5).observations());
        LeastSquares.Solution before = LeastSquares.fit(new FitDesign(5, rows), EmergenceLawForm.LOG_POWER, true);
        Collections.shuffle(rows, new Random(1));

        LeastSquares.Solution after = LeastSquares.fit(new FitDesign(5, rows), EmergenceLawForm.LOG_POWER, true);

        assertThat(after.elbows()).isEqualTo(before.elbows());
        assertThat(after.sumOfSquares()).isEqualTo(before.sumOfSquares());
    }

    /** A needle of a law: elbows a hundred-millionth of a nat past a loss, which once cancelled away in the prefix sums. */
    @Test
    void isNotDeceivedByElbowsThatBarelyPassALoss() {
        FitDesign data = new FitDesign(5, SimulatedStudy.of(41).observations());
        LeastSquares search = new LeastSquares(data, EmergenceLawForm.POWER, false, ones(data));
        double[] needle = {data.minLoss() + 2e-8, search.lower[1], search.lower[2]};

        assertThat(search.polish(search.search(List.of(needle), LeastSquares.WALKS))
                        .sumOfSquares())
                .isGreaterThanOrEqualTo(
                        LeastSquares.fit(data, EmergenceLawForm.POWER, false).sumOfSquares() * (1 - 1e-8));
    }

    private static double[] ones(FitDesign data) {
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
