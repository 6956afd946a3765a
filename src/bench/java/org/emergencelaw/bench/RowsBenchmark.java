package org.emergencelaw.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;

/**
 * What least squares and the default posterior cost as rows grow: studies 1, 6 and 4 of {@code data/reference-fits}, again and
 * again with further finetuning seeds and an error of 0.01. Processor time of one thread, the least of some warm runs; started in
 * the repository root, a minute or two.
 */
public final class RowsBenchmark {

    private static final int[] STUDIES = {1, 6, 4}, ROWS = {100, 500, 1000, 2500, 5000, 10_000};
    private static final int RUNS = 5;
    private static final double ERROR = 0.01;

    private RowsBenchmark() {}

    public static void main(String[] arguments) {
        System.out.println("study,rows,least_squares_ms,posterior_ms,scheme,effective_draws");
        for (int study : STUDIES) {
            List<Observation> rows = TidyCsv.read("data/reference-fits/study_" + study + ".csv");
            for (int many : ROWS) measure(study, new FitDesign(5, copied(rows, many)));
        }
    }

    private static void measure(int study, FitDesign data) {
        double search = least(() -> LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true));
        PosteriorSample[] last = new PosteriorSample[1];
        double posterior = least(() -> last[0] = Posterior.sample(data, EmergenceLawForm.LOG_POWER, 1));
        PosteriorSample.Diagnostics found = last[0].diagnostics();
        System.out.printf(
                Locale.ROOT,
                "%d,%d,%.2f,%.0f,%s,%.0f%n",
                study,
                data.size(),
                search,
                posterior,
                found.scheme().name().toLowerCase(Locale.ROOT),
                found.effectiveDraws());
    }

    private static List<Observation> copied(List<Observation> study, int many) {
        SplittableRandom random = new SplittableRandom(1);
        List<Observation> rows = new ArrayList<>();
        for (int copy = 0; rows.size() + study.size() <= Math.max(many, study.size()); copy++)
            for (Observation row : study)
                rows.add(row.toBuilder()
                        .seed(row.seed() + 1000L * copy)
                        .accuracy(Math.max(
                                0, Math.min(1, row.accuracy() + (copy > 0 ? ERROR * random.nextGaussian() : 0))))
                        .build());
        return rows;
    }

    /** Least processor milliseconds of a warm call. */
    private static double least(Runnable call) {
        double least = Double.POSITIVE_INFINITY;
        for (int run = -RUNS; run < RUNS; run++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            call.run();
            double taken = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e6;
            if (run >= 0) least = Math.min(least, taken);
        }
        return least;
    }
}
