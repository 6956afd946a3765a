package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Draws come back to the last bit, in few bytes. */
class DrawBytesTest {

    @Test
    void drawsComeBackToTheLastBit() {
        Random random = new Random(1);
        double[][] draws = new double[2_000][14];
        for (double[] draw : draws) Arrays.setAll(draw, i -> random.nextGaussian() * Math.pow(10, i - 7));
        draws[0][0] = Double.NaN;
        draws[0][1] = Double.NEGATIVE_INFINITY;
        draws[0][2] = -0.0;

        byte[] bytes = DrawBytes.of(draws);

        assertThat(Arrays.deepEquals(DrawBytes.read(bytes), draws)).isTrue();
        assertThat(bytes.length).as("bytes of 2,000 draws of 14 numbers").isEqualTo(8 + 2_000 * 14 * 8);
        assertThat(DrawBytes.read(DrawBytes.of(new double[0][]))).isEmpty();
    }

    @Test
    void tornBytesAreRefused() {
        byte[] bytes = DrawBytes.of(new double[][] {{1, 2}, {3, 4}});

        assertThatThrownBy(() -> DrawBytes.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("as long as they say");
        assertThatThrownBy(() -> DrawBytes.read(new byte[3])).hasMessageContaining("as long as they say");
        assertThatThrownBy(() -> DrawBytes.of(new double[][] {{1, 2}, {3}})).hasMessageContaining("of one length");
    }
}
