package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.member.FewShotStudy.Known;
import org.emergencelaw.member.StudyForecast.Basis;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The combined forecast of rows: what it rests on, that its answers agree, and that the unit of the losses does not matter. */
class StudyForecastTest {

    private static final Task LABEL = new Task("attribute_label", "accuracy", 0.25, 8);

    private static StudyForecast forecast(List<Observation> rows) {
        return StudyForecast.of(FewShotStudy.fit(rows));
    }

    @ParameterizedTest
    @EnumSource(Known.class)
    void threeFewShotCheckpointsAreEnough(Known known) {
        List<Observation> rows = FewShotStudy.rows(known, 3, 5);
        FittedStudy fitted = FewShotStudy.fit(rows);
        StudyForecast forecast = StudyForecast.of(fitted);

        assertThat(fitted.fit().verdict()).isEqualTo(Verdict.NO_FINETUNING);
        assertThat(forecast.basis()).isEqualTo(Basis.FEW_SHOT);
        assertThat(forecast.history().points()).hasSize(3);
        assertThat(forecast.pool().voices())
                .extracting(Voice::member)
                .startsWith(Member.HINGE, Member.LINE, Member.LOGISTIC)
                .hasSize(forecast.axis().lossPace().isPresent() ? 6 : 3);
        assertThat(forecast.axis().lossPace().isPresent())
                .as("losses and sizes are both known")
                .isEqualTo(known == Known.ALL || known == Known.NO_TOKENS);
    }

    @Test
    void withFewerItRestsOnWhatIsUsual() {
        StudyForecast forecast = forecast(FewShotStudy.rows(Known.ALL, 2, 5));

        assertThat(forecast.basis()).isEqualTo(Basis.REFERENCE);
        assertThat(forecast.warnings()).extracting(Warning::code).contains("few_shot_checkpoints");
        assertThat(forecast.pool().accuracy(2, 1000).quantile(0.95)
                        - forecast.pool().accuracy(2, 1000).quantile(0.05))
                .isGreaterThan(0.2);
    }

    @Test
    void withNoneItIsRefused() {
        List<Observation> otherShots = FewShotStudy.rows(Known.ALL, 6, 3);

        assertThat(StudyForecast.refusal(UsualStudy.of(FewShotStudy.TASK, otherShots)))
                .hasValueSatisfying(why -> assertThat(why).startsWith("No visible row is few-shot with 5 shots"));
        assertThat(StudyForecast.refusal(UsualStudy.of(FewShotStudy.TASK, FewShotStudy.rows(Known.LOSS_ALONE, 1, 5))))
                .isPresent();
    }

    @Test
    void zeroShotTasksAreForecastLikeOthers() {
        Task zero = new Task(FewShotStudy.TASK.name(), "accuracy", 0.25, 0);
        FittedStudy fitted = UsualStudy.fit(zero, FewShotStudy.rows(Known.ALL, 6, 0), FitOptions.DEFAULT);

        assertThat(StudyForecast.refusal(fitted.study())).isEmpty();
        assertThat(StudyForecast.of(fitted).pReaches(0.4, 3))
                .isEqualTo(forecast(FewShotStudy.rows(Known.ALL, 6, 5)).pReaches(0.4, 3));
    }

    @Test
    void theAnswersAgree() {
        StudyForecast forecast = forecast(FewShotStudy.rows(Known.ALL, 6, 5));
        for (double level : new double[] {0.3, 0.4, 0.6})
            for (double x = 0; x <= 8; x += 0.5) {
                double reaches = forecast.pReaches(level, x);
                assertThat(forecast.pool().crossing(level).cdf(x)).isEqualTo(reaches);
                assertThat(forecast.pool().pReaches(level, x)).isCloseTo(reaches, within(1e-9));
            }
    }

    @Test
    void seedsArePooledByTheirItems() {
        List<Observation> rows = new ArrayList<>(FewShotStudy.rows(Known.ALL, 3, 5));
        Observation last = rows.get(2);
        rows.add(last.toBuilder().seed(1).accuracy(0.35).nEval(500).build());

        FewShotHistory.Point point = forecast(rows).history().points().get(2);
        assertThat(point.items()).isEqualTo(1500);
        assertThat(point.accuracy()).isCloseTo((0.25 * 1000 + 0.35 * 500) / 1500, within(1e-12));
    }

    /** Three studies with finetuned rows, and the same without them. */
    static Stream<FittedStudy> studies() {
        return Stream.of("lab-exploration-picl020", "lab", "synthetic").flatMap(name -> {
            List<Observation> rows = TidyCsv.read("data/" + name + "/observations.csv");
            if (name.equals("lab"))
                rows = rows.stream()
                        .filter(row -> row.task().equals("label_clear"))
                        .toList();
            Task task = name.equals("synthetic")
                    ? new Task("synthetic_four_choice", "accuracy", 0.25, 5)
                    : new Task(rows.get(0).task(), "accuracy", 0.25, LABEL.shots());
            List<Observation> visible =
                    rows.stream().filter(row -> row.split() == Split.FIT).toList();
            return Stream.of(
                    UsualStudy.fit(task, visible, FitOptions.DEFAULT),
                    UsualStudy.fit(task, UsualStudy.rows(visible).fewShot(task).list(), FitOptions.DEFAULT));
        });
    }

    /** The checkpoints of one run may share a name, and late ones lie close together. */
    @Test
    void theNamesOfCheckpointsDoNotMatter() {
        List<Observation> rows = TidyCsv.read("data/lab-exploration/observations.csv").stream()
                .filter(row -> row.split() == Split.FIT)
                .toList();
        List<Observation> named = rows.stream()
                .map(row -> row.withCheckpoint(row.checkpoint().toBuilder()
                        .model(row.checkpoint().model() + "@"
                                + row.checkpoint().tokens().orElseThrow())
                        .build()))
                .toList();
        Task task = new Task(rows.get(0).task(), "accuracy", 0.25, LABEL.shots());
        StudyForecast shared = StudyForecast.of(UsualStudy.fit(task, rows, FitOptions.DEFAULT));
        StudyForecast own = StudyForecast.of(UsualStudy.fit(task, named, FitOptions.DEFAULT));

        assertThat(shared.law()).isPresent();
        assertThat(own.law().orElseThrow().elbow())
                .isEqualTo(shared.law().orElseThrow().elbow());
        for (double x = 0; x <= 6; x++) assertThat(own.pReaches(0.4, x)).isEqualTo(shared.pReaches(0.4, x));
    }

    @ParameterizedTest
    @MethodSource("studies")
    void theUnitOfTheLossesDoesNotMatter(FittedStudy fitted) {
        StudyForecast forecast = StudyForecast.of(fitted);
        StudyForecast other = StudyForecast.of(UsualStudy.fit(
                fitted.task(), FewShotStudy.rescaled(fitted.rows().list(), 1 / Math.log(2), 0.4), FitOptions.DEFAULT));

        double level = fitted.task().defaultLevel();
        assertThat(other.basis()).isEqualTo(forecast.basis());
        for (double x = 0; x <= 6; x++) {
            assertThat(other.pReaches(level, x)).isCloseTo(forecast.pReaches(level, x), within(1e-3));
            for (double p : new double[] {0.05, 0.5, 0.95})
                assertThat(other.pool().accuracy(x, 1000).quantile(p))
                        .isCloseTo(forecast.pool().accuracy(x, 1000).quantile(p), within(2e-3));
        }
        assertThat(other.pool().elbow().orElseThrow().cdf(0))
                .isCloseTo(forecast.pool().elbow().orElseThrow().cdf(0), within(1e-3));
    }

    @Test
    void theSameBitsOnOneThreadAndTwo() throws Exception {
        List<Observation> rows = TidyCsv.read("data/lab-exploration-djl-picl015/observations.csv");
        double[] one = onThreads(1, rows), two = onThreads(2, rows);
        assertThat(two).isEqualTo(one);
    }

    private static double[] onThreads(int threads, List<Observation> rows) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> {
                        StudyForecast forecast = StudyForecast.of(UsualStudy.fit(LABEL, rows, FitOptions.DEFAULT));
                        assertThat(forecast.basis()).isEqualTo(Basis.LAW);
                        return new double[] {
                            forecast.pReaches(0.4, 1),
                            forecast.pool().elbow().orElseThrow().cdf(1),
                            forecast.pool().accuracy(1, 1000).quantile(0.5)
                        };
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }
}
