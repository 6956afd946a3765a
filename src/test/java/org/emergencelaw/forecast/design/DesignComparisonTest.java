package org.emergencelaw.forecast.design;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Designs on simulated tasks. */
class DesignComparisonTest {

    private static DesignQuestion question(int finetunes, int items, int worlds) {
        return new DesignQuestion(3e9, 20, finetunes, 1e23, 0.25, 5, items, 8192, worlds, 1);
    }

    @Test
    void eachCandidateStaysWithinTheBudgetAndTheRangeOfSizes() {
        for (int finetunes : new int[] {12, 17, 40, 100, 500})
            assertThat(StudyDesign.candidates(question(finetunes, 1000, 2)))
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(5)
                    .allSatisfy(design -> {
                        assertThat(design.finetunes()).isLessThanOrEqualTo(finetunes);
                        assertThat(design.params().get(0)).isBetween(4.9e8, 5.1e8);
                        assertThat(design.params().get(design.params().size() - 1))
                                .isEqualTo(3e9);
                        assertThat(design.params()).isSorted().doesNotHaveDuplicates();
                        assertThat(design.amounts()).isSorted().startsWith(40L).endsWith(8192L);
                    });
    }

    @Test
    void theCostIsThatOfAllRuns() {
        StudyDesign design = StudyDesign.of(question(40, 1000, 2), 2, 2, 3);

        // 6 N D 512: two sizes, two amounts, three seeds
        assertThat(design.finetuningFlops()).isEqualTo(3 * 6 * (5e8 + 3e9) * (40 + 8192) * 512.0);
        assertThat(design.csv(question(40, 1000, 2), "t").lines()).hasSize(1 + 2 * (1 + 2 * 3));
    }

    @Test
    void moreRunsAndItemsNarrowTheInterval() {
        DesignComparison few = DesignComparison.of(question(12, 100, 16));
        DesignComparison many = DesignComparison.of(question(120, 10_000, 16));

        assertThat(many.best().widthDoublings().value())
                .isLessThan(few.best().widthDoublings().value() - 0.5);
        assertThat(few.best().widthDoublings().value()).isLessThanOrEqualTo(few.priorDoublings());
        assertThat(many.best().answered().value()).isGreaterThan(0.3);
        assertThat(many.best().wrong()).isLessThan(0.2);
        assertThat(many.best().holds().value()).isGreaterThan(0.7);
    }
}
