package org.emergencelaw.workspace.memory;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Remembers what was computed by all that it depends on, within a share of the heap; what was not asked for lately goes first. What
 * several ask for at a time is computed once, by the first of them.
 */
public final class Remembered {

    private static final int UNIT = 1 << 10;

    /** A key is of one shelf alone. */
    private record Key(Shelf<?, ?> shelf, Object of) {}

    private record Entry(Object value, int units) {}

    private final AsyncCache<Key, Entry> entries;

    private Remembered(long bytes) {
        entries = Caffeine.newBuilder()
                .maximumWeight(bytes / UNIT)
                .weigher((Key key, Entry entry) -> entry.units())
                // in the thread that asks: there is no other for it
                .executor(Runnable::run)
                .buildAsync();
    }

    /** @param bytes that all of it may take */
    public static Remembered within(long bytes) {
        if (!(bytes >= UNIT)) throw new IllegalArgumentException("bytes must be at least " + UNIT + ", was " + bytes);
        return new Remembered(bytes);
    }

    /** @param share of the heap that this JVM may take: one over this */
    public static Remembered ofHeap(int share) {
        return within(Runtime.getRuntime().maxMemory() / share);
    }

    /**
     * A place for one kind of thing.
     *
     * @param bytes about what one of it takes
     */
    public <K, V> Shelf<K, V> shelf(ToLongFunction<V> bytes) {
        return new Shelf<>(bytes);
    }

    /** Things of one kind. */
    public final class Shelf<K, V> {

        private final ToLongFunction<V> bytes;

        private Shelf(ToLongFunction<V> bytes) {
            this.bytes = bytes;
        }

        /**
         * What belongs to a key, computed where it is not remembered.
         *
         * @param key all that the value depends on
         */
        public V get(K key, Supplier<V> compute) {
            Key full = new Key(this, key);
            CompletableFuture<Entry> mine = new CompletableFuture<>();
            while (true) {
                CompletableFuture<Entry> first = entries.asMap().putIfAbsent(full, mine);
                if (first == null) return compute(mine, compute);
                try {
                    return value(first);
                } catch (CompletionException | CancellationException failed) {
                    // it may have failed for a reason of its own, such as that nobody waits for it any more
                    entries.asMap().remove(full, first);
                }
            }
        }

        private V compute(CompletableFuture<Entry> mine, Supplier<V> compute) {
            try {
                V value = compute.get();
                mine.complete(entry(value));
                return value;
            } catch (RuntimeException | Error failed) {
                // which takes it out: whoever asks next tries again
                mine.completeExceptionally(failed);
                throw failed;
            }
        }

        /** What is remembered of a key, without waiting for whoever computes it. */
        public Optional<V> find(K key) {
            CompletableFuture<Entry> known = entries.getIfPresent(new Key(this, key));
            return known == null || !known.isDone() || known.isCompletedExceptionally()
                    ? Optional.empty()
                    : Optional.of(value(known));
        }

        public void put(K key, V value) {
            entries.put(new Key(this, key), CompletableFuture.completedFuture(entry(value)));
        }

        private Entry entry(V value) {
            return new Entry(value, (int) Math.min(Integer.MAX_VALUE, 1 + bytes.applyAsLong(value) / UNIT));
        }

        @SuppressWarnings("unchecked") // a shelf holds what was put there
        private V value(CompletableFuture<Entry> known) {
            return (V) known.join().value();
        }
    }
}
