package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.UsualStudy;
import org.junit.jupiter.api.Test;

/** Draws come back to the last bit, in few bytes. */
class DrawBytesTest {

    @Test
    void drawsComeBackToTheLastBit() {
        double[][] draws = numbers();

        byte[] bytes = DrawBytes.of(draws);

        assertThat(Arrays.deepEquals(DrawBytes.read(bytes), draws)).isTrue();
        assertThat(DrawBytes.read(DrawBytes.of(new double[0][]))).isEmpty();
    }

    private static double[][] numbers() {
        Random random = new Random(1);
        double[][] draws = new double[2_000][14];
        for (double[] draw : draws) Arrays.setAll(draw, i -> random.nextGaussian() * Math.pow(10, i - 7));
        draws[0][0] = Double.NaN;
        draws[0][1] = Double.NEGATIVE_INFINITY;
        draws[0][2] = -0.0;
        return draws;
    }

    @Test
    void theDrawsOfAFitTakeTensOfKilobytes() {
        SimulatedStudy study = SimulatedStudy.of(3);
        EmergenceFit.WithDraws fitted = UsualStudy.fit(study.task(), study.observations(), FitOptions.DEFAULT)
                .fitted();
        double[][] draws = DrawColumns.kept(fitted.draws());

        byte[] bytes = DrawBytes.of(draws);

        assertThat(draws).hasDimensions(2_000, 12);
        assertThat(bytes).hasSizeLessThan(80_000);
        assertThat(DrawColumns.draws(DrawBytes.read(bytes), fitted.fit())).isEqualTo(fitted.draws());
    }

    @Test
    void bytesOfWholeDoublesAreReadAsTheyWereKeptBefore() {
        double[][] draws = numbers();
        ByteBuffer bytes = ByteBuffer.allocate(8 + 2_000 * 14 * 8).putInt(2_000).putInt(14);
        for (double[] draw : draws) for (double number : draw) bytes.putDouble(number);

        assertThat(Arrays.deepEquals(DrawBytes.read(bytes.array()), draws)).isTrue();
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
