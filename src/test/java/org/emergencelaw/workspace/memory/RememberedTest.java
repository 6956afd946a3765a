package org.emergencelaw.workspace.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private final Remembered memory = Remembered.within(100 << 10);
    private final Remembered.Shelf<String, String> names = memory.shelf(value -> 10 << 10);
    private final AtomicInteger made = new AtomicInteger();

    private String name(String key) {
        return names.get(key, () -> key + made.incrementAndGet());
    }

    @Test
    void aValueIsMadeOnceAKeyAndAShelf() {
        Remembered.Shelf<String, Integer> lengths = memory.shelf(value -> 8);

        assertThat(name("a")).isEqualTo("a1").isEqualTo(name("a"));
        assertThat(name("b")).isEqualTo("b2");
        assertThat(lengths.find("a")).isEmpty();
        lengths.put("a", 1);
        assertThat(lengths.find("a")).contains(1);
        assertThat(names.find("a")).contains("a1");
    }

    @Test
    void whoAsksAtATimeGetsWhatTheFirstOfThemComputes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1), go = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> names.get("slow", () -> {
                    begun.countDown();
                    awaited(go);
                    return "done" + made.incrementAndGet();
                }),
                task -> new Thread(task).start());
        begun.await();
        CompletableFuture<String> second =
                CompletableFuture.supplyAsync(() -> name("slow"), task -> new Thread(task).start());

        assertThat(names.find("slow")).isEmpty();
        assertThat(name("other")).as("nobody else waits").isEqualTo("other1");
        go.countDown();

        assertThat(List.of(first.get(), second.get())).containsOnly("done2");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aFailureIsNotRemembered() {
        assertThatThrownBy(() -> names.get("a", () -> {
                    throw new IllegalArgumentException("not now");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not now");

        assertThat(name("a")).isEqualTo("a1");
    }

    @Test
    void whoWaitsForOneThatFailsComputesItself() throws Exception {
        CountDownLatch begun = new CountDownLatch(1), go = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> names.get("a", () -> {
                    begun.countDown();
                    awaited(go);
                    throw new IllegalStateException("its client has left");
                }),
                task -> new Thread(task).start());
        begun.await();
        CompletableFuture<String> second =
                CompletableFuture.supplyAsync(() -> name("a"), task -> new Thread(task).start());
        go.countDown();

        assertThat(second.get()).isEqualTo("a1");
        assertThatThrownBy(first::get).hasMessageContaining("its client has left");
    }

    @Test
    void itTakesNoMoreThanItsShare() {
        for (int i = 0; i < 1000; i++) name("key " + i);

        int held = 0;
        for (int i = 0; i < 1000; i++) if (names.find("key " + i).isPresent()) held++;
        assertThat(held).isBetween(1, 10);
        assertThatThrownBy(() -> Remembered.within(10)).hasMessage("bytes must be at least 1024, was 10");
    }
}
