package org.emergencelaw.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.OptionalDouble;
import org.emergencelaw.statistics.Accuracy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule at its bounds; p values computed by scipy.stats.binomtest, scipy 1.17.1. */
class ResolutionRuleTest {

    private static final Instant DEADLINE = Instant.parse("2027-06-30T23:59:59Z");

    @ParameterizedTest
    @CsvSource({
        // right, items, trivial, level, effect, least items, p, outcome
        "274, 1000, 0.25, 0.05, 0,    1000, 0.044096329716543585,   EMERGED",
        "273, 1000, 0.25, 0.05, 0,    1000, 0.051194671302777765,   NOT_EMERGED",
        "300, 1000, 0.25, 0.05, 0,    1001, 0.00019359032194907585, INCONCLUSIVE",
        "300, 1000, 0.25, 0.05, 0.05, 1000, 0.00019359032194907585, EMERGED",
        "300, 1000, 0.25, 0.05, 0.06, 1000, 0.00019359032194907585, INCONCLUSIVE",
        "300, 1000, 0.25, 1e-4, 0,    1000, 0.00019359032194907585, NOT_EMERGED",
        "33,  100,  0.25, 0.01, 0.05, 100,  0.04459632521268152,    INCONCLUSIVE",
        "33,  100,  0.25, 0.01, 0.1,  100,  0.04459632521268152,    NOT_EMERGED",
        "6,   100,  0.02, 0.05, 0,    100,  0.015483640641779397,   EMERGED",
        "0,   10,   0,    0.05, 0,    10,   1,                      NOT_EMERGED",
        "1,   10,   0,    0.05, 0,    10,   0,                      EMERGED",
        "7,   10,   0.5,  0.05, 0,    10,   0.171875,               NOT_EMERGED",
        "9,   10,   0.5,  0.05, 0,    10,   0.0107421875,           EMERGED",
    })
    void theRuleDecides(
            int right,
            int items,
            double trivial,
            double level,
            double effect,
            int leastItems,
            double p,
            Outcome outcome) {
        ResolutionRule rule = new ResolutionRule(level, effect, leastItems, DEADLINE);
        ResolutionRule.Decision decision = rule.decide(new Accuracy(right, items), trivial);
        assertThat(decision.outcome()).as(decision.explanation()).isEqualTo(outcome);
        assertThat(decision.pValue()).isCloseTo(p, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        // right, items, level, least items, outcome
        "400, 1000, 0.4,   1000, EMERGED",
        "399, 1000, 0.4,   1000, NOT_EMERGED",
        "400, 999,  0.4,   1000, INCONCLUSIVE",
        // a third of 3 is 1, whatever a double makes of it
        "1,   3,    0.3333333333333333, 3, EMERGED",
        "41,  100,  0.405, 100,  EMERGED",
        "40,  100,  0.405, 100,  NOT_EMERGED",
    })
    void aNamedLevelIsDecidedByTheAccuracyAlone(int right, int items, double level, int leastItems, Outcome outcome) {
        ResolutionRule rule = new ResolutionRule(0.05, 0, leastItems, DEADLINE, OptionalDouble.of(level));
        ResolutionRule.Decision decision = rule.decide(new Accuracy(right, items), 0.25);

        assertThat(rule.claims()).isEqualTo(ClaimedEvent.LEVEL);
        assertThat(decision.outcome()).as(decision.explanation()).isEqualTo(outcome);
        if (outcome != Outcome.INCONCLUSIVE)
            assertThat(right >= rule.leastRight(items, 0.25)).isEqualTo(outcome == Outcome.EMERGED);
    }

    @Test
    void theProbabilityIsOfWhatTheRuleWillDecide() {
        for (double effect : new double[] {0, 0.02, 0.05})
            for (int items : new int[] {10, 100, 1_000}) {
                ResolutionRule rule = new ResolutionRule(0.05, effect, items, DEADLINE);
                int least = rule.leastRight(items, 0.25);
                for (int right = 0; right <= items; right++)
                    assertThat(rule.decide(new Accuracy(right, items), 0.25).outcome() == Outcome.EMERGED)
                            .as(right + " of " + items)
                            .isEqualTo(right >= least);
            }
    }

    @Test
    void termsOutsideTheirRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolutionRule(0, 0, 10, DEADLINE))
                .withMessageContaining("level");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolutionRule(Double.NaN, 0, 10, DEADLINE))
                .withMessageContaining("level");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolutionRule(0.05, 1, 10, DEADLINE))
                .withMessageContaining("minimum_effect");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolutionRule(0.05, 0, 0, DEADLINE))
                .withMessageContaining("eval_items");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolutionRule(0.05, 0, 10, DEADLINE, OptionalDouble.of(1.5)))
                .withMessage("named_level must be above 0 and at most 1, was 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolutionRule(0.05, 0.1, 10, DEADLINE, OptionalDouble.of(0.4)))
                .withMessageContaining("minimum_effect must be 0");
    }
}
