package org.emergencelaw.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;

/**
 * What the law's posterior over doublings costs beside the default one in nats on the studies of {@code data/reference-fits}:
 * processor time of one thread, the median of warm runs with seeds of their own, both in one run. Started in the repository root.
 */
public final class LawInDoublingsBenchmark {

    private static final int RUNS = 41, WARM = 40;
    /** About what a doubling of compute is in large language models, nats; and what keeps all losses positive. */
    private static final double NATS_PER_DOUBLING = 0.06, FARTHEST = 100;

    private LawInDoublingsBenchmark() {}

    private interface Fit {
        PosteriorSample run(long seed);
    }

    public static void main(String[] arguments) {
        System.out.println("study,rows,nats_ms,doublings_ms,ratio,nats_effective,doublings_effective,doublings_scheme");
        double before = 0, after = 0;
        for (int study = 1; study <= 8; study++) {
            List<Observation> rows = TidyCsv.read("data/reference-fits/study_" + study + ".csv");
            FitDesign nats = new FitDesign(5, rows), doublings = new FitDesign(5, placed(rows));
            Prior prior = Prior.anchoredInDoublings(trivial(rows));
            double[] effective = new double[2];
            String[] scheme = new String[2];
            double first =
                    median(seed -> Posterior.sample(nats, EmergenceLawForm.LOG_POWER, seed), 0, effective, scheme);
            double second = median(
                    seed -> Posterior.sample(doublings, EmergenceLawForm.ANCHORED_LOG_POWER, prior, seed),
                    1,
                    effective,
                    scheme);
            before += first;
            after += second;
            System.out.printf(
                    Locale.ROOT,
                    "%d,%d,%.1f,%.1f,%.2f,%.0f,%.0f,%s%n",
                    study,
                    nats.size(),
                    first,
                    second,
                    second / first,
                    effective[0],
                    effective[1],
                    scheme[1]);
        }
        System.out.printf(Locale.ROOT, "all,,%.1f,%.1f,%.2f,,,%n", before, after, after / before);
    }

    private static List<Observation> placed(List<Observation> rows) {
        return rows.stream()
                .map(row -> row.withCheckpoint(row.checkpoint().toBuilder()
                        .pretrainLossNats(
                                FARTHEST + row.checkpoint().pretrainLossNats().orElseThrow() / NATS_PER_DOUBLING)
                        .build()))
                .toList();
    }

    private static double trivial(List<Observation> rows) {
        return rows.stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT)
                .mapToDouble(Observation::accuracy)
                .min()
                .orElse(0);
    }

    private static double median(Fit fit, int at, double[] effective, String[] scheme) {
        List<Double> times = new ArrayList<>();
        for (int run = -WARM; run < RUNS; run++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            PosteriorSample sample = fit.run(1 + Math.floorMod(run, RUNS));
            if (run >= 0) times.add((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e6);
            effective[at] = sample.diagnostics().effectiveDraws();
            scheme[at] = sample.diagnostics().scheme().name().toLowerCase(Locale.ROOT);
        }
        Collections.sort(times);
        return times.get(RUNS / 2);
    }
}
