package org.emergencelaw.fit.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.ChainDiagnostics;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;
import org.emergencelaw.statistics.WeightedSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The posterior against a long chain of other code ({@code data/reference-fits}), against quadrature, and against itself. */
class PosteriorTest {

    private static final long SEED = 1;

    private static List<Observation> rows(int study) {
        return TidyCsv.read("data/reference-fits/study_" + study + ".csv");
    }

    private static PosteriorSample posterior(int study) {
        return Posterior.sample(new FitDesign(5, rows(study)), EmergenceLawForm.LOG_POWER, ReferencePrior.H2, SEED);
    }

    /** Agreement asked for: 0.01 nats where the 90% interval is under 0.5 wide, 5% of its width elsewhere. */
    @ParameterizedTest(name = "study_{0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheReferenceChain(int study) throws IOException {
        JsonNode reference = new ObjectMapper()
                .readTree(new File("data/reference-fits/reference.json"))
                .get("study_" + study)
                .get("fits")
                .get("H2_posterior_loss_nats");
        double width = reference.get("q95").asDouble() - reference.get("q05").asDouble();
        double allowed = width < 0.5 ? 0.01 : 0.05 * width;

        PosteriorSample sample = posterior(study);

        assertThat(sample.diagnostics().scheme()).isEqualTo(SamplingDiagnostics.Scheme.IMPORTANCE);
        assertThat(sample.diagnostics().effectiveDraws()).isGreaterThan(4000);
        assertThat(sample.diagnostics().paretoShape()).isLessThan(0.7);
        for (String q : List.of("q05", "q50", "q95")) {
            double p = Integer.parseInt(q.substring(1)) / 100.0;
            assertThat(sample.emergence().quantile(p))
                    .as(q)
                    .isCloseTo(reference.get(q).asDouble(), within(allowed));
        }
    }

    /**
     * A, tau and sD held, so that three parameters and two linear ones are left. Computed by {@code quadrature.py} beside this
     * test's resources: numpy, a grid of 2.5 million cells with Gauss-Hermite quadrature over B and Delta.
     */
    @Test
    void agreesWithQuadratureWhereThatIsPossible() {
        Prior held = new Prior(0.75, 1e-9, 0.5, 0.4, 0.5, 1.7, 0.8, 0.02, 1e-9, 1e-9, 0.03, Prior.Structure.NONE);

        PosteriorSample sample = Posterior.sample(new FitDesign(5, rows(7)), EmergenceLawForm.LOG_POWER, held, SEED);

        double[] p = {0.05, 0.25, 0.5, 0.75, 0.95}, expected = {1.4078, 1.5502, 1.6436, 1.7283, 1.8319};
        for (int i = 0; i < p.length; i++)
            assertThat(sample.emergence().quantile(p[i])).isCloseTo(expected[i], within(0.006));
        assertThat(Arrays.stream(sample.of(EmergenceParameters::elbowMax)).average())
                .hasValueCloseTo(2.1301, within(0.001));
    }

    @Test
    void theChainAgreesWithImportanceSampling() {
        FitDesign data = new FitDesign(5, rows(4));
        SplittableRandom random = new SplittableRandom(SEED);
        ProposalSampler points = new ProposalSampler(
                ReferencePrior.H2,
                new PosteriorCoordinates(data, EmergenceLawForm.LOG_POWER, ReferencePrior.H2, data.maxExamples()),
                new Likelihood(data, ReferencePrior.H2, RobustWeights.of(data, EmergenceLawForm.LOG_POWER)),
                random);
        StudentMixture proposal = new TemperedSearch(points, random, 1).run();

        WeightedPoints chain = points.chain(points.draw(proposal, Posterior.WALKERS, true), 500, 1600, 20, random);

        double[] elbows = IntStream.range(0, chain.size())
                .mapToDouble(i -> points.emergence(chain, i))
                .toArray();
        double[][] walkers = ChainDiagnostics.walkers(new double[][] {elbows}, Posterior.WALKERS);
        assertThat(ChainDiagnostics.bulkEffective(walkers)).isBetween(1000.0, (double) elbows.length);
        Arrays.sort(elbows);
        WeightedSample other = posterior(4).emergence();
        for (double p : new double[] {0.05, 0.25, 0.5, 0.75, 0.95})
            assertThat(Percentiles.quantile(elbows, p)).isCloseTo(other.quantile(p), within(0.012));
    }

    @Test
    void sameSeedSameBitsOnAnyNumberOfThreads() {
        List<Integer> studies = List.of(5, 2, 5, 2, 5, 2);

        List<PosteriorSample> one =
                studies.stream().map(PosteriorTest::posterior).toList();
        List<PosteriorSample> more =
                studies.parallelStream().map(PosteriorTest::posterior).toList();

        for (int i = 0; i < studies.size(); i++) assertSame(more.get(i), one.get(i % 2));
        assertThat(Posterior.sample(new FitDesign(5, rows(5)), EmergenceLawForm.LOG_POWER, ReferencePrior.H2, 2)
                        .draws())
                .isNotEqualTo(one.get(0).draws());
    }

    @Test
    void theOrderOfRowsChangesNothing() {
        List<Observation> shuffled = new ArrayList<>(rows(6));
        Collections.shuffle(shuffled, new Random(7));

        assertSame(
                Posterior.sample(new FitDesign(5, shuffled), EmergenceLawForm.LOG_POWER, ReferencePrior.H2, SEED),
                posterior(6));
    }

    private static void assertSame(PosteriorSample found, PosteriorSample expected) {
        assertThat(found.draws()).isEqualTo(expected.draws());
        assertThat(found.mode()).isEqualTo(expected.mode());
        assertThat(found.diagnostics()).isEqualTo(expected.diagnostics());
        for (double p : new double[] {0.01, 0.3, 0.99})
            assertThat(found.emergence().quantile(p))
                    .isEqualTo(expected.emergence().quantile(p));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void drawsHaveTheDistributionOfTheWeightedPoints(int study) {
        PosteriorSample sample = posterior(study);
        double[] elbows = sample.of(EmergenceParameters::emergenceLossNats);
        Arrays.sort(elbows);

        assertThat(elbows).hasSize(2000);
        for (double p : new double[] {0.05, 0.25, 0.5, 0.75, 0.95})
            assertThat(sample.emergence().probabilityBelow(Percentiles.quantile(elbows, p)))
                    .isCloseTo(p, within(0.002));
        for (EmergenceParameters draw : sample.draws())
            assertThat(sample.curve(draw).emergenceLossNats()).isCloseTo(draw.emergenceLossNats(), within(1e-9));
    }

    /** One row says next to nothing of the law: its prior remains, exp(ln 1.7 +- 1.645 x 0.8) for alpha and so on. */
    @Test
    void withoutInformationThePriorRemains() {
        List<Observation> one = rows(3).subList(0, 1);

        PosteriorSample sample =
                Posterior.sample(new FitDesign(5, one), EmergenceLawForm.LOG_POWER, ReferencePrior.H2, SEED);

        double loss = one.get(0).checkpoint().pretrainLossNats().orElseThrow();
        assertQuantiles(sample.of(EmergenceParameters::shape), 0.456, 1.7, 6.34);
        assertQuantiles(sample.of(EmergenceParameters::gap), 0.176, 0.4, 0.910);
        assertQuantiles(sample.of(EmergenceParameters::subsetSd), 0.00188, 0.0202, 0.0588);
        assertThat(sample.diagnostics().logEvidence()).isFinite();
        assertThat(sample.emergence().quantile(0.5)).isBetween(loss - 1, loss);
    }

    private static void assertQuantiles(double[] draws, double q05, double q50, double q95) {
        Arrays.sort(draws);
        assertThat(Percentiles.quantile(draws, 0.05)).isCloseTo(q05, within(0.15 * q05));
        assertThat(Percentiles.quantile(draws, 0.5)).isCloseTo(q50, within(0.08 * q50));
        assertThat(Percentiles.quantile(draws, 0.95)).isCloseTo(q95, within(0.08 * q95));
    }

    @Test
    void thePowerLawHasAPosteriorToo() {
        PosteriorSample sample = Posterior.sample(new FitDesign(5, rows(4)), EmergenceLawForm.POWER, SEED);

        assertThat(sample.diagnostics().scheme()).isEqualTo(SamplingDiagnostics.Scheme.IMPORTANCE);
        assertThat(sample.emergence().quantile(0.05)).isLessThan(1.8556);
        assertThat(sample.emergence().quantile(0.95)).isGreaterThan(1.8556);
        assertThat(sample.draws())
                .allSatisfy(draw -> assertThat(sample.curve(draw).law().elbowNats(100000))
                        .isCloseTo(draw.elbowMax(), within(1e-6)));
    }
}
