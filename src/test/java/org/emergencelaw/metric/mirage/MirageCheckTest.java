package org.emergencelaw.metric.mirage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.rng.simple.RandomSource;
import org.emergencelaw.calibration.MirageStudy;
import org.emergencelaw.calibration.MirageStudy.World;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.mirage.MirageCheck.Verdict;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirageCheckTest {

    private static final Path STUDY = Path.of("data/calibration/mirage.csv");

    private static Map<Verdict, Integer> verdicts(World world, int checkpoints, int items, boolean measure) {
        return MirageStudy.run(world, checkpoints, items, measure, 20, 7).verdicts();
    }

    @Test
    void aSmoothMeasureTellsAMirageFromAnElbowWithEightCheckpoints() {
        assertThat(verdicts(World.TOY_CHOICES, 8, 1_000, true).get(Verdict.METRIC_EXPLAINS_IT))
                .isGreaterThanOrEqualTo(17);
        assertThat(verdicts(World.ELBOW_CHOICES, 8, 1_000, true).get(Verdict.ELBOW_REMAINS))
                .isGreaterThanOrEqualTo(17);
    }

    @Test
    void accuraciesAloneNeedMoreCheckpointsAndItems() {
        assertThat(verdicts(World.TOY, 16, 10_000, false).get(Verdict.METRIC_EXPLAINS_IT))
                .isGreaterThanOrEqualTo(15);
        assertThat(verdicts(World.ELBOW, 16, 10_000, false).get(Verdict.ELBOW_REMAINS))
                .isGreaterThanOrEqualTo(15);
        assertThat(verdicts(World.TOY_CHOICES, 8, 100, false).get(Verdict.METRIC_EXPLAINS_IT))
                .isZero();
    }

    @Test
    void whereNothingRisesNothingIsClaimed() {
        Map<Verdict, Integer> nothing = verdicts(World.NULL, 8, 10_000, false);

        assertThat(nothing.get(Verdict.CANNOT_TELL)).isEqualTo(20);
        MirageCheck few = MirageCheck.of(
                MirageStudy.series(World.NULL, 8, 50, false, RandomSource.XO_SHI_RO_256_PP.create(3)), 0.25);
        assertThat(few.verdict()).isEqualTo(Verdict.TOO_FEW_ITEMS);
        assertThat(few.words()).contains("No checkpoint scores above chance", "find a model");
    }

    @Test
    void fiveCheckpointsAreTooFew() {
        MirageCheck mirage = MirageCheck.of(
                MirageStudy.series(World.TOY, 5, 1_000, true, RandomSource.XO_SHI_RO_256_PP.create(3)), 0);

        assertThat(mirage.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(mirage.words()).contains("5 checkpoints with a pretraining loss are too few");
        assertThat(mirage.contests()).isEmpty();
        assertThat(mirage.scores()).hasSize(2);
    }

    /** Held-out rows are predicted without them, and a law that misses them by more than the other does not win. */
    @Test
    void aLawThatLosesOnTheHeldOutRowsDoesNotWin() {
        FewShotSeries toy = MirageStudy.series(World.TOY, 32, 10_000, false, RandomSource.XO_SHI_RO_256_PP.create(4));
        List<FewShotPoint> points = new ArrayList<>(toy.points());
        assertThat(MirageCheck.of(toy, 0).verdict()).isEqualTo(Verdict.METRIC_EXPLAINS_IT);
        for (int i = 24; i < 32; i++) {
            FewShotPoint point = points.get(i);
            points.set(i, new FewShotPoint(point.checkpoint(), Split.HELD_OUT, point.accuracy(), Map.of()));
        }
        MirageCheck honest = MirageCheck.of(new FewShotSeries("t", "f", 5, "", "", points), 0);
        assertThat(honest.verdict()).isEqualTo(Verdict.METRIC_EXPLAINS_IT);
        assertThat(honest.contests().get(0).heldOut()).isEqualTo(8);

        CurveComparison contest = honest.contests().get(0);
        assertThat(contest.aheadAsWell(OptionalDouble.of(0.2), OptionalDouble.of(0.1)))
                .isFalse();
        assertThat(contest.aheadAsWell(OptionalDouble.of(0.1), OptionalDouble.of(0.2)))
                .isTrue();
    }

    /** By hand: a hinge and a token law without noise are found again. */
    @Test
    void bendsFindTheCurveThatMadeThePoints() {
        double[] x = {3, 2.8, 2.6, 2.4, 2.2, 2.0, 1.8}, ones = {1, 1, 1, 1, 1, 1, 1};
        double[] hinge = Arrays.stream(x)
                .map(loss -> 0.25 + 0.5 * Math.max(0, 2.5 - loss))
                .toArray();
        CurveFit elbow = CurveFit.fit(CurveFit.Form.ELBOW, x, hinge, ones);
        assertThat(elbow.parameters()[2]).isCloseTo(2.5, within(1e-4));
        assertThat(elbow.chiSquared()).isLessThan(1e-8);
        double[] law = Arrays.stream(x)
                .map(loss -> 0.25 + 0.75 * Math.exp(-Math.pow(loss / 2.2, 7)))
                .toArray();
        CurveFit token = CurveFit.fit(CurveFit.Form.TOKEN_LAW, x, law, ones);
        assertThat(token.chiSquared()).isLessThan(1e-6);
        assertThat(Math.exp(token.parameters()[1])).isCloseTo(2.2, within(0.01));
        assertThat(CurveFit.fit(
                                CurveFit.Form.POWER,
                                x,
                                Arrays.stream(x).map(loss -> 3 - loss * loss).toArray(),
                                ones)
                        .chiSquared())
                .isLessThan(1e-8);
    }

    /** The committed study is what the program says today, cell by cell. */
    @ParameterizedTest
    @CsvSource({"TOY, 8, 1000, true", "ELBOW, 8, 1000, true", "ELBOW_CHOICES, 8, 100, false"})
    void theCommittedStudyIsReproduced(World world, int checkpoints, int items, boolean measure) throws IOException {
        String start = "%s,%d,%d,%s,100,".formatted(world.name().toLowerCase(Locale.ROOT), checkpoints, items, measure);
        List<String> row = Files.readAllLines(STUDY).stream()
                .filter(line -> line.startsWith(start))
                .toList();
        MirageStudy.Row today = MirageStudy.run(world, checkpoints, items, measure, 100, 1);

        assertThat(row)
                .singleElement()
                .isEqualTo(start
                        + String.join(
                                ",",
                                today.verdicts().values().stream()
                                        .map(count -> Integer.toString(count))
                                        .toList()));
    }

    /** No cell with more than 10 wrong claims in 100, and where nothing rises no elbow. */
    @Test
    void wrongClaimsAreRareInTheCommittedStudy() throws IOException {
        for (String line : Files.readAllLines(STUDY).stream().skip(1).toList()) {
            String[] cells = line.split(",");
            int explains = Integer.parseInt(cells[5]), elbow = Integer.parseInt(cells[6]);
            int wrong = cells[0].startsWith("elbow") ? explains : cells[0].startsWith("toy") ? elbow : explains + elbow;
            assertThat(wrong).as(line).isLessThanOrEqualTo(10);
        }
    }
}
