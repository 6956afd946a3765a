package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Levenberg-Marquardt against the certified values of NIST's Statistical Reference Datasets: parameters, standard errors and
 * residual sum of squares to six significant digits, from both starts that NIST gives.
 */
class NistTest {

    /** Model value at x; derivatives by the parameters go to {@code slopes}. */
    private interface Curve {
        double at(double[] b, double x, double[] slopes);
    }

    private static final Map<String, Curve> CURVES = Map.of(
            "Misra1a", NistTest::misra1a,
            "Misra1b", NistTest::misra1b,
            "Thurber", NistTest::thurber,
            "MGH09", NistTest::mgh09,
            "MGH10", NistTest::mgh10,
            "Eckerle4", NistTest::eckerle4,
            "Rat42", NistTest::rat42);

    private record Certified(
            double[][] starts, double[] values, double[] standardErrors, double sumOfSquares, double[] y, double[] x) {}

    static Stream<Arguments> problems() {
        return CURVES.keySet().stream()
                .sorted()
                .flatMap(name -> Stream.of(Arguments.of(name, 1), Arguments.of(name, 2)));
    }

    @ParameterizedTest(name = "{0} from start {1}")
    @MethodSource("problems")
    void reachesTheCertifiedValues(String name, int start) throws IOException {
        Certified certified = read(name);
        Curve curve = CURVES.get(name);
        int p = certified.values.length;
        double[] lower = new double[p], upper = new double[p];
        Arrays.fill(lower, Double.NEGATIVE_INFINITY);
        Arrays.fill(upper, Double.POSITIVE_INFINITY);

        LevenbergMarquardt.Optimum optimum = LevenbergMarquardt.minimise(
                (b, value, jacobian) -> {
                    for (int i = 0; i < value.length; i++) value[i] = curve.at(b, certified.x[i], jacobian[i]);
                },
                certified.y,
                certified.starts[start - 1],
                lower,
                upper);

        double[] errors = optimum.standardErrors();
        for (int j = 0; j < p; j++) {
            assertSixDigits("b" + (j + 1), optimum.parameters()[j], certified.values[j]);
            assertSixDigits("standard error of b" + (j + 1), errors[j], certified.standardErrors[j]);
        }
        assertSixDigits("sum of squares", optimum.sumOfSquares(), certified.sumOfSquares);
    }

    private static void assertSixDigits(String what, double actual, double certified) {
        assertThat(actual).as(what).isCloseTo(certified, within(5e-7 * Math.abs(certified)));
    }

    private static Certified read(String name) throws IOException {
        List<String[]> parameters = new ArrayList<>(), data = new ArrayList<>();
        double sumOfSquares = Double.NaN;
        try (InputStream file = NistTest.class.getResourceAsStream("/nist/" + name + ".txt")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.split(" ");
                if (line.startsWith("#") || line.startsWith("data")) continue;
                if (line.startsWith("residual")) sumOfSquares = Double.parseDouble(words[1]);
                else if (line.startsWith("b")) parameters.add(words);
                else data.add(words);
            }
        }
        return new Certified(
                new double[][] {column(parameters, 1), column(parameters, 2)},
                column(parameters, 3),
                column(parameters, 4),
                sumOfSquares,
                column(data, 0),
                column(data, 1));
    }

    private static double[] column(List<String[]> rows, int index) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[index])).toArray();
    }

    private static double misra1a(double[] b, double x, double[] slopes) {
        double decay = Math.exp(-b[1] * x);
        slopes[0] = 1 - decay;
        slopes[1] = b[0] * x * decay;
        return b[0] * (1 - decay);
    }

    private static double misra1b(double[] b, double x, double[] slopes) {
        double base = 1 + b[1] * x / 2;
        slopes[0] = 1 - 1 / (base * base);
        slopes[1] = b[0] * x / (base * base * base);
        return b[0] * slopes[0];
    }

    private static double thurber(double[] b, double x, double[] slopes) {
        double top = b[0] + x * (b[1] + x * (b[2] + x * b[3]));
        double bottom = 1 + x * (b[4] + x * (b[5] + x * b[6]));
        double power = 1;
        for (int i = 0; i < 4; i++) {
            slopes[i] = power / bottom;
            if (i > 0) slopes[i + 3] = -top * power / (bottom * bottom);
            power *= x;
        }
        return top / bottom;
    }

    private static double mgh09(double[] b, double x, double[] slopes) {
        double top = x * x + x * b[1], bottom = x * x + x * b[2] + b[3];
        slopes[0] = top / bottom;
        slopes[1] = b[0] * x / bottom;
        slopes[2] = -b[0] * top * x / (bottom * bottom);
        slopes[3] = -b[0] * top / (bottom * bottom);
        return b[0] * top / bottom;
    }

    private static double mgh10(double[] b, double x, double[] slopes) {
        double growth = Math.exp(b[1] / (x + b[2]));
        slopes[0] = growth;
        slopes[1] = b[0] * growth / (x + b[2]);
        slopes[2] = -b[0] * growth * b[1] / ((x + b[2]) * (x + b[2]));
        return b[0] * growth;
    }

    private static double eckerle4(double[] b, double x, double[] slopes) {
        double z = (x - b[2]) / b[1], bell = Math.exp(-z * z / 2) / b[1];
        slopes[0] = bell;
        slopes[1] = b[0] * bell * (z * z - 1) / b[1];
        slopes[2] = b[0] * bell * z / b[1];
        return b[0] * bell;
    }

    private static double rat42(double[] b, double x, double[] slopes) {
        double growth = Math.exp(b[1] - b[2] * x), bottom = 1 + growth;
        slopes[0] = 1 / bottom;
        slopes[1] = -b[0] * growth / (bottom * bottom);
        slopes[2] = b[0] * x * growth / (bottom * bottom);
        return b[0] / bottom;
    }
}
