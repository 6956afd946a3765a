package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.metric.ChanceTest;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.metric.mirage.MirageCheck;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.rival.SurrogateRival;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** {@code /studies/{id}/metrics}: the same checkpoints under every measure, and whether the metric makes the jump. */
public final class MetricsPage {

    private final Workspace desk;
    private final Pages pages;

    public MetricsPage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param shots of the rows that are shown, the study's own where none are asked for
     * @param otherShots of the study's other few-shot rows
     * @param series the few-shot rows with these shots; of several metrics or filters the one with most checkpoints
     * @param mirage absent where there are no few-shot rows
     * @param readings what each accuracy says about guessing, in the order of the points
     * @param measures smooth and sharp measures beside accuracy, in the order of their charts
     */
    public record View(
            Study study,
            int shots,
            List<Integer> otherShots,
            Optional<FewShotSeries> series,
            Optional<MirageCheck> mirage,
            List<ChanceTest> readings,
            List<MeasureInfo> measures,
            List<Warning> warnings) {

        /** Readings that cannot be told from guessing. */
        public long atChance() {
            return readings.stream().filter(ChanceTest::atChance).count();
        }
    }

    /** How a measure is drawn. */
    public record MeasureInfo(String column, boolean smooth, boolean higherIsBetter) {
        static MeasureInfo of(Measure measure) {
            return new MeasureInfo(measure.column(), measure.smooth(), measure.higherIsBetter());
        }
    }

    public void register(RoutesConfig routes) {
        routes.get("/api/v1/studies/{id}/metrics", ctx -> ctx.json(view(ctx)));
        pages.withTwin(routes, "/studies/{id}/metrics", "metrics.jte", this::view);
    }

    private View view(Context ctx) {
        Study study = desk.study(ctx.pathParam("id"));
        int shots = shots(ctx, study);
        StudyRows rows = desk.rows(study);
        List<FewShotSeries> any = FewShotSeries.of(rows.rows());
        List<FewShotSeries> all =
                any.stream().filter(series -> series.shots() == shots).toList();
        List<Integer> others = any.stream()
                .map(FewShotSeries::shots)
                .filter(other -> other != shots)
                .distinct()
                .sorted()
                .toList();
        Optional<FewShotSeries> series =
                all.stream().max(Comparator.comparingInt(one -> one.points().size()));
        if (series.isEmpty())
            return new View(study, shots, others, series, Optional.empty(), List.of(), List.of(), List.of());
        double trivial = study.task().trivialAccuracy();
        List<Warning> warnings = new ArrayList<>();
        if (all.size() > 1)
            warnings.add(new Warning(
                    "other_metrics",
                    "The rows have several metrics or answer filters; this is the one with most checkpoints: metric \""
                            + series.get().metric() + "\", filter \""
                            + series.get().filter() + "\"."));
        if (shots == study.task().shots()) SurrogateRival.cameApart(rows).ifPresent(warnings::add);
        return new View(
                study,
                shots,
                others,
                series,
                Optional.of(MirageCheck.of(series.get(), trivial)),
                series.get().points().stream()
                        .map(point -> ChanceTest.of(point.accuracy(), trivial))
                        .toList(),
                series.get().measures().stream().map(MeasureInfo::of).toList(),
                warnings);
    }

    private static int shots(Context ctx, Study study) {
        String asked = ctx.queryParam("shots");
        if (asked == null) return study.task().shots();
        if (!asked.matches("[0-9]{1,6}"))
            throw new IllegalArgumentException("shots must be a whole number from 0 to 999999, was " + asked);
        return Integer.parseInt(asked);
    }
}
