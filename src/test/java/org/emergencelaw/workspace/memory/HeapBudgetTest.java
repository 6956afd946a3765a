package org.emergencelaw.workspace.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.emergencelaw.workspace.Unavailable;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {

    private static final long MIB = 1 << 20;
    private static final Duration SHORT = Duration.ofMillis(50);

    private final HeapBudget heap = HeapBudget.within(10 * MIB);

    @Test
    void whatOneHasIsNotForOthersUntilItEnds() {
        HeapBudget.Share first = heap.share(SHORT), second = heap.share(SHORT);
        assertThat(first.take(6 * MIB)).isTrue();
        assertThat(second.take(6 * MIB)).isFalse();
        assertThat(second.take(3 * MIB)).as("beside it").isTrue();
        first.close();
        assertThat(second.take(6 * MIB)).isTrue();
    }

    /** So that no job takes it for an end. */
    @Test
    void thatThereIsNoMemoryPasses() {
        assertThat(Unavailable.of(Unavailable.noMemory())).isPresent();
    }

    @Test
    void whoeverWaitsGetsItWhenItComesFree() {
        HeapBudget.Share first = heap.share(SHORT), second = heap.share(Duration.ofMinutes(1));
        first.take(6 * MIB);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> second.take(6 * MIB));
        assertThat(waiting).isNotCompleted();
        first.close();
        assertThat(waiting.join()).isTrue();
    }

    @Test
    void whoeverNeedsMoreThanThereIsTakesAllOfItAndNoMore() {
        HeapBudget.Share all = heap.share(SHORT);
        assertThat(all.take(4 * MIB)).isTrue();
        assertThat(all.take(100 * MIB)).as("what is left").isTrue();
        assertThat(heap.share(SHORT).take(1)).isFalse();
        all.close();
        all.close();
        HeapBudget.Share other = heap.share(SHORT);
        assertThat(other.take(10 * MIB)).isTrue();
        assertThat(heap.share(SHORT).take(1))
                .as("closed twice, given back once")
                .isFalse();
    }

    @Test
    void aPartTakesAndGivesBackByItselfAndHasWhatTheWholeHas() {
        HeapBudget.Share whole = heap.share(SHORT);
        whole.during(() -> assertThat(heap.hold("study", 4 * MIB)).isTrue());
        HeapBudget.Share one = whole.part(Duration.ZERO), other = whole.part(Duration.ZERO);
        one.during(() -> {
            assertThat(heap.hold("study", 4 * MIB)).as("the whole has it").isTrue();
            assertThat(heap.hold("first", 4 * MIB)).isTrue();
        });
        other.during(() -> assertThat(heap.hold("second", 4 * MIB))
                .as("beside the first, on whichever thread")
                .isFalse());
        one.close();
        other.during(() -> assertThat(heap.hold("second", 4 * MIB)).isTrue());
        other.close();

        HeapBudget.Share large = whole.part(Duration.ZERO);
        large.during(() -> assertThat(heap.hold("large", 100 * MIB))
                .as("all but what the whole has, which comes free after it")
                .isTrue());
        large.close();
        whole.close();
        assertThat(heap.share(SHORT).take(10 * MIB)).isTrue();
    }

    @Test
    void aThingIsHeldOncePerWorkAndForNothingWhereNobodyCounts() throws Exception {
        assertThat(heap.hold("rows", 100 * MIB)).isTrue();
        HeapBudget.Share work = heap.share(SHORT), other = heap.share(SHORT);
        work.during(() -> {
            assertThat(heap.hold("rows", 6 * MIB)).isTrue();
            assertThat(heap.hold("rows", 6 * MIB)).as("again").isTrue();
            other.during(() -> assertThat(heap.hold("rows", 6 * MIB)).isFalse());
            assertThat(heap.hold("more", 3 * MIB)).as("back in the first one").isTrue();
        });
        work.close();
        other.during(() -> assertThat(heap.hold("rows", 6 * MIB)).isTrue());
    }
}
