package org.emergencelaw.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Computed by {@code src/test/python/doublings_score.py}, numpy 1.24.2 and scipy. */
class DoublingsScoreTest {

    private static final OptionalDouble SEEN = OptionalDouble.of(2.5);

    /** 36 quantiles from -1 by a fifth, and five that say never. */
    private static List<OptionalDouble> spread() {
        List<OptionalDouble> quantiles = new ArrayList<>();
        for (int i = 0; i < 41; i++) quantiles.add(i < 36 ? OptionalDouble.of(-1 + 0.2 * i) : OptionalDouble.empty());
        return quantiles;
    }

    private static void check(DoublingsScore score, double crps, double logScore) {
        assertThat(score.crps()).isCloseTo(crps, within(1e-9));
        assertThat(score.logScore()).isCloseTo(logScore, within(1e-9));
    }

    @Test
    void whatWasSeen() {
        DoublingsScore score = DoublingsScore.of(spread(), SEEN, -6, 4);

        check(score, 0.8270672218917312, -2.1125292950590193);
        assertThat(score.pWithinTwofold().orElseThrow()).isCloseTo(0.24390243902439024, within(1e-12));
        assertThat(score.pWithinFourfold().orElseThrow()).isCloseTo(0.4878048780487805, within(1e-12));
        assertThat(score.pWithinEightfold().orElseThrow()).isCloseTo(0.7317073170731707, within(1e-12));
    }

    @Test
    void whatWasNotSeen() {
        DoublingsScore score = DoublingsScore.of(spread(), OptionalDouble.empty(), -6, 4);

        check(score, 0.6573468173706128, -0.9695110258842452);
        assertThat(score.pWithinFourfold()).isEmpty();
    }

    @Test
    void aPointAndNever() {
        check(DoublingsScore.of(Collections.nCopies(41, OptionalDouble.of(3)), SEEN, -6, 4), 0.5, -0.7354243279937146);
        check(
                DoublingsScore.of(Collections.nCopies(41, OptionalDouble.empty()), SEEN, -6, 4),
                11.5,
                -8.517193191416236);
    }
}
