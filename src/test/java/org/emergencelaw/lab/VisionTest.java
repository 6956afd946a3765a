package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.emergencelaw.metric.EmergenceScore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The parts of the vision counterpart: images, the perceptron against plain loops, the figure. */
class VisionTest {

    @Test
    void imagesOfEveryKindComeAndTheSeedDrawsThem() {
        Images.Set images = Images.draw(400, SeededRandom.of(1, "images"));
        assertThat(images.pixels()).hasSize(400 * 144);
        assertThat(Arrays.stream(images.kinds()).distinct().sorted()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Images.draw(400, SeededRandom.of(1, "images")).pixels()).isEqualTo(images.pixels());
        double lit = 0;
        for (float pixel : images.pixels()) if (pixel > 0.5) lit++;
        assertThat(lit / images.pixels().length).isBetween(0.1, 0.25);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
    void aPerceptronComputesWhatPlainLoopsDo() throws IOException {
        NativeLibraries.require();
        Perceptron network = new Perceptron(3, 2, 2);
        float[] w = new float[network.parameters()];
        for (int i = 0; i < w.length; i++) w[i] = (float) Math.sin(i + 1);
        float[] x = {0.5f, -1, 2};
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] y = network.apply(manager.create(w), manager.create(x, new Shape(1, 3)))
                    .toFloatArray();
            for (int out = 0; out < 2; out++) {
                double sum = w[12 + out];
                for (int h = 0; h < 2; h++) {
                    double in = w[6 + h];
                    for (int i = 0; i < 3; i++) in += x[i] * w[2 * i + h];
                    sum += in * 0.5 * (1 + Erf.erf(in / Math.sqrt(2))) * w[8 + 2 * h + out];
                }
                assertThat(y[out]).isCloseTo((float) sum, within(1e-5f));
            }
        }
    }

    /** {@code data/lab/vision.csv}: what {@code lab vision} prints, and the scores that the docs give. */
    @Test
    void bothNetworksShowEmergenceUnderTheSharpMetricAlone() throws IOException {
        assertThat(score("autoencoder", "mean_squared_error", false)).isCloseTo(10.25, within(0.01));
        assertThat(score("autoencoder", "share_below_threshold", true)).isCloseTo(162.35, within(0.01));
        assertThat(score("classifier", "accuracy", true)).isCloseTo(8.87, within(0.01));
        assertThat(score("classifier", "all_of_10_right", true)).isCloseTo(48.00, within(0.01));
        assertThat(score("classifier", "log_likelihood", true)).isCloseTo(8.84, within(0.01));
        for (String metric : List.of("share_below_threshold", "all_of_10_right")) {
            double[] values = values(metric);
            assertThat(Arrays.stream(values).limit(5).max().orElseThrow())
                    .as("flat at first: %s", metric)
                    .isLessThanOrEqualTo(0.01);
            assertThat(values[values.length - 1]).isGreaterThan(0.3);
        }
    }

    private static double score(String network, String metric, boolean higherIsBetter) throws IOException {
        assertThat(rows(metric)).allMatch(row -> row[0].equals(network));
        return EmergenceScore.of(values(metric), higherIsBetter).value().orElseThrow();
    }

    private static double[] values(String metric) throws IOException {
        return rows(metric).stream()
                .mapToDouble(row -> Double.parseDouble(row[4]))
                .toArray();
    }

    private static List<String[]> rows(String metric) throws IOException {
        return Files.readAllLines(Path.of("data/lab/vision.csv")).stream()
                .map(line -> line.split(","))
                .filter(row -> row[1].equals(metric))
                .toList();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
    void theNetworksOfOneWidthReadAsCommitted() throws IOException {
        int third = 2;
        Vision.Reading now = new Vision(1).read(3);
        assertThat(rows("accuracy").get(third)[3]).isEqualTo(Integer.toString(now.classifierParams()));
        assertThat(now.accuracy()).isCloseTo(values("accuracy")[third], within(0.05));
        assertThat(now.groups()).isCloseTo(values("all_of_10_right")[third], within(0.03));
        assertThat(now.logLikelihood()).isCloseTo(values("log_likelihood")[third], within(0.1));
        assertThat(now.error()).isCloseTo(values("mean_squared_error")[third], within(0.2));
        assertThat(now.near()).isCloseTo(values("share_below_threshold")[third], within(0.01));
    }

    @Test
    void theFigureShowsWorstBelowAndBestAbove() {
        String svg = VisionFigure.of(List.of(
                new Vision.Series("coder", "error", false, false, new int[] {10, 100}, new double[] {2, 1}),
                new Vision.Series("coder", "share", true, true, new int[] {10, 100}, new double[] {0, 1})));
        assertThat(svg)
                .contains("points=\"45.0,215.0 340.0,45.0\"")
                .contains("error")
                .contains("share");
        assertThat(svg.split("45.0,215.0 340.0,45.0", -1)).as("both improve").hasSize(3);
    }
}
