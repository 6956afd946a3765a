package org.emergencelaw.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.Elbows;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One least-squares fit by our search beside the usual way, Hipparchus' Levenberg-Marquardt with its own tolerances and the
 * analytic Jacobian on all six parameters from 30 random starts, in one run: {@code ./mvnw -q -Dtest=LeastSquaresBenchmark test}. Not among the default tests.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
public class LeastSquaresBenchmark {

    private static final int STARTS = 30;
    private static final double[] LOWER = {-10, -7.5, 0.05, 0, 0, -1};
    private static final double[] UPPER = {10, 4, 15, 50, 1, 1};

    /** Number of the study in {@code data/reference-fits}: 40, 54 and 99 rows. */
    @Param({"1", "6", "4"})
    public int study;

    private FitDesign data;
    private long seed;

    @Setup
    public void read() {
        data = new FitDesign(5, TidyCsv.read("data/reference-fits/study_" + study + ".csv"));
    }

    @Benchmark
    public double search() {
        return LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true).sumOfSquares();
    }

    @Benchmark
    public double thirtyStarts() {
        SplittableRandom random = new SplittableRandom(seed++);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < STARTS; i++) least = Math.min(least, fromOneStart(random));
        return least;
    }

    private double fromOneStart(SplittableRandom random) {
        double range = data.maxLoss() - data.minLoss();
        double[] start = {
            random.nextDouble(data.minLoss(), data.maxLoss()),
            Math.log(range * random.nextDouble(0.1, 1.5)),
            random.nextDouble(0.5, 4),
            random.nextDouble(0.2, 2),
            Arrays.stream(data.accuracy).min().orElseThrow(),
            0
        };
        try {
            LeastSquaresProblem problem = new LeastSquaresBuilder()
                    .model(point -> {
                        double[] value = new double[data.size()];
                        double[][] jacobian = new double[data.size()][];
                        evaluate(point.toArray(), value, jacobian);
                        return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(jacobian, false));
                    })
                    .target(data.accuracy)
                    .start(start)
                    .parameterValidator(LeastSquaresBenchmark::bounded)
                    .maxEvaluations(1_000)
                    .maxIterations(1_000)
                    .build();
            double cost = new LevenbergMarquardtOptimizer().optimize(problem).getCost();
            return cost * cost;
        } catch (MathRuntimeException stuck) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static RealVector bounded(RealVector point) {
        for (int j = 0; j < LOWER.length; j++)
            point.setEntry(j, Math.max(LOWER[j], Math.min(UPPER[j], point.getEntry(j))));
        return point;
    }

    /** Accuracy and its derivatives by Ehi, ln G, alpha, A, B, Delta. */
    private void evaluate(double[] parameters, double[] value, double[][] jacobian) {
        Elbows coordinates = new Elbows(parameters[0], Math.exp(parameters[1]), parameters[2]);
        double[] elbows = coordinates.at(data, EmergenceLawForm.LOG_POWER), slopes = new double[elbows.length];
        ElbowPositions positions = data.positions(EmergenceLawForm.LOG_POWER);
        double[] position = new double[elbows.length];
        positions.at(parameters[2], position);
        positions.slopesAt(parameters[2], position, slopes);
        for (int i = 0; i < value.length; i++) {
            int l = data.level[i];
            double over = Math.max(0, elbows[l] - data.loss[i]), rise = over > 0 ? parameters[3] : 0;
            double fewShot = l == 0 ? 1 : 0;
            value[i] = parameters[4] + parameters[5] * fewShot + parameters[3] * over;
            jacobian[i] = new double[] {
                rise, rise * (elbows[l] - parameters[0]), rise * coordinates.gap() * slopes[l], over, 1, fewShot
            };
        }
    }

    /** Runs both and prints how many times faster the search is, and how often 30 starts miss what it finds. */
    @Test
    void compare() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(LeastSquaresBenchmark.class.getName() + "\\.")
                        .build())
                .run();
        List<String> lines = new ArrayList<>();
        for (String number : List.of("1", "6", "4")) {
            double ours = median(results, "search", number), theirs = median(results, "thirtyStarts", number);
            lines.add(String.format(
                    Locale.ROOT,
                    "study_%s, %d rows: search %.2f ms, 30 starts %.1f ms, ratio %.0f; 30 starts miss the minimum in %d of 100",
                    number,
                    rows(number),
                    ours / 1000,
                    theirs / 1000,
                    theirs / ours,
                    misses()));
        }
        lines.forEach(System.out::println);
    }

    private int rows(String number) {
        study = Integer.parseInt(number);
        read();
        return data.size();
    }

    private int misses() {
        double least = search();
        int misses = 0;
        seed = 1;
        for (int i = 0; i < 100; i++) if (!(thirtyStarts() <= least * (1 + 1e-6))) misses++;
        return misses;
    }

    private static double median(Collection<RunResult> results, String name, String study) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + name))
                .filter(result -> result.getParams().getParam("study").equals(study))
                .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(50))
                .findFirst()
                .orElseThrow();
    }
}
