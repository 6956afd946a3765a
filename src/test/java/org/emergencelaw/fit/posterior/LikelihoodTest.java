package org.emergencelaw.fit.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The likelihood against the plain definition with dense matrices, and its marginal against quadrature. */
class LikelihoodTest {

    private static final int LANES = Likelihood.LANES;

    private static FitDesign study(int number) {
        return new FitDesign(5, TidyCsv.read("data/reference-fits/study_" + number + ".csv"));
    }

    /** Whose likelihood, and under which prior. */
    enum Case {
        PLAIN(EmergenceLawForm.LOG_POWER, ReferencePrior.H2),
        STRUCTURED(EmergenceLawForm.LOG_POWER, Prior.H4),
        ANCHORED(EmergenceLawForm.ANCHORED_LOG_POWER, anchored(new Prior.Structure(0.5, 5, 0.4, 0)));

        private final EmergenceLawForm form;
        private final Prior prior;

        Case(EmergenceLawForm form, Prior prior) {
            this.form = form;
            this.prior = prior;
        }

        private static Prior anchored(Prior.Structure structure) {
            Prior of = Prior.H4;
            return new Prior(
                    of.slopeMedian(),
                    of.slopeSpread(),
                    of.elbowSpread(),
                    of.gapMedian(),
                    of.gapSpread(),
                    of.shapeMedian(),
                    of.shapeSpread(),
                    of.noiseMedian(),
                    of.noiseSpread(),
                    of.subsetSd(),
                    of.shiftSd(),
                    structure,
                    0.04,
                    Optional.of(new Prior.Floor(0.2, 0.1)),
                    Optional.of(Prior.Anchor.USUAL));
        }
    }

    private static double[][] points(int dimensions, SplittableRandom random, double scale) {
        double[][] z = new double[dimensions][LANES];
        for (double[] coordinate : z) for (int j = 0; j < LANES; j++) coordinate[j] = scale * random.nextGaussian();
        return z;
    }

    @ParameterizedTest
    @CsvSource({
        "1,PLAIN",
        "5,PLAIN",
        "8,PLAIN",
        "1,STRUCTURED",
        "3,STRUCTURED",
        "7,STRUCTURED",
        "1,ANCHORED",
        "6,ANCHORED"
    })
    void jointIsTheNormalDensityWithItsEffects(int study, Case of) {
        FitDesign data = study(study);
        Prior prior = of.prior;
        RobustWeights weights = RobustWeights.of(data, of.form);
        PosteriorCoordinates coordinates = new PosteriorCoordinates(data, of.form, prior, data.maxExamples());
        Likelihood likelihood = new Likelihood(data, prior, weights);
        SplittableRandom random = new SplittableRandom(study);
        double[][] z = points(coordinates.count, random, 1);
        for (int j = 0; j < LANES; j++) {
            likelihood.floor[j] = random.nextDouble();
            likelihood.shift[j] = random.nextGaussian(0, 0.03);
        }

        likelihood.place(coordinates, z, 0);
        likelihood.joint();

        for (int j = 0; j < LANES; j += 9) {
            EmergenceParameters at = coordinates.parameters(z, j, likelihood.floor[j], likelihood.shift[j]);
            assertThat(likelihood.logJoint[j])
                    .isCloseTo(
                            dense(data, weights, at, prior.structure(), of.form),
                            within(1e-9 * Math.abs(likelihood.logJoint[j])));
        }
    }

    private static double dense(
            FitDesign data,
            RobustWeights weights,
            EmergenceParameters at,
            Prior.Structure structure,
            EmergenceLawForm form) {
        int n = data.size();
        EmergenceLaw law = at.curve(form, data.shots, data.maxExamples()).law();
        double[] elbows = Arrays.stream(data.amounts).map(law::elbowNats).toArray(), rest = new double[n];
        RealMatrix covariance = MatrixUtils.createRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            double over = elbows[data.level[i]] - data.loss[i];
            double mean = at.floor() + (data.level[i] == 0 ? at.fewShotShift() : 0) + at.slope() * Math.max(0, over);
            double p = Math.max(0.02, Math.min(0.98, mean));
            double variance = at.runNoise() * at.runNoise() + p * (1 - p) / data.items[i];
            rest[i] = data.accuracy[i] - mean;
            covariance.setEntry(i, i, variance / weights.values[i]);
        }
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++) {
                double over = elbows[data.level[i]] - data.loss[i], other = elbows[data.level[k]] - data.loss[k];
                if (!(over > 0 && other > 0)) continue;
                double shared = data.group[i] >= 0 && data.group[i] == data.group[k] ? 1 : 0;
                if (data.level[i] == data.level[k] && data.level[i] > 0)
                    shared += Math.pow(structure.level(), 2) + Math.pow(structure.slope(), 2) * over * other;
                boolean same = data.checkpoint[i] == data.checkpoint[k];
                if (same) shared += Math.pow(structure.checkpoint(), 2);
                double own = same ? Math.pow(at.slope() * at.checkpointSd(), 2) : 0;
                covariance.addToEntry(i, k, shared * Math.pow(at.slope() * at.subsetSd(), 2) + own);
            }
        CholeskyDecomposition cholesky = new CholeskyDecomposition(covariance, 1e-12, 1e-30);
        double distance =
                new ArrayRealVector(rest).dotProduct(cholesky.getSolver().solve(new ArrayRealVector(rest)));
        double logDeterminant = 0;
        for (int i = 0; i < n; i++)
            logDeterminant += 2 * Math.log(cholesky.getL().getEntry(i, i));
        return -(distance + logDeterminant + n * Math.log(2 * Math.PI)) / 2;
    }

    /** With a billion items the binomial variance is nothing, so the marginal likelihood is exact. */
    @ParameterizedTest
    @CsvSource({"6,PLAIN", "7,PLAIN", "6,STRUCTURED", "7,STRUCTURED", "6,ANCHORED", "7,ANCHORED"})
    void marginalIsTheIntegralOfJoint(int study, Case of) {
        Prior prior = of.prior;
        List<Observation> rows = new ArrayList<>();
        for (Observation row : study(study).rows)
            rows.add(SimulatedStudy.row(
                    row.checkpoint(),
                    row.regime(),
                    row.examples(),
                    row.seed(),
                    row.accuracy(),
                    1_000_000_000,
                    row.split()));
        assertThat(rows.get(0).nEval()).isEqualTo(OptionalInt.of(1_000_000_000));
        FitDesign data = new FitDesign(5, rows);
        PosteriorCoordinates coordinates = new PosteriorCoordinates(data, of.form, prior, data.maxExamples());
        Likelihood likelihood = new Likelihood(data, prior, RobustWeights.of(data, of.form));
        double[][] z = points(coordinates.count, new SplittableRandom(study), 0.3);
        // one point in all lanes; the lanes are nodes over B and Delta
        for (double[] coordinate : z) Arrays.fill(coordinate, coordinate[0]);
        likelihood.place(coordinates, z, 0);
        likelihood.marginal();
        double expected = likelihood.logMarginal[0];

        double sum = 0;
        int nodes = 256;
        double floorSd = likelihood.floorSd[0], floorFrom = Math.max(0, likelihood.floorMean[0] - 9 * floorSd);
        double floorStep = (Math.min(1, likelihood.floorMean[0] + 9 * floorSd) - floorFrom) / nodes;
        double shiftSd = likelihood.shiftSd(0), shiftStep = 18 * shiftSd / LANES;
        for (int b = 0; b < nodes; b++) {
            double floor = floorFrom + (b + 0.5) * floorStep, centre = likelihood.shiftMean(0, floor);
            for (int j = 0; j < LANES; j++) {
                likelihood.floor[j] = floor;
                likelihood.shift[j] = centre - 9 * shiftSd + (j + 0.5) * shiftStep;
            }
            likelihood.joint();
            for (int j = 0; j < LANES; j++) {
                double score = likelihood.shift[j] / ReferencePrior.H2.shiftSd();
                double density = Math.exp(-score * score / 2) / (ReferencePrior.H2.shiftSd() * Math.sqrt(2 * Math.PI));
                sum += Math.exp(likelihood.logJoint[j] + prior.logFloorDensity(floor) - expected)
                        * density
                        * floorStep
                        * shiftStep;
            }
        }

        assertThat(Math.log(sum)).isCloseTo(0, within(1e-4));
    }
}
