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
        assertThat(forecaster.path(compute(PathChoice.OWN_RATIO))).isEqualTo(ComputePath.usual(6));
        // the largest submitted checkpoint has 6.7B params and 995B tokens
        assertThat(forecaster.path(compute(PathChoice.PARAMS)).value()).isEqualTo(6.7e9);
        assertThat(forecaster.path(compute(PathChoice.TOKENS)).value()).isEqualTo(9.95e11);
    }

    private static PlannedRun compute(PathChoice path) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(none, none, OptionalDouble.of(1e23), none, 100, path);
    }

    @Test
    void neverOnAPathIsTheShareOfLawsThatLevelOffAboveTheElbow() {
        // E(5) = 1.8 + 0.05 ln 5 = 1.880; a model of 1e9 params levels off at 1.5 + 0.3 or at 1.6 + 0.3
        ChinchillaLaw reaches = new ChinchillaLaw(1.5, 0.3 * Math.pow(1e9, 0.3), 0.3, 400, 0.3);
        ChinchillaLaw never = new ChinchillaLaw(1.6, 0.3 * Math.pow(1e9, 0.3), 0.3, 400, 0.3);
        Forecaster mixed = new Forecaster(withLaws(List.of(reaches, never, reaches, reaches)));

        Forecast longer = mixed.forecast(plan(1e9, 1e11).along(PathChoice.PARAMS));
        Forecast wider = mixed.forecast(plan(1e9, 1e11).along(PathChoice.TOKENS_PER_PARAM));

        assertThat(longer.emergenceOnPath().orElseThrow().pNever()).isCloseTo(0.25, within(1e-12));
        assertThat(longer.claim()).contains("never on this path: 25%");
        assertThat(longer.warnings()).extracting(Warning::code).contains("never_on_path");
        assertThat(wider.emergenceOnPath().orElseThrow().pNever()).isZero();
        assertThat(longer.emergenceOnPath().orElseThrow().trainFlops().reason()).isPresent();
    }

    @Test
    void computeAtEmergenceIsWhereTheLossOfThePathMeetsTheElbow() {
        ChinchillaLaw law = new ChinchillaLaw(1.5, 400, 0.34, 410, 0.28);
        Forecaster known = new Forecaster(withLaws(List.of(law)));
        EmergenceOnPath onPath =
                known.forecast(plan(1e9, 1e11)).emergenceOnPath().orElseThrow();

        double median = onPath.trainFlops().median().getAsDouble();
        assertThat(law.lossNats(onPath.path().at(median))).isCloseTo(1.8 + 0.05 * Math.log(5), within(1e-9));
    }

    @Test
    void theTornadoHasEveryAssumptionAndItsBaseIsTheForecast() {
        PlannedRun plan = plan(34e9, 1.5e12);
        SensitivityTornado tornado = SensitivityTornado.of(fitted, plan);

        assertThat(tornado.base().pExceedsTrivial())
                .isEqualTo(forecaster.forecast(plan).pExceedsTrivial());
        assertThat(tornado.bars())
                .extracting(SensitivityTornado.Bar::key)
                .containsExactlyInAnyOrder(
                        "law_form",
                        "shots",
                        "smallest_data_amount",
                        "last_checkpoint",
                        "exponent",
                        "irreducible_loss",
                        "path");
        assertThat(tornado.bars())
                .extracting(bar -> bar.swing().orElse(Double.POSITIVE_INFINITY))
                .isSortedAccordingTo((x, y) -> Double.compare(y, x))
                .allSatisfy(swing -> assertThat(swing).isGreaterThanOrEqualTo(1));
        SensitivityTornado.Bar shots = bar(tornado, "shots");
        // more shots, an earlier elbow
        assertThat(shots.cases().get(0).emergenceLossNats().getAsDouble())
                .isGreaterThan(tornado.base().emergenceLossNats().getAsDouble());
        // the higher the irreducible loss, the more compute
        List<SensitivityTornado.Case> linf = bar(tornado, "irreducible_loss").cases();
        assertThat(linf.get(1).emergenceFlops().getAsDouble())
                .isGreaterThan(linf.get(0).emergenceFlops().getAsDouble());
    }

    private static SensitivityTornado.Bar bar(SensitivityTornado tornado, String key) {
        return tornado.bars().stream()
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

        PlanTable table = PlanTable.of(forecaster, plans, 0.8);

        assertThat(table.cheapest().orElseThrow().name()).isEqualTo("enough");
        assertThat(table.plans()).extracting(PlanTable.Row::enough).containsExactly(false, true, true);
        assertThat(table.answer()).startsWith("The cheapest of 3 plans with a probability of 80%");
        assertThat(PlanTable.of(forecaster, plans.subList(0, 1), 0.8).answer()).startsWith("None of the plans has");
        assertThatThrownBy(() -> PlanTable.of(forecaster, plans, 1))
                .hasMessage("p must be above 0 and below 1, was 1.0");
    }

    @Test
    void measurementsCanOnlyNarrowAndComeInTheOrderOfWhatTheyTell() {
        NextMeasurement next = NextMeasurement.of(fitted).orElseThrow();

        assertThat(next.candidates()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(next.candidates())
                .extracting(NextMeasurement.Option::expectedWidthNats)
                .isSorted()
                .allSatisfy(width -> assertThat(width).isBetween(0.0, next.widthNats()));
        assertThat(NextMeasurement.of(fitted)).hasValue(next);
        assertThat(next.answer()).startsWith("No single next measurement").contains("by 5% or more");
    }

    @Test
    void whereDataAreScarceAMeasurementIsNamedHoweverManyCheckpoints() {
        List<Observation> scarce = ROWS.stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT || row.examples() >= 6400)
                .toList();
        FittedStudy wide = UsualStudy.fit(TASK, scarce, FitOptions.DEFAULT);
        NextMeasurement next = NextMeasurement.of(wide).orElseThrow();
        assertThat(next.answer())
                .startsWith("The most informative next measurement is to ")
                .contains(next.candidates().get(0).what());
        assertThat(next.candidates().get(0).expectedNarrowing()).isGreaterThan(0.2);

        // 20 checkpoints with nearly the same loss in place of each: more measured values than the regression tells
        // apart
        List<Observation> many = new ArrayList<>();
        for (Observation row : scarce) for (int i = 0; i < 20; i++) many.add(shifted(row, 1e-4 * i));
        NextMeasurement again =
                NextMeasurement.of(UsualStudy.beside(wide, many)).orElseThrow();
        assertThat(again.candidates()).allSatisfy(option -> {
            assertThat(option.expectedNarrowing()).isBetween(0.0, 1.0);
            assertThat(option.expectedWidthNats()).isPositive();
        });
        // twenty times the checkpoints cannot tell less
        assertThat(narrowing(again, "smaller_amount")).isGreaterThan(narrowing(next, "smaller_amount"));
    }

    private static double narrowing(NextMeasurement next, String key) {
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
        assertThat(even.inLoss().orElseThrow().pA()).isCloseTo(0.5, within(1e-9));
        assertThat(even.inCompute().orElseThrow().pA()).isCloseTo(0.5, within(1e-9));
        assertThat(even.warnings()).isEmpty();

        // every loss 0.3 nats higher: the same curve, emerging earlier by loss
        List<Observation> earlier = ROWS.stream().map(PlanningTest::shifted).toList();
        FittedStudy fit = UsualStudy.fit(TASK, earlier, FitOptions.DEFAULT);
        FamilyComparison race = FamilyComparison.of(self, new FamilyComparison.Entrant("earlier", fit));
        assertThat(race.inLoss().orElseThrow().pB()).isGreaterThan(0.99);
        assertThat(race.warnings()).extracting(Warning::code).containsExactly("loss_corpora_differ");
        assertThat(race.a().emergedByLoss()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
        assertThat(race.b().emergedByFlops()).isSorted();

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
