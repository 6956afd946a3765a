package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.forecast.measurement.LawNextMeasurement;
import org.emergencelaw.forecast.measurement.MeasurementCandidate;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Percentiles;

/**
 * Simulation study of {@link LawNextMeasurement}: does the measurement that is recommended first narrow the interval most, on average?
 * Every candidate is made several times, each time with another draw of the posterior as the truth, and the study refitted with it.
 */
public final class NextMeasurementStudy {

    private NextMeasurementStudy() {}

    /** One candidate of one study: the narrowing expected, and the mean of those that refits found. */
    private record Row(int rank, double expected, double found) {}

    private record Study(long seed, int outcomes) implements Trial<Row[]> {

        @Override
        public Row[] run() {
            return study(seed, outcomes).toArray(new Row[0]);
        }
    }

    /**
     * Candidates of one rank over all studies.
     *
     * @param rank 1 is what is recommended
     * @param expected mean narrowing expected, share of the interval's width
     * @param found mean narrowing found by refits; negative where the interval grew
     */
    public record Summary(int rank, int studies, double expected, double found) {}

    /** Everything follows from the seed, wherever it is run. */
    public static List<Summary> run(TrialRunner runner, int studies, int outcomes, long seed) {
        List<Study> asked = LongStream.range(0, studies)
                .mapToObj(study -> new Study(CoverageStudy.seed(seed, study), outcomes))
                .toList();
        Map<Integer, List<Row>> byRank = runner.all(Row[].class, asked, () -> {}).stream()
                .flatMap(Arrays::stream)
                .collect(Collectors.groupingBy(Row::rank));
        return byRank.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Summary(
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream()
                                .mapToDouble(Row::expected)
                                .average()
                                .orElseThrow(),
                        entry.getValue().stream()
                                .mapToDouble(Row::found)
                                .average()
                                .orElseThrow()))
                .toList();
    }

    private static List<Row> study(long seed, int outcomes) {
        Simulator.SimulatedTask drawn = Simulator.draw(SimulatedWorld.BASE, seed);
        FittedStudy fitted = EmergenceFitter.fit(drawn.study(), FitOptions.DEFAULT);
        Optional<LawNextMeasurement> next = LawNextMeasurement.of(fitted);
        if (next.isEmpty()) return List.of();
        List<MeasurementCandidate> candidates = MeasurementCandidate.of(fitted.study());
        List<LawNextMeasurement.Option> options = next.get().candidates();
        return IntStream.range(0, options.size())
                .mapToObj(i -> {
                    MeasurementCandidate candidate = candidates.stream()
                            .filter(one -> one.key().equals(options.get(i).key()))
                            .findFirst()
                            .orElseThrow();
                    double width = widths(drawn, fitted, candidate, outcomes, seed);
                    return new Row(
                            i + 1,
                            options.get(i).expectedNarrowing(),
                            1 - width / next.get().widthNats());
                })
                .toList();
    }

    /** Mean width after the measurement; the truths are the same for every candidate. */
    private static double widths(
            Simulator.SimulatedTask drawn,
            FittedStudy fitted,
            MeasurementCandidate candidate,
            int outcomes,
            long seed) {
        SplittableRandom truths = new SplittableRandom(seed), noise = new SplittableRandom(~seed);
        double sum = 0;
        for (int i = 0; i < outcomes; i++) {
            LawDraw truth = fitted.draws().get(truths.nextInt(fitted.draws().size()));
            List<Observation> more = new ArrayList<>(drawn.observations());
            more.addAll(candidate.simulate(
                    drawn.task(),
                    truth,
                    LawNextMeasurement.items(fitted.rows()),
                    drawn.observations().get(0),
                    noise));
            double[] losses = EmergenceFitter.fit(drawn.with(more), FitOptions.DEFAULT).draws().stream()
                    .mapToDouble(LawDraw::emergenceLossNats)
                    .toArray();
            Arrays.sort(losses);
            sum += Percentiles.quantile(losses, 0.95) - Percentiles.quantile(losses, 0.05);
        }
        return sum / outcomes;
    }
}
