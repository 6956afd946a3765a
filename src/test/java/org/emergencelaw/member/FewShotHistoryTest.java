package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.emergencelaw.member.FewShotHistory.Point;
import org.junit.jupiter.api.Test;

class FewShotHistoryTest {

    @Test
    void keepsThePointsInOrderOfCompute() {
        Point weak = new Point(-3, 0.25, 100), middle = new Point(-1, 0.3, 100), strong = new Point(0, 0.2, 100);

        assertThat(new FewShotHistory(List.of(strong, weak, middle), 0.25).points())
                .containsExactly(weak, middle, strong);
    }

    @Test
    void seedsArePooledByItems() {
        Point first = new Point(-1, 0.2, 1_000), second = new Point(-1, 0.3, 500), third = new Point(-1, 0.26, 1_500);

        Point pooled = Point.pooled(List.of(first, second, third));

        assertThat(pooled.items()).isEqualTo(3_000);
        assertThat(pooled.accuracy()).isCloseTo((200 + 150 + 390) / 3_000.0, within(1e-15));
        assertThat(Point.pooled(List.of(third, Point.pooled(List.of(second, first))))
                        .accuracy())
                .isCloseTo(pooled.accuracy(), within(1e-15));
        assertThat(Point.pooled(List.of(first))).isEqualTo(first);
    }

    @Test
    void seedsOfTwoCheckpointsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Point.pooled(List.of(new Point(-1, 0.2, 10), new Point(-2, 0.2, 10))))
                .withMessage("seeds must be of one checkpoint, so of equal doublings, were -1.0 and -2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Point.pooled(List.of()))
                .withMessage("seeds must not be empty");
    }

    @Test
    void invalidPointsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(Double.NaN, 0.2, 10))
                .withMessageContaining("doublings must be within -1000.0..1000.0")
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(1e21, 0.2, 10))
                .withMessageContaining("a logarithm of compute and no FLOPs, was 1.0E21");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(0, 74.2, 10))
                .withMessage("accuracy must be in 0..1, was 74.2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(0, Double.NaN, 10))
                .withMessage("accuracy must be in 0..1, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(0, 0.2, 0))
                .withMessage("items must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FewShotHistory(List.of(), 1))
                .withMessage("trivial_accuracy must be at least 0 and below 1, was 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FewShotHistory(List.of(), Double.NaN))
                .withMessage("trivial_accuracy must be at least 0 and below 1, was NaN");
    }
}
