package org.emergencelaw.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.loss.LossLawEstimate;
import org.emergencelaw.forecast.measurement.LawNextMeasurement;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LogPowerLaw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Paths, tornado, lists of plans, next measurement and two families, on {@code data/synthetic} and on laws with known answers. */
class PlanningTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> ROWS = TidyCsv.read("data/synthetic/observations.csv");

    private static FittedStudy fitted;
    private static Forecaster forecaster;

    @BeforeAll
    static void fitOnce() {
        fitted = UsualStudy.fit(TASK, ROWS, FitOptions.DEFAULT);
        forecaster = new Forecaster(fitted);
    }

    private static PlannedRun plan(double params, double tokens) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(OptionalDouble.of(params), OptionalDouble.of(tokens), none, none, 1000);
    }

    /** The same fit with the given loss laws in its draws. */
    private static FittedStudy withLaws(List<? extends LossLaw> laws) {
        List<LawDraw> draws = new ArrayList<>();
        for (int i = 0; i < fitted.draws().size(); i++) {
            LawDraw draw = fitted.draws().get(i);
            // one curve, so that all that varies is the loss law
            AccuracyCurve curve = new AccuracyCurve(new LogPowerLaw(0.05, 1, 1.8), 1, 0.25, 0, 5);
            draws.add(new LawDraw(curve, draw.runNoise(), Optional.of(laws.get(i % laws.size())), 0));
        }
        return fitted.withDraws(draws);
    }

    @Test
    void theLossLawIsOverParamsAndTokensAndComesBackFromItsRow() {
        LossLawEstimate law = fitted.fit().lossLaw().orElseThrow();

        assertThat(law.form()).isEqualTo("chinchilla");
        assertThat(law.checkpoints()).isEqualTo(10);
        assertThat(law.correlations()).containsOnlyKeys("alpha", "beta");
        LawDraw draw = fitted.draws().get(3);
        assertThat(DrawColumns.draw(DrawColumns.kept(draw), fitted.fit())).isEqualTo(draw);
        assertThat(DrawColumns.draw(DrawColumns.row(draw), fitted.fit())).isEqualTo(draw);
    }

    @Test
    void aPlanGrowsAtItsOwnTokensPerParam() {
        EmergenceOnPath onPath =
                forecaster.forecast(plan(34e9, 1.7e12)).emergenceOnPath().orElseThrow();

        assertThat(onPath.along()).isEqualTo("50 tokens per parameter");
        assertThat(onPath.path().value()).isCloseTo(50, within(1e-9));
    }

    @Test
    void aComputeAloneGrowsAtTwentyOrAsTheLargestCheckpoint() {
        assertThat(forecaster.law().path(compute(PathChoice.OWN_RATIO))).isEqualTo(ComputePath.usual(6));
        // the largest submitted checkpoint has 6.7B params and 995B tokens
        assertThat(forecaster.law().path(compute(PathChoice.PARAMS)).value()).isEqualTo(6.7e9);
        assertThat(forecaster.law().path(compute(PathChoice.TOKENS)).value()).isEqualTo(9.95e11);
    }

    private static PlannedRun compute(PathChoice path) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(none, none, OptionalDouble.of(1e23), none, 100, path, none);
    }

    @Test
    void neverOnAPathIsTheShareOfLawsThatLevelOffAboveTheElbow() {
        // E(5) = 1.8 + 0.05 ln 5 = 1.880; a model of 1e9 params levels off at 1.5 + 0.3 or at 1.6 + 0.3
        ChinchillaLaw reaches = new ChinchillaLaw(1.5, 0.3 * Math.pow(1e9, 0.3), 0.3, 400, 0.3);
        ChinchillaLaw never = new ChinchillaLaw(1.6, 0.3 * Math.pow(1e9, 0.3), 0.3, 400, 0.3);
        Forecaster mixed = new Forecaster(withLaws(List.of(reaches, never, reaches, reaches)));

        LawForecast longer = mixed.forecast(plan(1e9, 1e11).along(PathChoice.PARAMS))
                .lawForecast()
                .orElseThrow();
        LawForecast wider = mixed.forecast(plan(1e9, 1e11).along(PathChoice.TOKENS_PER_PARAM))
                .lawForecast()
                .orElseThrow();

        assertThat(longer.emergenceOnPath().orElseThrow().pNever()).isCloseTo(0.25, within(1e-12));
        assertThat(wider.emergenceOnPath().orElseThrow().pNever()).isZero();
        assertThat(longer.emergenceOnPath().orElseThrow().trainFlops().reason()).isPresent();
    }

    @Test
    void computeAtEmergenceIsWhereTheLossOfThePathMeetsTheElbow() {
        ChinchillaLaw law = new ChinchillaLaw(1.5, 400, 0.34, 410, 0.28);
        Forecaster known = new Forecaster(withLaws(List.of(law)));
        EmergenceOnPath onPath = known.forecast(plan(1e9, 1e11))
                .lawForecast()
                .flatMap(LawForecast::emergenceOnPath)
                .orElseThrow();

        double median = onPath.trainFlops().median().getAsDouble();
        assertThat(law.lossNats(onPath.path().at(median))).isCloseTo(1.8 + 0.05 * Math.log(5), within(1e-9));
    }

    @Test
    void theTornadoHasEveryAssumptionAndItsBaseIsTheForecast() {
        PlannedRun plan = plan(34e9, 1.5e12);
        SensitivityTornado tornado = SensitivityTornado.of(fitted, plan);

        Forecast asItStands = forecaster.forecast(plan);
        SensitivityTornado.ByLaw law = tornado.law().orElseThrow();
        assertThat(tornado.base().pReachesLevel()).isEqualTo(asItStands.pReachesLevel());
        assertThat(tornado.base().pExceedsTrivial()).isEqualTo(asItStands.pExceedsTrivial());
        assertThat(law.base().pExceedsTrivial())
                .hasValue(asItStands.lawForecast().orElseThrow().pExceedsTrivial());
        assertThat(tornado.bars())
                .extracting(SensitivityTornado.Bar::key)
                .containsExactlyInAnyOrder(
                        "law_form",
                        "shots",
                        "smallest_data_amount",
                        "finetuned_rows",
                        "last_checkpoint",
                        "losses",
                        "path",
                        "voices");
        assertThat(law.bars())
                .extracting(SensitivityTornado.Bar::key)
                .containsExactlyInAnyOrder(
                        "law_form",
                        "shots",
                        "smallest_data_amount",
                        "last_checkpoint",
                        "exponent",
                        "irreducible_loss",
                        "path");
        assertThat(law.bars())
                .extracting(bar -> bar.swing().orElse(Double.POSITIVE_INFINITY))
                .isSortedAccordingTo((x, y) -> Double.compare(y, x))
                .allSatisfy(swing -> assertThat(swing).isGreaterThanOrEqualTo(1));
        SensitivityTornado.Bar shots = bar(law, "shots");
        // more shots, an earlier elbow
        assertThat(shots.cases().get(0).emergenceLossNats().getAsDouble())
                .isGreaterThan(law.base().emergenceLossNats().getAsDouble());
        // the higher the irreducible loss, the more compute
        List<SensitivityTornado.Case> linf = bar(law, "irreducible_loss").cases();
        assertThat(linf.get(1).emergenceFlops().getAsDouble())
                .isGreaterThan(linf.get(0).emergenceFlops().getAsDouble());
    }

    private static SensitivityTornado.Bar bar(SensitivityTornado.ByLaw law, String key) {
        return law.bars().stream()
                .filter(bar -> bar.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCheapestPlanIsTheOneWithTheLeastComputeThatReachesWhatIsWanted() {
        List<PlanTable.Named> plans = List.of(
                new PlanTable.Named("small", plan(7e9, 1e12)),
                new PlanTable.Named("huge", plan(5e11, 1e13)),
                new PlanTable.Named("enough", plan(34e9, 4e12)));

        PlanTable table = PlanTable.of(forecaster, plans, 0.6);

        assertThat(table.cheapest().orElseThrow().name()).isEqualTo("enough");
        assertThat(table.plans()).extracting(PlanTable.Row::enough).containsExactly(false, true, true);
        assertThat(table.answer())
                .startsWith("The cheapest of 3 plans with a probability of 60% or more of reaching the named level");
        assertThat(PlanTable.of(forecaster, plans.subList(0, 1), 0.8).answer()).startsWith("None of the plans has");
        assertThatThrownBy(() -> PlanTable.of(forecaster, plans, 1))
                .hasMessage("p must be above 0 and below 1, was 1.0");
    }

    @Test
    void measurementsCanOnlyNarrowAndComeInTheOrderOfWhatTheyTell() {
        LawNextMeasurement next = LawNextMeasurement.of(fitted).orElseThrow();

        assertThat(next.candidates()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(next.candidates())
                .extracting(LawNextMeasurement.Option::expectedWidthNats)
                .isSorted()
                .allSatisfy(width -> assertThat(width).isBetween(0.0, next.widthNats()));
        assertThat(LawNextMeasurement.of(fitted)).hasValue(next);
        assertThat(next.answer()).startsWith("No single next measurement").contains("by 5% or more");
    }

    @Test
    void whereDataAreScarceAMeasurementIsNamedHoweverManyCheckpoints() {
        List<Observation> scarce = ROWS.stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT || row.examples() >= 6400)
                .toList();
        FittedStudy wide = UsualStudy.fit(TASK, scarce, FitOptions.DEFAULT);
        LawNextMeasurement next = LawNextMeasurement.of(wide).orElseThrow();
        assertThat(next.answer())
                .startsWith("The most informative next measurement is to ")
                .contains(next.candidates().get(0).what());
        assertThat(next.candidates().get(0).expectedNarrowing()).isGreaterThan(0.2);

        // 20 checkpoints with nearly the same loss in place of each: more measured values than the regression tells
        // apart
        List<Observation> many = new ArrayList<>();
        for (Observation row : scarce) for (int i = 0; i < 20; i++) many.add(shifted(row, 1e-4 * i));
        LawNextMeasurement again =
                LawNextMeasurement.of(UsualStudy.beside(wide, many)).orElseThrow();
        assertThat(again.candidates()).allSatisfy(option -> {
            assertThat(option.expectedNarrowing()).isBetween(0.0, 1.0);
            assertThat(option.expectedWidthNats()).isPositive();
        });
        // twenty times the checkpoints cannot tell less
        assertThat(narrowing(again, "smaller_amount")).isGreaterThan(narrowing(next, "smaller_amount"));
    }

    private static double narrowing(LawNextMeasurement next, String key) {
        return next.candidates().stream()
                .filter(option -> option.key().equals(key))
                .findFirst()
                .orElseThrow()
                .expectedNarrowing();
    }

    @Test
    void aFamilyAgainstItselfIsAnEvenRaceAndAgainstAnEarlierOneALostOne() {
        FamilyComparison.Entrant self = new FamilyComparison.Entrant("self", fitted);
        FamilyComparison even = FamilyComparison.of(self, self);
        for (FamilyComparison.First first : List.of(
                even.inLoss().orElseThrow(),
                even.inCompute().orElseThrow(),
                even.elbowInLoss().orElseThrow(),
                even.elbowInCompute().orElseThrow())) {
            assertThat(first.pA()).isCloseTo(first.pB(), within(1e-9));
            assertThat(first.pNeither()).isBetween(0.0, 0.01);
        }
        assertThat(even.warnings()).isEmpty();

        // every loss 0.3 nats higher: the same curve, emerging earlier by loss
        List<Observation> earlier = ROWS.stream().map(PlanningTest::shifted).toList();
        FittedStudy fit = UsualStudy.fit(TASK, earlier, FitOptions.DEFAULT);
        FamilyComparison race = FamilyComparison.of(self, new FamilyComparison.Entrant("earlier", fit));
        assertThat(race.inLoss().orElseThrow().pB()).isGreaterThan(0.95);
        assertThat(race.elbowInLoss().orElseThrow().pB()).isGreaterThan(0.95);
        assertThat(race.warnings()).extracting(Warning::code).containsExactly("loss_corpora_differ");
        assertThat(race.a().reachedByLoss()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
        assertThat(race.b().reachedByFlops()).isSorted();

        Task other = new Task("other", "accuracy", 0.25, 5);
        FittedStudy another = UsualStudy.fit(other, earlier, FitOptions.DEFAULT);
        assertThatThrownBy(() -> FamilyComparison.of(self, new FamilyComparison.Entrant("b", another)))
                .hasMessageStartingWith("task must be the same in both studies");
    }

    private static Observation shifted(Observation row) {
        Observation moved = shifted(row, 0.3);
        assertThat(moved.split()).isIn(Split.FIT, Split.HELD_OUT);
        return moved;
    }

    private static Observation shifted(Observation row, double nats) {
        Checkpoint c = row.checkpoint();
        OptionalDouble loss = OptionalDouble.of(c.pretrainLossNats().orElseThrow() + nats);
        return row.withCheckpoint(c.toBuilder()
                .pretrainLossNats(loss)
                .lossCorpus("another corpus")
                .build());
    }
}
