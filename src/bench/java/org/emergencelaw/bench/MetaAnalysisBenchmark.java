package org.emergencelaw.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.emergencelaw.ingest.table.SeriesCsv;
import org.emergencelaw.metric.MetaAnalysis;
import org.emergencelaw.metric.MetaAnalysis.MetricSeries;
import org.junit.jupiter.api.Test;

/**
 * 100,000 series of eight scales, from the bytes of their CSV to the ranked table, beside the scoring alone, in one run: {@code
 * ./mvnw -q -Dtest=MetaAnalysisBenchmark test}. Not among the default tests.
 */
class MetaAnalysisBenchmark {

    private static final int SERIES = 100_000;
    private static final int SCALES = 8;
    private static final int ROUNDS = 5;
    private static final String[] METRICS = {"exact_match", "multiple_choice_grade", "brier", "token_edit_distance"};

    @Test
    void print() throws IOException {
        byte[] csv = csv().getBytes(StandardCharsets.UTF_8);
        double whole = Double.MAX_VALUE, scoring = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            List<MetricSeries> series =
                    SeriesCsv.read(new ByteArrayInputStream(csv)).series();
            long read = System.nanoTime();
            MetaAnalysis analysis = MetaAnalysis.of(series, MetaAnalysis.HIGH_FROM);
            long end = System.nanoTime();
            assertThat(analysis.series()).isEqualTo(SERIES);
            if (round == 0) System.out.println(analysis.words());
            whole = Math.min(whole, (end - start) / 1e9);
            scoring = Math.min(scoring, (end - read) / 1e9);
        }
        System.out.printf(
                Locale.ROOT,
                "%,d series of %d scales, %.0f MB of CSV: %.2f s from bytes to ranked table, %.2f s of it scoring (ratio"
                        + " %.1f); best of %d rounds%n",
                SERIES,
                SCALES,
                csv.length / 1e6,
                whole,
                scoring,
                whole / scoring,
                ROUNDS);
    }

    /** The toy model under four metrics, 200 items each. */
    private static String csv() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("task,metric,family,scale,value\n");
        for (int s = 0; s < SERIES; s++) {
            String metric = METRICS[s % METRICS.length];
            int tokens = 1 + random.nextInt(10);
            double alpha = -0.1 - 0.4 * random.nextDouble();
            for (int i = 0; i < SCALES; i++) {
                double scale = 1e7 * Math.pow(4, i);
                double p = Math.exp(-Math.pow(scale / 1e9, alpha));
                double value = switch (metric) {
                    case "brier" -> (1 - p) * (1 - p);
                    case "token_edit_distance" -> tokens * (1 - p);
                    default -> Math.round(200 * Math.pow(p, tokens)) / 200.0;
                };
                text.append("task")
                        .append(s / 40)
                        .append(',')
                        .append(metric)
                        .append(",f")
                        .append(s / 4 % 10)
                        .append(',');
                text.append((long) scale).append(',').append(value).append('\n');
            }
        }
        return text.toString();
    }
}
