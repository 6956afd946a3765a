package org.emergencelaw.fit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Our least squares and posterior beside scipy's curve_fit from 30 starts and emcee ({@code src/bench/peers.py}), in one run on
 * study_6 of {@code data/reference-fits}, 54 rows: times, ratios, and what both found. Ours run warm, on one thread; the peer runs
 * after them. Times are processor time of that thread and process, which a busy machine bends least. Needs Debian's python3-scipy and python3-emcee, two minutes, and to be started in the repository root.
 */
public final class PeersBenchmark {

    private static final String STUDY = "data/reference-fits/study_6.csv";
    private static final int SHOTS = 5;
    private static final int WARM_UP = 300, RUNS = 201;
    private static final double DRAWS = 10_000;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private PeersBenchmark() {}

    /** @param arguments seconds for emcee, 75 if not given */
    public static void main(String[] arguments) throws Exception {
        FitData data = new FitData(SHOTS, TidyCsv.read(STUDY));
        double[] squares = new double[RUNS];
        double search = seconds(
                squares, i -> LeastSquares.fit(data, LawForm.LOG_POWER, true).sumOfSquares());
        Sampled before = new Sampled(data, Prior.H2), now = new Sampled(data, Prior.H4);
        Map<String, Double> peer = peer(arguments.length > 0 ? arguments[0] : "75");

        print(
                "%s, %d rows; ours: medians of %d warm runs, one thread; all times are processor time",
                STUDY, data.size(), RUNS);
        print("least squares: %.2f ms, sum of squares %.9f", 1000 * search, squares[0]);
        for (String kind : new String[] {"bounded", "free"}) {
            double theirs = peer.get(kind + "_seconds");
            print(
                    "  curve_fit, %s, 30 starts: %.0f ms, ratio %.0f, sum of squares %.9f",
                    kind, 1000 * theirs, theirs / search, peer.get(kind + "_squares"));
        }
        before.print("H2", peer);
        now.print("H4, the default", peer);
        print(
                "  emcee, H2: %.0f steps of 32 walkers, autocorrelation time %.0f, %.0f effective draws",
                peer.get("steps"), peer.get("autocorrelation_steps"), peer.get("effective_draws"));
        print("  E(D0) at 5, 50, 95%%: emcee %.3f %.3f %.3f", peer.get("q5"), peer.get("q50"), peer.get("q95"));
    }

    /** Median time of one posterior, and the medians of what it says. */
    private static final class Sampled {
        private final double seconds, effective, per10000;
        private final double[] percentiles;

        Sampled(FitData data, Prior prior) {
            PosteriorSample[] samples = new PosteriorSample[RUNS];
            double[] draws = new double[RUNS];
            seconds = PeersBenchmark.seconds(draws, seed -> {
                samples[seed] = Posterior.sample(data, LawForm.LOG_POWER, prior, seed);
                return samples[seed].diagnostics().effectiveDraws();
            });
            effective = median(draws);
            per10000 = seconds * DRAWS / effective;
            percentiles = Arrays.stream(new double[] {0.05, 0.5, 0.95})
                    .map(p -> median(Arrays.stream(samples)
                            .mapToDouble(sample -> sample.emergence().quantile(p))
                            .toArray()))
                    .toArray();
        }

        void print(String name, Map<String, Double> peer) {
            PeersBenchmark.print(
                    "posterior, %s: %.1f ms, %.0f effective draws; %.1f ms per 10,000",
                    name, 1000 * seconds, effective, 1000 * per10000);
            for (String way : new String[] {"", "_one_by_one"}) {
                double theirs = peer.get("posterior_seconds" + way);
                PeersBenchmark.print(
                        "  emcee%s: %.1f s per 10,000, ratio %.0f", way.replace('_', ' '), theirs, theirs / per10000);
            }
            PeersBenchmark.print(
                    "  E(D0) at 5, 50, 95%%: ours %.3f %.3f %.3f", percentiles[0], percentiles[1], percentiles[2]);
        }
    }

    /** Median processor seconds of a call once warm; results receives what the timed calls gave. */
    private static double seconds(double[] results, IntToDoubleFunction call) {
        for (int i = 0; i < WARM_UP; i++) call.applyAsDouble(i % RUNS);
        return median(IntStream.range(0, RUNS)
                .mapToDouble(i -> {
                    long begin = THREAD.getCurrentThreadCpuTime();
                    results[i] = call.applyAsDouble(i);
                    return (THREAD.getCurrentThreadCpuTime() - begin) / 1e9;
                })
                .toArray());
    }

    private static double median(double[] values) {
        return RobustWeights.median(values);
    }

    private static Map<String, Double> peer(String seconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile("peers", ".txt");
        Process python = new ProcessBuilder(
                        "/usr/bin/python3", "src/bench/peers.py", STUDY, String.valueOf(SHOTS), seconds)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (python.waitFor() != 0) throw new IllegalStateException("src/bench/peers.py failed");
        Map<String, Double> values = new HashMap<>();
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8))
            values.put(line.split(" ")[0], Double.parseDouble(line.split(" ")[1]));
        Files.delete(output);
        return values;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
