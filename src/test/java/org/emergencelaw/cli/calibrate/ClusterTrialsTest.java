package org.emergencelaw.cli.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.emergencelaw.calibration.ComputeCoverageStudy;
import org.emergencelaw.calibration.CoverageRow;
import org.emergencelaw.calibration.CoverageStudy;
import org.emergencelaw.calibration.LossCoverageStudy;
import org.emergencelaw.calibration.MethodStudy;
import org.emergencelaw.calibration.NextMeasurementStudy;
import org.emergencelaw.calibration.RankStudy;
import org.emergencelaw.calibration.SimulatedLossWorld;
import org.emergencelaw.calibration.SimulatedWorld;
import org.emergencelaw.calibration.Trial;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.format.Json;
import org.emergencelaw.law.EmergenceLawForm;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every simulation study comes out the same, to the last bit, when its trials travel as they do to executors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTrialsTest {

    private static final Optional<EmergenceLawForm> NATS = Optional.empty(),
            DOUBLINGS = Optional.of(EmergenceLawForm.ANCHORED_LOG_POWER);

    /** Trials as texts, the last one first. */
    private static final TrialRunner AS_TEXTS = new TrialRunner() {
        @Override
        public <R> void run(Class<R> outcome, List<? extends Trial<R>> trials, Consumer<R> outcomes) {
            String[] found = new String[trials.size()];
            for (int i = found.length - 1; i >= 0; i--)
                found[i] = new ClusterTrials.Running(trials.get(i).getClass()).apply(Json.write(trials.get(i)));
            for (String each : found) outcomes.accept(Json.read(each, outcome));
        }
    };

    /** A study that asks for its trials to be run. */
    private interface Study extends Function<TrialRunner, Object> {}

    Stream<Study> studies() {
        return Stream.of(
                runner -> coverage(runner, SimulatedWorld.NEVER, NATS),
                runner -> coverage(runner, SimulatedWorld.BASE, DOUBLINGS),
                runner -> CoverageStudy.withoutSignal(runner, NATS, 2, 1, () -> {}),
                runner -> CoverageStudy.withoutSignal(runner, DOUBLINGS, 2, 1, () -> {}),
                runner -> RankStudy.run(runner, NATS, 2, 1, () -> {}),
                runner -> RankStudy.run(runner, DOUBLINGS, 2, 1, () -> {}),
                runner -> MethodStudy.run(runner, List.of(SimulatedWorld.BASE), 1, 1, () -> {}),
                runner -> ComputeCoverageStudy.run(
                        runner, SimulatedWorld.AHEAD_16, ComputeCoverageStudy.Sizes.COMPUTE, 2, 1),
                runner -> LossCoverageStudy.run(runner, SimulatedLossWorld.PARAMS_AND_TOKENS, 3, 4, 10, 1),
                runner -> NextMeasurementStudy.run(runner, 1, 1, 1),
                runner -> fates(runner));
    }

    private static List<CoverageRow> coverage(
            TrialRunner runner, SimulatedWorld world, Optional<EmergenceLawForm> doublings) {
        Stream.Builder<CoverageRow> rows = Stream.builder();
        CoverageStudy.run(runner, world, 1, 3, 1, doublings, rows);
        return rows.build().toList();
    }

    private static List<Fate> fates(TrialRunner runner) {
        Fate.Expected expected = Fate.Expected.of(StudyTable.good(1));
        return Stream.concat(
                        runner
                                .all(
                                        Fate.class,
                                        Stream.of(Corruption.values())
                                                .map(kind -> new Fate.Corrupted(1, expected, kind, 7))
                                                .toList(),
                                        () -> {})
                                .stream(),
                        runner
                                .all(
                                        Fate.class,
                                        LongStream.range(0, 3)
                                                .mapToObj(seed -> new Fate.Variant(2, seed))
                                                .toList(),
                                        () -> {})
                                .stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("studies")
    void aStudyIsTheSameWhereverItsTrialsAreRun(Study study) {
        assertThat(study.apply(AS_TEXTS)).isEqualTo(study.apply(TrialRunner.HERE));
    }
}
