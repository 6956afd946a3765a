package org.emergencelaw.workspace.memory;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Heap for what requests and jobs hold while they are worked on. Whoever needs much of it takes it here first, waits a little where
 * others have it, and is refused where it does not come free: so that a heap that is too small for all at once serves them one after
 * another.
 */
public final class HeapBudget {

    /** What the program itself takes, and many small requests at once. */
    private static final long RESERVED = 72L << 20;

    private static final long LEAST = 32L << 20;

    /** Threads that wait: others have to be left for what needs none of this. */
    private static final int MOST_WAITING = 8;

    private static final int UNIT = 1 << 10;

    private final int capacity;
    private final Semaphore free;
    private final ThreadLocal<@Nullable Share> current = new ThreadLocal<>();

    private HeapBudget(long bytes) {
        capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / UNIT));
        free = new Semaphore(capacity, true);
    }

    /** @param bytes that all may hold together */
    public static HeapBudget within(long bytes) {
        return new HeapBudget(bytes);
    }

    /** Of the heap that this JVM may take. */
    public static HeapBudget ofHeap() {
        return within(Math.max(LEAST, Runtime.getRuntime().maxMemory() - RESERVED));
    }

    /** All that there is. */
    public long bytes() {
        return (long) capacity * UNIT;
    }

    /** What one request or job takes until it ends. */
    public Share share(Duration patience) {
        return new Share(patience, null);
    }

    /**
     * Takes heap for what the work on this thread holds; the same thing once. Where nobody counts, as in a command that does one thing
     * alone, there is nothing to take.
     *
     * @return false if it does not come free in time
     */
    public boolean hold(Object thing, long bytes) {
        Share mine = current.get();
        return mine == null || mine.has(thing) || mine.take(bytes) && mine.held.add(thing);
    }

    /** What is taken, given back all at once. */
    public final class Share implements AutoCloseable {

        private final Duration patience;
        private final @Nullable Share whole;
        private final Set<Object> held = new HashSet<>();
        private int units;

        private Share(Duration patience, @Nullable Share whole) {
            this.patience = patience;
            this.whole = whole;
        }

        /**
         * What a part of this work takes by itself, on whichever thread: what the whole has is there for all its parts, what a part has
         * is given back when it ends. While parts are done nothing more is taken for the whole.
         */
        public Share part(Duration patience) {
            return new Share(patience, this);
        }

        private boolean has(Object thing) {
            return held.contains(thing) || whole != null && whole.has(thing);
        }

        /** With what the whole has: nobody waits for what that gives back at its end alone. */
        private int all() {
            return units + (whole == null ? 0 : whole.all());
        }

        /** Work. */
        public interface Work<E extends Exception> {
            void run() throws E;
        }

        /** Does work on this thread, which {@link HeapBudget#hold holds} what this share takes for it. */
        public <E extends Exception> void during(Work<E> work) throws E {
            Share outer = current.get();
            current.set(this);
            try {
                work.run();
            } finally {
                current.set(outer);
            }
        }

        /**
         * Takes more, with what it has no more than there is.
         *
         * @return false if it does not come free in time, or too many wait already
         */
        public boolean take(long bytes) {
            int wanted = (int) Math.min(capacity - all(), bytes / UNIT + 1);
            if (!acquired(wanted)) return false;
            units += wanted;
            return true;
        }

        private boolean acquired(int wanted) {
            if (free.tryAcquire(wanted)) return true;
            if (free.getQueueLength() >= MOST_WAITING) return false;
            try {
                return free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            free.release(units);
            units = 0;
            held.clear();
        }
    }
}
