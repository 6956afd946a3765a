package org.emergencelaw.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorTest {

    private static List<Simulator.SimulatedTask> tasks(SimulatedWorld world, int count) {
        return LongStream.range(0, count)
                .mapToObj(seed -> Simulator.draw(world, seed))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(SimulatedWorld.class)
    void everyTaskIsAStudyThatCouldBeSubmitted(SimulatedWorld world) {
        for (Simulator.SimulatedTask task : tasks(world, 50)) {
            FitDesign data = new FitDesign(task.task().shots(), task.observations());

            assertThat(data.amounts[1]).isGreaterThanOrEqualTo(8 * data.shots);
            assertThat(data.checkpoints).isBetween(4, 10);
            assertThat(data.amounts.length - 1).isBetween(2, 7);
            assertThat(data.groups).isIn(2 * (data.amounts.length - 1), 3 * (data.amounts.length - 1));
            assertThat(data.hasFewShot()).isTrue();
            assertThat(task.observations().stream().map(Observation::identity)).doesNotHaveDuplicates();
            assertThat(data.minLoss()).isGreaterThan(task.lossLaw().irreducibleNats());
        }
        assertThat(Simulator.draw(world, 3)).isEqualTo(Simulator.draw(world, 3));
        assertThat(Simulator.draw(world, 3)).isNotEqualTo(Simulator.draw(world, 4));
    }

    @Test
    void truthsLieAsFarAheadAsTheirWorldSays() {
        assertThat(tasks(SimulatedWorld.BASE, 200))
                .allSatisfy(task -> assertThat(task.flopsAhead()).isBetween(1.19999, 12.0001));
        assertThat(tasks(SimulatedWorld.AHEAD_8, 20))
                .allSatisfy(task -> assertThat(task.flopsAhead()).isCloseTo(8, within(1e-6)));
        assertThat(tasks(SimulatedWorld.NEVER, 1000).stream()
                        .filter(task -> Double.isInfinite(task.flopsAhead()))
                        .count())
                .isBetween(200L, 300L);
    }

    @Test
    void withoutASignalNothingLeavesTheFloor() {
        for (Simulator.SimulatedTask task : tasks(SimulatedWorld.NULL, 20)) {
            double mean = task.observations().stream()
                    .mapToDouble(Observation::accuracy)
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(task.task().trivialAccuracy(), within(0.02));
        }
    }

    /** Finetuning on more examples gains more, at the best checkpoint, if anything does. */
    @Test
    void dataMoveTheElbow() {
        double few = 0, least = 0, most = 0;
        for (Simulator.SimulatedTask task : tasks(SimulatedWorld.BASE, 100)) {
            FitDesign data = new FitDesign(task.task().shots(), task.observations());
            double[] best = new double[data.amounts.length];
            for (int l = 0; l < best.length; l++)
                best[l] = data.accuracy[data.start[l]] - task.task().trivialAccuracy();
            few += best[0] / 100;
            least += best[1] / 100;
            most += best[best.length - 1] / 100;
        }

        assertThat(few).isCloseTo(0, within(0.01));
        assertThat(least).isBetween(0.02, 0.3);
        assertThat(most).isBetween(least + 0.05, 0.5);
    }

    @Test
    void seedsOfARunAreItsOwn() {
        List<Observation> rows = Simulator.draw(SimulatedWorld.BASE, 1).observations();

        assertThat(rows.stream().filter(row -> row.regime() == Regime.FEW_SHOT).map(Observation::seed))
                .containsOnly(0L);
        assertThat(rows.stream().filter(row -> row.regime() == Regime.FINETUNED).map(Observation::seed))
                .doesNotContain(0L);
    }

    /** H4's 90% interval holds the truth in 92% of tasks, at a median error of 0.04 nats. */
    @Test
    void theDefaultIsHonestOnItsOwnWorld() {
        List<CoverageRow> rows = new ArrayList<>(), again = new ArrayList<>();

        CoverageStudy.run(TrialRunner.HERE, SimulatedWorld.BASE, 0, 60, 1, Optional.empty(), rows::add);
        CoverageStudy.run(TrialRunner.HERE, SimulatedWorld.BASE, 3, 6, 1, Optional.empty(), again::add);

        assertThat(again).isEqualTo(rows.subList(3, 6));
        assertThat(rows.stream().filter(CoverageRow::covered).count()).isBetween(48L, 60L);
        assertThat(rows.stream().mapToDouble(CoverageRow::error).sorted().toArray()[30])
                .isLessThan(0.06);
        for (CoverageRow row : rows) {
            assertThat(row.emergesWithin()).isSorted();
            assertThat(CoverageRow.parse(row.csv())).isEqualTo(row);
        }
    }
}
