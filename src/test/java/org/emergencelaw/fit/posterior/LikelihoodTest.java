package org.emergencelaw.fit.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.Elbows;
import org.emergencelaw.fit.leastsquares.FitDesign;
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

    private static double[][] points(SplittableRandom random, double scale) {
        double[][] z = new double[PosteriorCoordinates.COUNT][LANES];
        for (double[] coordinate : z) for (int j = 0; j < LANES; j++) coordinate[j] = scale * random.nextGaussian();
        return z;
    }

    @ParameterizedTest
    @CsvSource({"1,false", "5,false", "8,false", "1,true", "3,true", "7,true"})
    void jointIsTheNormalDensityWithItsEffects(int study, boolean structured) {
        FitDesign data = study(study);
        Prior prior = structured ? Prior.H4 : ReferencePrior.H2;
        RobustWeights weights = RobustWeights.of(data, EmergenceLawForm.LOG_POWER);
        PosteriorCoordinates coordinates =
                new PosteriorCoordinates(data, EmergenceLawForm.LOG_POWER, prior, data.maxExamples());
        Likelihood likelihood = new Likelihood(data, prior, weights);
        SplittableRandom random = new SplittableRandom(study);
        double[][] z = points(random, 1);
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
                            dense(data, weights, at, prior.structure()),
                            within(1e-9 * Math.abs(likelihood.logJoint[j])));
        }
    }

    private static double dense(
            FitDesign data, RobustWeights weights, EmergenceParameters at, Prior.Structure structure) {
        int n = data.size();
        double[] elbows = new Elbows(at.elbowMax(), at.gap(), at.shape()).at(data, EmergenceLawForm.LOG_POWER),
                rest = new double[n];
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
                if (data.checkpoint[i] == data.checkpoint[k]) shared += Math.pow(structure.checkpoint(), 2);
                covariance.addToEntry(i, k, shared * Math.pow(at.slope() * at.subsetSd(), 2));
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
    @CsvSource({"6,false", "7,false", "6,true", "7,true"})
    void marginalIsTheIntegralOfJoint(int study, boolean structured) {
        Prior prior = structured ? Prior.H4 : ReferencePrior.H2;
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
        PosteriorCoordinates coordinates =
                new PosteriorCoordinates(data, EmergenceLawForm.LOG_POWER, prior, data.maxExamples());
        Likelihood likelihood = new Likelihood(data, prior, RobustWeights.of(data, EmergenceLawForm.LOG_POWER));
        double[][] z = points(new SplittableRandom(study), 0.3);
        // one point in all lanes; the lanes are nodes over B and Delta
        for (double[] coordinate : z) java.util.Arrays.fill(coordinate, coordinate[0]);
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
                sum += Math.exp(likelihood.logJoint[j] - expected) * density * floorStep * shiftStep;
            }
        }

        assertThat(Math.log(sum)).isCloseTo(0, within(1e-4));
    }
}
