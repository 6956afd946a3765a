package org.emergencelaw.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.fit.posterior.ReferencePrior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.Summary;

/**
 * Our least squares and posterior beside scipy's curve_fit from 30 starts and emcee ({@code src/bench/peers.py}), in one run:
 * times, ratios, and what both found. Least squares on the eight studies of {@code data/reference-fits}, the posterior on
 * study_6, 54 rows.
 *
 * <p>Ours run warm, on one thread; the peer runs after them. Times are processor time of that thread and process, which a busy
 * machine bends least. Needs Debian's python3-scipy and python3-emcee, two minutes, and to be started in the repository root.
 */
public final class PeersBenchmark {

    private static final String FOLDER = "data/reference-fits", STUDY = "study_6";
    private static final int STUDIES = 8, SHOTS = 5;
    private static final int WARM_UP = 300, RUNS = 201;
    private static final double DRAWS = 10_000;
    /** Sums of squares closer than this, relative, are the same minimum. */
    private static final double SAME = 1e-6;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private PeersBenchmark() {}

    /** @param arguments processor seconds for emcee, 20 if not given */
    public static void main(String[] arguments) throws Exception {
        List<LeastSquared> squared = new ArrayList<>();
        // twice, so that the first study is as warm as the last
        for (int round = 0; round < 2; round++) {
            squared.clear();
            for (int study = 1; study <= STUDIES; study++) squared.add(LeastSquared.of("study_" + study));
        }
        FitDesign data = read(STUDY);
        Sampled before = new Sampled(data, ReferencePrior.H2), now = new Sampled(data, Prior.H4);
        Map<String, Double> peer = peer(arguments.length > 0 ? arguments[0] : "20");

        print("ours: medians of %d warm runs, one thread; all times are processor time", RUNS);
        leastSquares(squared, peer);
        print("%n%s, %d rows", STUDY, data.size());
        before.print("H2", peer);
        now.print("H4, the default", peer);
        print(
                "  emcee, H2: %.0f steps of 32 walkers, autocorrelation time %.0f, %.0f effective draws",
                peer.get("steps"), peer.get("autocorrelation_steps"), peer.get("effective_draws"));
        print("  E(D0) at 5, 50, 95%%: emcee %.3f %.3f %.3f", peer.get("q5"), peer.get("q50"), peer.get("q95"));
    }

    private static FitDesign read(String study) {
        return new FitDesign(SHOTS, TidyCsv.read(FOLDER + "/" + study + ".csv"));
    }

    /** One study's median time and its least sum of squares. */
    private record LeastSquared(String study, int rows, double seconds, double squares) {

        static LeastSquared of(String study) {
            FitDesign data = read(study);
            double[] squares = new double[RUNS];
            double seconds = PeersBenchmark.seconds(
                    squares,
                    i -> LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true)
                            .sumOfSquares());
            return new LeastSquared(study, data.size(), seconds, squares[0]);
        }
    }

    private static void leastSquares(List<LeastSquared> ours, Map<String, Double> peer) {
        print("least squares: ours, then curve_fit from 30 starts: ms, (ratio), sum of squares over ours");
        double own = ours.stream().mapToDouble(LeastSquared::seconds).sum();
        StringBuilder totals = new StringBuilder();
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        for (LeastSquared one : ours)
            lines.put(
                    one.study,
                    new StringBuilder(String.format(
                            Locale.ROOT,
                            "%s, %d rows: %.2f ms, %.9f",
                            one.study,
                            one.rows,
                            1000 * one.seconds,
                            one.squares)));
        for (String way : List.of("published", "published_free", "ours", "ours_free")) {
            double total = 0;
            int reached = 0;
            double[] ratios = new double[ours.size()];
            for (int i = 0; i < ratios.length; i++) {
                LeastSquared one = ours.get(i);
                double theirs = peer.get(one.study + "." + way + ".seconds");
                double excess = peer.get(one.study + "." + way + ".squares") / one.squares;
                ratios[i] = theirs / one.seconds;
                total += theirs;
                if (excess < 1 + SAME) reached++;
                lines.get(one.study)
                        .append(String.format(
                                Locale.ROOT, "; %s %.0f (%.0f) %.6f", way, 1000 * theirs, ratios[i], excess));
            }
            totals.append(String.format(
                    Locale.ROOT,
                    "  %s: %.2f s in all, ratio %.0f; by study %.0f to %.0f, median %.0f; minimum reached in %d of %d%n",
                    way,
                    total,
                    total / own,
                    Arrays.stream(ratios).min().orElseThrow(),
                    Arrays.stream(ratios).max().orElseThrow(),
                    median(ratios),
                    reached,
                    ratios.length));
        }
        lines.values().forEach(line -> print("%s", line));
        print("ours: %.2f ms in all%n%s", 1000 * own, totals);
    }

    /** Median time of one posterior, and the medians of what it says. */
    private static final class Sampled {
        private final double seconds, effective, per10000;
        private final double[] percentiles;

        Sampled(FitDesign data, Prior prior) {
            PosteriorSample[] samples = new PosteriorSample[RUNS];
            double[] draws = new double[RUNS];
            seconds = PeersBenchmark.seconds(draws, seed -> {
                samples[seed] = Posterior.sample(data, EmergenceLawForm.LOG_POWER, prior, seed);
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
        return Summary.median(values);
    }

    private static Map<String, Double> peer(String seconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile("peers", ".txt");
        String studies = IntStream.rangeClosed(1, STUDIES)
                .mapToObj(study -> "study_" + study)
                .collect(Collectors.joining(","));
        Process python = new ProcessBuilder(
                        "/usr/bin/python3",
                        "src/bench/peers.py",
                        FOLDER,
                        studies,
                        String.valueOf(SHOTS),
                        STUDY,
                        seconds)
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
