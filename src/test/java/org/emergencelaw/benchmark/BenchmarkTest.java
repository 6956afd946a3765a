package org.emergencelaw.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.TrackRecord;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.statistics.Interval90;
import org.junit.jupiter.api.Test;

/** Cuts, baselines, scores and counts of an invented folder; baselines computed by numpy and scipy. */
class BenchmarkTest {

    private static final BenchmarkStudy STUDY =
            new BenchmarkStudy("s", "here", "s.csv", "t", "f", 0.25, 5, "measured", true, false, "");

    /** Sizes 1, 2, 4 ... times 1e18 FLOPs. */
    private static List<Observation> rows(double... accuracies) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < accuracies.length; i++)
            rows.add(Observation.builder()
                    .task("t")
                    .checkpoint(Checkpoint.builder()
                            .family("f")
                            .model("m" + i)
                            .trainFlops(1e18 * Math.pow(2, i))
                            .pretrainLossNats(3.5 - 0.1 * i)
                            .build())
                    .regime(Regime.FEW_SHOT)
                    .examples(5)
                    .seed(0)
                    .accuracy(accuracies[i])
                    .nEval(1000)
                    .build());
        return rows;
    }

    private static List<String> models(List<Observation> rows) {
        return rows.stream().map(row -> row.checkpoint().model()).toList();
    }

    @Test
    void nearHidesWhatIsAboveAQuarterAndFarAboveAThirtySecond() {
        List<BenchmarkCut> cuts =
                STUDY.cuts(rows(.25, .25, .25, .25, .25, .26, .28, .3, .33, .36, .4), LossSource.DEFAULT);

        assertThat(cuts).extracting(BenchmarkCut::name).containsExactly("near", "far");
        assertThat(models(cuts.get(0).visible().rows().list())).hasSize(9).doesNotContain("m9", "m10");
        assertThat(models(cuts.get(0).targets())).containsExactly("m9", "m10");
        assertThat(models(cuts.get(1).visible().rows().list())).hasSize(6);
        assertThat(models(cuts.get(1).targets())).containsExactly("m6", "m7", "m8", "m9", "m10");
        // five sizes: four stay visible, however near they are; four are too few
        assertThat(STUDY.cuts(rows(.25, .25, .25, .25, .3), LossSource.DEFAULT)
                        .get(0)
                        .visible()
                        .rows()
                        .size())
                .isEqualTo(4);
        assertThat(STUDY.cuts(rows(.25, .25, .25, .25), LossSource.DEFAULT)).isEmpty();
    }

    @Test
    void theBaselinesAreWhatANotebookSays() {
        PlainForecasts plain =
                PlainForecasts.of(UsualStudy.of(STUDY.asTask(), rows(.25, .26, .24, .25, .27, .30, .33, .37)));
        Map<String, Interval90> said = plain.at(1e18 * Math.pow(2, 9), 2.6, 1000);

        // last value .37, steps .01, -.02, .01, .02, .03, .03, .04: root mean square .025071; 1.6448536 of them
        assertThat(said.get("last").median()).isCloseTo(.37, within(1e-9));
        assertThat(said.get("last").q95()).isCloseTo(.411238, within(1e-5));
        // numpy.polyfit over the last four: slope .033 a doubling; scipy.stats.t(2).ppf(.95) = 2.919986
        assertThat(said.get("linear").median()).isCloseTo(.433, within(1e-9));
        assertThat(said.get("linear").q05()).isCloseTo(.41124659736, within(1e-9));
        assertThat(said.get("hinge_compute").median()).isBetween(.40, .47);
        assertThat(said.get("logistic").q05()).isLessThan(said.get("logistic").median());
    }

    private static ScoredTarget target(
            String id, boolean finetuned, double doublings, double observed, Interval90 said) {
        BenchmarkStudy study =
                new BenchmarkStudy(id, "here", "s.csv", "t", "f", 0.25, 5, "measured", true, finetuned, "");
        return new ScoredTarget(
                study,
                "near",
                "m",
                OptionalDouble.of(doublings),
                Optional.of(finetuned ? StudyForecast.Basis.LAW : StudyForecast.Basis.FEW_SHOT),
                observed,
                0.4,
                Map.of(
                        BenchmarkCut.FORECAST, new ScoredTarget.Said(said, OptionalDouble.of(0.9)),
                        BenchmarkCut.LAST, ScoredTarget.Said.of(new Interval90(.3, .3, .3)),
                        BenchmarkCut.AVERAGE, ScoredTarget.Said.of(new Interval90(.3, .2, .4))));
    }

    /** Two targets of one study have one vote together. */
    @Test
    void scoresAreMeansOverStudiesAndCuts() {
        Interval90 hit = new Interval90(.4, .3, .5);
        List<ScoredTarget> targets = List.of(
                target("a", false, 1.5, .4, hit), target("a", false, 3, .6, hit), target("b", true, 1.5, .4, hit));
        List<BenchmarkTable> tables = BenchmarkTable.of(targets);

        assertThat(tables)
                .extracting(BenchmarkTable::title)
                .startsWith("all", "few-shot rows only", "with finetuned rows");
        BenchmarkTable.Row forecast = tables.get(0).methods().stream()
                .filter(row -> row.method().equals(BenchmarkCut.FORECAST))
                .findFirst()
                .orElseThrow();
        // WIS of a hit (0.05 * 0.2) / 1.5, of the miss (0.5 * 0.2 + 0.05 * (0.2 + 20 * 0.1)) / 1.5
        double inside = .01 / 1.5, miss = .21 / 1.5;
        assertThat(forecast.score()).isCloseTo(((inside + miss) / 2 + inside) / 2, within(1e-12));
        assertThat(forecast.holds()).isCloseTo(.75, within(1e-12));
        // all three reach .4, said .9
        assertThat(forecast.brier()).isCloseTo(.01, within(1e-12));
        // of last: |y - .3| / 2 + |y - .3|
        double last = ((.5 * .1 + .1) / 1.5 + (.5 * .3 + .3) / 1.5) / 2;
        assertThat(forecast.overLast()).isCloseTo(forecast.score() / ((last + (.5 * .1 + .1) / 1.5) / 2), within(1e-9));

        assertThat(RecordTable.of(targets).rows())
                .containsExactly(
                        new TrackRecord(1, 1, 1, "few_shot", "1 to 2"),
                        new TrackRecord(0, 1, 1, "few_shot", "2 to 4"),
                        new TrackRecord(1, 1, 1, "finetuned", "1 to 2"));
        assertThat(RecordTable.of(targets).csv()).startsWith("kind,horizon,held,of,studies\nfew_shot,1 to 2,1,1,1\n");
        SourceTable sources = SourceTable.of(targets);
        assertThat(sources.rows()).hasSize(2);
        assertThat(sources.rows().get(0).best()).isEqualTo("last");
    }

    @Test
    void aWholeCutIsForecast() {
        List<ScoredTarget> scored = STUDY.cuts(
                        rows(.25, .25, .25, .26, .25, .26, .28, .3, .33, .36, .4), LossSource.DEFAULT)
                .get(0)
                .scored();

        assertThat(scored).hasSize(2);
        for (ScoredTarget one : scored) {
            assertThat(one.said()).containsKeys("forecast", "few_shot_relu", "last", "linear", "logistic", "average4");
            assertThat(one.basis()).hasValue(StudyForecast.Basis.FEW_SHOT);
            assertThat(one.said().get("forecast").holds(one.observed())).isTrue();
        }
        assertThat(scored.get(0).doublings().getAsDouble()).isCloseTo(1, within(.5));
    }
}
