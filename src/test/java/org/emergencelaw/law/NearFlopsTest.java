package org.emergencelaw.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearFlopsTest {

    private static final List<LossLaw> LAWS = List.of(
            new ChinchillaLaw(1.69337, 406.401, 0.33917, 410.723, 0.28491),
            new ChinchillaLaw(0.4, 60, 0.21, 2_000, 0.37),
            new ChinchillaLaw(2.1, 3, 0.05, 9_000, 0.45),
            new KaplanLaw(8.8e13, 0.076, 5.4e13, 0.095),
            new ComputeLossLaw(1.5, 1.2, 0.15, 1e19));

    private static final List<ComputePath> PATHS = List.of(
            new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, 0.5, 6),
            new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, 20, 6),
            new ComputePath(ComputePath.Kind.TOKENS_PER_PARAM, 3_000, 6),
            new ComputePath(ComputePath.Kind.PARAMS, 7e9, 6),
            new ComputePath(ComputePath.Kind.TOKENS, 1.4e12, 12));

    /** Losses from far above to below what can be reached, in ratios of 1.01. */
    @Test
    void itIsNearAndInfiniteWhereTheInverseIs() {
        for (LossLaw law : LAWS)
            for (ComputePath path : PATHS) {
                double least = law.minLossNats(path);
                NearFlops near = new NearFlops(law, path, least + 3);
                for (double above = 6; above > 1e-9; above /= 1.01) {
                    double log = Math.log(law.trainFlops(least + above, path));
                    assertThat(near.applyAsDouble(least + above))
                            .as("%s along %s, %s above the least", law, path, above)
                            .isCloseTo(log, within(NearFlops.ERROR));
                }
                for (double below : new double[] {0, 1e-6, 0.1})
                    if (least > below)
                        assertThat(near.applyAsDouble(least - below)).isEqualTo(Double.POSITIVE_INFINITY);
            }
    }

    @Test
    void aPathThatNeverComesSoFarIsNoFault() {
        LossLaw law = LAWS.get(0);
        ComputePath small = new ComputePath(ComputePath.Kind.PARAMS, 1e3, 6);

        assertThat(new NearFlops(law, small, law.minLossNats(small) - 1).applyAsDouble(3))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }
}
