package org.emergencelaw.metric.mirage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.emergencelaw.metric.AnswerMatch;
import org.emergencelaw.metric.ChoiceScores;
import org.emergencelaw.statistics.Accuracy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToyModelTest {

    /** By hand: (1e11 / 1e9)^-0.5 = 0.1, exp(-0.1) = 0.9048..., ^5 = exp(-0.5) = 0.6065..., 5 (1 - 0.9048...) = 0.4758... */
    @Test
    void forwards() {
        ToyModel toy = new ToyModel(1e9, -0.5);
        double p = toy.tokenAccuracy(1e11);

        assertThat(toy.lossPerToken(1e11)).isCloseTo(0.1, within(1e-15));
        assertThat(p).isCloseTo(0.9048374180359595, within(1e-15));
        assertThat(ToyModel.allRight(p, 5)).isCloseTo(0.6065306597126334, within(1e-14));
        assertThat(ToyModel.editDistance(p, 5)).isCloseTo(0.4758129098202025, within(1e-14));
        assertThat(ChoiceScores.brierBinary(p)).isCloseTo(0.009055917006062723, within(1e-15));
        // 1 - (1 - 0.1)^10
        assertThat(ToyModel.anyRight(0.1, 10)).isCloseTo(0.6513215599, within(1e-12));
        assertThat(ToyModel.anyRight(1, 3)).isEqualTo(1);
        assertThat(ToyModel.anyRight(0, 3)).isZero();
    }

    /** With p a probability of a wrong token in its place, as the paper's appendix prints it, a perfect model would be L away. */
    @Test
    void aPerfectModelIsNoEditAway() {
        assertThat(ToyModel.editDistance(1, 5)).isZero();
        assertThat(ToyModel.editDistance(0, 5)).isEqualTo(5);
    }

    /** L (1 - p) is the mean of Levenshtein's distance where wrong tokens are never right elsewhere. */
    @Test
    void editDistanceIsWhatTheLibraryCounts() {
        Random random = new Random(7);
        double sum = 0;
        int items = 20_000;
        for (int i = 0; i < items; i++) {
            List<String> answer = new ArrayList<>();
            for (int t = 0; t < 5; t++) answer.add(random.nextDouble() < 0.7 ? "t" + t : "wrong" + t);
            sum += new AnswerMatch(answer, List.of("t0", "t1", "t2", "t3", "t4")).tokenEditDistance();
        }
        assertThat(sum / items).isCloseTo(ToyModel.editDistance(0.7, 5), within(0.03));
    }

    @Test
    void domains() {
        assertThatThrownBy(() -> new ToyModel(1e9, 0.1)).hasMessageContaining("alpha must be from -10 to below 0");
        assertThatThrownBy(() -> new ToyModel(0, -0.1)).hasMessageContaining("c must be positive");
        assertThatThrownBy(() -> ToyModel.allRight(1.1, 5)).hasMessageContaining("was 1.1");
        assertThatThrownBy(() -> ToyModel.allRight(0.5, 0)).hasMessageContaining("tokens must be at least 1");
    }

    private static List<PerTokenLaw.Point> points(String scales, String rights, int items) {
        double[] x = Arrays.stream(scales.split(";"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        int[] right =
                Arrays.stream(rights.split(";")).mapToInt(Integer::parseInt).toArray();
        List<PerTokenLaw.Point> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) points.add(new PerTokenLaw.Point(x[i], new Accuracy(right[i], items)));
        return points;
    }

    /** Computed by scipy 1.10.1: binomial likelihood minimised by Nelder-Mead to 1e-12 from six starts. */
    @ParameterizedTest
    @CsvSource({
        "1e7;3e7;1e8;3e8;1e9;3e9;1e10, 0;0;2;9;40;120;230, 500, 5, 0, 192358337.73992473, -0.4597571841627107,"
                + " 4.2716244132057, 0.5110075127066823, 1.0, 0.9950083385277395",
        "1e7;3e7;1e8;3e8;1e9;3e9;1e10, 125;130;119;140;180;260;330, 500, 1, 0.25, 3439504535.810218,"
                + " -0.4961442282389814, 1.4154573577598057, 0.9226149657260736, 1.0, 0.9957988687304888",
        "3.0;2.8;2.6;2.4;2.2;2.0, 3;4;30;200;410;640, 1000, 4, 0, 2.6975940946658374, 7.3363266178183695,"
                + " 21.50698307133098, 0.0002511798887598375, 5.376745767832745, 0.9902879038336719"
    })
    void backwardsAgreesWithScipy(
            String scales,
            String rights,
            int items,
            int tokens,
            double trivial,
            double c,
            double alpha,
            double deviance,
            double p,
            double dispersion,
            double explained) {
        PerTokenLaw law = PerTokenLaw.fit(points(scales, rights, items), tokens, trivial)
                .law()
                .orElseThrow();

        assertThat(law.c()).isCloseTo(c, within(1e-5 * c));
        assertThat(law.alpha()).isCloseTo(alpha, within(1e-5));
        assertThat(law.deviance()).isCloseTo(deviance, within(1e-8));
        assertThat(law.pValue()).isCloseTo(p, within(1e-8));
        assertThat(law.dispersion()).isCloseTo(dispersion, within(1e-4));
        assertThat(law.devianceExplained()).isCloseTo(explained, within(1e-8));
    }

    @Test
    void theLengthOfAnAnswerOnlyRescalesC() {
        var series = points("1e7;3e7;1e8;3e8;1e9;3e9;1e10", "0;0;2;9;40;120;230", 500);
        PerTokenLaw one = PerTokenLaw.fit(series, 1, 0).law().orElseThrow();
        PerTokenLaw five = PerTokenLaw.fit(series, 5, 0).law().orElseThrow();

        assertThat(five.alpha()).isCloseTo(one.alpha(), within(1e-12));
        assertThat(five.deviance()).isCloseTo(one.deviance(), within(1e-9));
        assertThat(five.accuracy(2e9)).isCloseTo(one.accuracy(2e9), within(1e-9));
        assertThat(five.c()).isLessThan(one.c());
    }

    /** A world of the toy model: the law found again, and its 90% prediction one decade on holds in about 90 of 100. */
    @Test
    void backwardsFindsTheLawThatItWasMadeBy() {
        ToyModel toy = new ToyModel(1e9, -0.35);
        Random random = new Random(11);
        int holds = 0, worlds = 200;
        double alphas = 0;
        for (int w = 0; w < worlds; w++) {
            List<PerTokenLaw.Point> series = new ArrayList<>();
            for (double n = 3e8; n < 4e10; n *= 2) series.add(new PerTokenLaw.Point(n, draw(toy, n, 400, random)));
            PerTokenLaw law = PerTokenLaw.fit(series, 4, 0).law().orElseThrow();
            alphas += law.alpha() / worlds;
            if (law.predict(2e11, 400).holds(draw(toy, 2e11, 400, random).value())) holds++;
        }
        assertThat(alphas).isCloseTo(-0.35, within(0.01));
        assertThat(holds).isBetween(168, 197);
    }

    private static Accuracy draw(ToyModel toy, double params, int items, Random random) {
        double q = ToyModel.allRight(toy.tokenAccuracy(params), 4);
        int right = 0;
        for (int i = 0; i < items; i++) if (random.nextDouble() < q) right++;
        return new Accuracy(right, items);
    }

    @Test
    void aSeriesWithoutACurveSaysWhy() {
        assertThat(PerTokenLaw.fit(points("1;2;3;4", "0;0;0;0", 100), 5, 0).reason())
                .hasValueSatisfying(words -> assertThat(words).contains("indistinguishable from chance"));
        assertThat(PerTokenLaw.fit(points("1;2;3;4", "100;100;100;100", 100), 5, 0)
                        .reason())
                .hasValueSatisfying(words -> assertThat(words).contains("every answer is right"));
        assertThat(PerTokenLaw.fit(points("1;2;2", "10;20;20", 100), 5, 0).reason())
                .hasValueSatisfying(words -> assertThat(words).contains("three scales"));
        assertThat(PerTokenLaw.fit(points("1;1.1;1.2;1.3", "0;0;100;100", 100), 5, 0)
                        .reason())
                .hasValueSatisfying(words -> assertThat(words).contains("jump"));
    }
}
