package org.emergencelaw.workspace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.metric.ChanceTest;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.metric.mirage.MirageCheck;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.rival.SurrogateRival;

/**
 * The few-shot rows of a study under every measure, and whether the metric makes the jump.
 *
 * @param shots of the rows that are shown, the study's own where none are asked for
 * @param otherShots of the study's other few-shot rows
 * @param series the few-shot rows with these shots; of several metrics or filters the one with most checkpoints
 * @param mirage absent where there are no few-shot rows
 * @param readings what each accuracy says about guessing, in the order of the points
 * @param measures smooth and sharp measures beside accuracy, in the order of their charts
 */
public record StudyMetrics(
        Study study,
        int shots,
        List<Integer> otherShots,
        Optional<FewShotSeries> series,
        Optional<MirageCheck> mirage,
        List<ChanceTest> readings,
        List<MeasureInfo> measures,
        List<Warning> warnings) {

    /** How a measure is drawn. */
    public record MeasureInfo(String column, boolean smooth, boolean higherIsBetter) {
        static MeasureInfo of(Measure measure) {
            return new MeasureInfo(measure.column(), measure.smooth(), measure.higherIsBetter());
        }
    }

    /** Readings that are clearly worse than guessing. */
    public long belowChance() {
        return readings.stream().filter(ChanceTest::belowChance).count();
    }

    /** Readings that these items cannot tell from guessing. */
    public long atChance() {
        return readings.stream().filter(ChanceTest::atChance).count();
    }

    /** @param asked shots, where others than the study's own are to be shown */
    public static StudyMetrics of(Study study, StudyRows rows, OptionalInt asked) {
        int shots = asked.orElse(study.task().shots());
        List<FewShotSeries> any = FewShotSeries.of(rows.rows());
        List<FewShotSeries> all =
                any.stream().filter(series -> series.shots() == shots).toList();
        List<Integer> others = any.stream()
                .map(FewShotSeries::shots)
                .filter(other -> other != shots)
                .distinct()
                .sorted()
                .toList();
        Optional<FewShotSeries> longest =
                all.stream().max(Comparator.comparingInt(one -> one.points().size()));
        if (longest.isEmpty())
            return new StudyMetrics(study, shots, others, longest, Optional.empty(), List.of(), List.of(), List.of());
        FewShotSeries series = longest.get();
        double trivial = study.task().trivialAccuracy();
        return new StudyMetrics(
                study,
                shots,
                others,
                longest,
                Optional.of(MirageCheck.of(series, trivial)),
                series.points().stream()
                        .map(point -> ChanceTest.of(point.accuracy(), trivial))
                        .toList(),
                series.measures().stream().map(MeasureInfo::of).toList(),
                warnings(study, rows, series, all.size()));
    }

    private static List<Warning> warnings(Study study, StudyRows rows, FewShotSeries series, int candidates) {
        List<Warning> warnings = new ArrayList<>();
        if (candidates > 1)
            warnings.add(new Warning(
                    "other_metrics",
                    "The rows have several metrics or answer filters; this is the one with most checkpoints: metric \""
                            + series.metric() + "\", filter \"" + series.filter() + "\"."));
        if (series.shots() == study.task().shots())
            SurrogateRival.cameApart(rows).ifPresent(warnings::add);
        return warnings;
    }
}
