package org.emergencelaw.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.member.CombinedForecast;
import org.emergencelaw.member.FewShotHistory;
import org.emergencelaw.member.HingeCurve;
import org.emergencelaw.observation.Observation;

/**
 * What the combined forecast costs beside the posterior of the emergence law on the 40 rows
 * of a reference study, and as checkpoints grow: elbow,
 * crossing, and P(level) and 90% interval of one plan. Processor time of one thread, the least of some warm runs; started in the
 * repository root, a minute.
 */
public final class CombinedForecastBenchmark {

    private static final int STUDY = 1, SHOTS = 5, RUNS = 10;
    private static final int[] CHECKPOINTS = {6, 60, 600, 6_000};

    private CombinedForecastBenchmark() {}

    public static void main(String[] arguments) {
        List<Observation> rows = TidyCsv.read("data/reference-fits/study_" + STUDY + ".csv");
        FitDesign design = new FitDesign(SHOTS, rows);
        double law = least(() -> Posterior.sample(design, EmergenceLawForm.LOG_POWER, 1));
        System.out.printf(Locale.ROOT, "posterior of the law, %d rows: %.1f ms%n", design.size(), law);
        System.out.println("checkpoints,few_shot_ms,over_law,with_law_ms,over_law");
        List<HingeCurve> draws = draws();
        for (int many : CHECKPOINTS) {
            FewShotHistory history = history(many);
            double alone = least(() -> answers(CombinedForecast.of(
                    history, Optional.of(x -> (1 - Math.pow(2, -0.1 * x)) / (0.1 * Math.log(2))))));
            double withLaw = least(() -> answers(CombinedForecast.of(history, draws)));
            System.out.printf(
                    Locale.ROOT, "%d,%.1f,%.2f,%.1f,%.2f%n", many, alone, alone / law, withLaw, withLaw / law);
        }
    }

    private static double answers(CombinedForecast pool) {
        return pool.elbow().orElseThrow().cdf(2)
                + pool.crossing(0.4).cdf(2)
                + pool.accuracy(2, 1000).quantile(0.05)
                + pool.accuracy(2, 1000).quantile(0.5)
                + pool.accuracy(2, 1000).quantile(0.95);
    }

    /** Checkpoints that rise from 0.25 past an elbow at -1.5 doublings, and fall 12 doublings behind. */
    private static FewShotHistory history(int many) {
        List<FewShotHistory.Point> points = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            double x = -12 + 12.0 * i / (many - 1);
            points.add(new FewShotHistory.Point(x, 0.25 + 0.06 * Math.max(0, x + 1.5) + 0.004 * (i % 3 - 1), 1000));
        }
        return new FewShotHistory(points, 0.25);
    }

    /** As many as a fit keeps. */
    private static List<HingeCurve> draws() {
        List<HingeCurve> draws = new ArrayList<>();
        for (int i = 0; i < 1000; i++)
            draws.add(HingeCurve.ofLawDraw(-3 + 6 * (i % 37) / 36.0, 0.05 + 0.01 * (i % 11), 0.25, 0.01, 0));
        return draws;
    }

    /** Least processor milliseconds of a warm call. */
    private static double least(Supplier<?> call) {
        double least = Double.POSITIVE_INFINITY;
        for (int run = -RUNS; run < RUNS; run++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            call.get();
            double taken = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e6;
            if (run >= 0) least = Math.min(least, taken);
        }
        return least;
    }
}
