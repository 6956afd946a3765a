package org.emergencelaw.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.emergencelaw.statistics.Accuracy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one item is worth under each measure. */
class ItemTest {

    private static ChoiceScores choices(String logLikelihoods, int right) {
        return new ChoiceScores(
                Arrays.stream(logLikelihoods.split(";"))
                        .mapToDouble(Double::parseDouble)
                        .toArray(),
                right);
    }

    /** Computed by numpy 1.24.2 and scipy 1.10.1: l[r] - logsumexp(l), ((onehot - softmax(l))**2).sum(), argmax(l) == r. */
    @ParameterizedTest
    @CsvSource({
        "-1.2;-0.7;-3.5;-2.0, 1, -0.6626222571901519, 0.35322189933028453, 1",
        "-12.25;-11.5;-30.0, 0, -1.136871012388779, 0.9225674077731751, 0",
        "-700.0;-701.0;-702.5;-699.0, 2, -3.9274953881792953, 1.4516348146221303, 0",
        "0.0;-0.5, 0, -0.4740769841801067, 0.2850739131931019, 1"
    })
    void choicesAgreeWithScipy(String logLikelihoods, int right, double normalised, double brier, double grade) {
        ChoiceScores item = choices(logLikelihoods, right);

        assertThat(item.logLikelihood()).isCloseTo(normalised, within(1e-12));
        assertThat(item.brier()).isCloseTo(brier, within(1e-12));
        assertThat(item.multipleChoiceGrade()).isEqualTo(grade);
        assertThat(Arrays.stream(item.probabilities()).sum()).isCloseTo(1, within(1e-12));
    }

    /** By hand: p = (1/4, 3/4), so ln p = -1.386..., Brier (3/4)^2 + (3/4)^2 = 1.125. */
    @Test
    void aWrongChoiceByHand() {
        ChoiceScores item = new ChoiceScores(new double[] {Math.log(0.1), Math.log(0.3)}, 0);

        assertThat(item.logLikelihoodRaw()).isCloseTo(-2.302585092994046, within(1e-12));
        assertThat(item.logLikelihood()).isCloseTo(-1.3862943611198906, within(1e-12));
        assertThat(item.brier()).isCloseTo(1.125, within(1e-12));
        assertThat(ChoiceScores.brierBinary(0.25)).isCloseTo(1.125 / 2, within(1e-12));
    }

    @Test
    void tiesScoreWhatALotWouldScore() {
        assertThat(choices("-1;-1;-2;-1", 0).multipleChoiceGrade()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(choices("-1;-1;-2;-1", 2).multipleChoiceGrade()).isZero();
    }

    @Test
    void anImpossibleRightChoiceIsInfinitelySurprisingAndScoresTheWorstBrier() {
        ChoiceScores item = choices("-Infinity;-1", 0);

        assertThat(item.logLikelihood()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(item.brier()).isEqualTo(2);
    }

    @Test
    void choicesAreNeverOneNorPositiveNorNaN() {
        assertThatThrownBy(() -> choices("-1", 0)).hasMessageContaining("at least 2 choices, was 1");
        assertThatThrownBy(() -> choices("-1;-2", 2)).hasMessageContaining("right must be from 0 to 1, was 2");
        assertThatThrownBy(() -> choices("-1;0.5", 0)).hasMessageContaining("at most 0, was 0.5");
        assertThatThrownBy(() -> choices("-1;NaN", 0)).hasMessageContaining("was NaN");
        assertThatThrownBy(() -> choices("-Infinity;-Infinity", 0)).hasMessageContaining("all are -infinity");
        assertThatThrownBy(() -> ChoiceScores.brierBinary(Double.NaN)).hasMessageContaining("was NaN");
    }

    /** By hand. */
    @ParameterizedTest
    @CsvSource({
        "the cat sat, the cat sat, 0, 1",
        "the  cat   sat, ' the cat sat ', 0, 1",
        "the dog sat, the cat sat, 1, 0",
        "the cat, the cat sat, 1, 0",
        "a b c d, b c d a, 2, 0",
        "'', the cat sat, 3, 0",
        "'', '', 0, 1",
        "k i t t e n, s i t t i n g, 3, 0"
    })
    void writtenAnswers(String answer, String target, int distance, int exact) {
        AnswerMatch item = AnswerMatch.ofWords(answer, target);

        assertThat(item.tokenEditDistance()).isEqualTo(distance);
        assertThat(item.exactMatch()).isEqualTo(exact);
    }

    @Test
    void tokensOfTheModelCountOneByOneWhateverTheirLength() {
        assertThat(new AnswerMatch(List.of("12", "345"), List.of("12", "346")).tokenEditDistance())
                .isEqualTo(1);
    }

    /** By hand: (0.4 - 0.25) / 0.75 = 0.2. */
    @Test
    void accuracyCorrectedForChance() {
        assertThat(Accuracy.chanceCorrected(0.4, 0.25)).isCloseTo(0.2, within(1e-15));
        assertThat(Accuracy.chanceCorrected(0.25, 0.25)).isZero();
        assertThat(Accuracy.chanceCorrected(0, 0.5)).isEqualTo(-1);
        assertThatThrownBy(() -> Accuracy.chanceCorrected(1.2, 0.5)).hasMessageContaining("was 1.2");
        assertThatThrownBy(() -> Accuracy.chanceCorrected(0.5, 1)).hasMessageContaining("was 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "0x1p1", "1f", "", "2.01", "-0.1", "1e999", "1,5"})
    void aBrierScoreIsANumberFromZeroToTwo(String cell) {
        assertThatThrownBy(() -> Measure.BRIER.parse(cell))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("brier must be a number from 0 to 2, was ");
    }

    @Test
    void rangesOfTheMeasures() {
        assertThat(Measure.BRIER.parse("2")).isEqualTo(2);
        assertThat(Measure.LOG_LIKELIHOOD.parse("-1.5e-1")).isEqualTo(-0.15);
        assertThat(Measure.TOKEN_EDIT_DISTANCE.parse(".5")).isEqualTo(0.5);
        assertThat(Measure.LOG_LIKELIHOOD_RAW.rule()).isEqualTo("log_likelihood_raw must be a number of at most 0");
        assertThat(Measure.TOKEN_EDIT_DISTANCE.rule()).isEqualTo("token_edit_distance must be a number of at least 0");
        assertThatThrownBy(() -> Measure.LOG_LIKELIHOOD.validate(0.01)).hasMessageContaining("was 0.01");
        assertThatThrownBy(() -> Measure.EXACT_MATCH.validate(Double.NaN)).hasMessageContaining("was NaN");
    }

    @Test
    void columnsNameTheirMeasure() {
        for (Measure measure : Measure.values())
            assertThat(Measure.ofColumn(measure.column())).hasValue(measure);
        assertThat(Measure.ofColumn("accuracy")).isEmpty();
    }
}
