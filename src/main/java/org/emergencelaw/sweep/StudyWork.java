package org.emergencelaw.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.emergencelaw.format.Json;

/**
 * Works on many studies at once. What is done is kept in a file as it comes, so that work that was cut short goes on where it
 * stopped; the results are in the order of the studies, whoever was ready first.
 */
public final class StudyWork implements AutoCloseable {

    private final ForkJoinPool pool;
    private final Path progress;
    private final boolean keeps;
    private final TreeMap<Integer, StudyResult> done = new TreeMap<>();

    /** A result in the file. */
    private record Kept(int study, StudyResult result) {}

    /** What the results of a file are of. */
    private record Signature(String of) {}

    private StudyWork(int threads, Path progress, boolean keeps) {
        this.pool = new ForkJoinPool(threads);
        this.progress = progress;
        this.keeps = keeps;
    }

    /** Without a file. */
    public static StudyWork passing(int threads) {
        return new StudyWork(threads, Path.of(""), false);
    }

    /**
     * @param progress file of what is done; made where it is not there
     * @param of the input, the options and the version, which all have to be the same
     * @throws IllegalArgumentException if the file is of something else
     */
    public static StudyWork resuming(int threads, Path progress, String of) throws IOException {
        StudyWork work = new StudyWork(threads, progress, true);
        try {
            work.resume(Json.write(new Signature(of)) + "\n");
            return work;
        } catch (IOException | RuntimeException failed) {
            work.close();
            throw failed;
        }
    }

    /** A last line without its end is cut off. */
    private void resume(String head) throws IOException {
        String text = Files.exists(progress) ? Files.readString(progress) : "";
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.isEmpty()) {
            Files.writeString(progress, head);
            return;
        }
        if (!whole.startsWith(head))
            throw new IllegalArgumentException(
                    progress
                            + " holds results of another input, other options or another version: delete it, or write elsewhere");
        Files.writeString(progress, whole);
        whole.substring(head.length())
                .lines()
                .map(line -> Json.read(line, Kept.class))
                .forEach(kept -> done.put(kept.study(), kept.result()));
    }

    /**
     * The results of some studies, in their order.
     *
     * @param first number of the first of them
     * @param step told of each that is done
     */
    public List<StudyResult> results(
            int first, List<SweepStudy> studies, Function<SweepStudy, StudyResult> work, Runnable step)
            throws IOException {
        try (Writer out = keeps ? Files.newBufferedWriter(progress, StandardOpenOption.APPEND) : Writer.nullWriter()) {
            pool.submit(() -> IntStream.range(0, studies.size()).parallel().forEach(i -> {
                        if (!isDone(first + i)) keep(out, first + i, work.apply(studies.get(i)));
                        step.run();
                    }))
                    .get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException broken) throw broken;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the work was interrupted", stopping);
        }
        return List.copyOf(done.subMap(first, first + studies.size()).values());
    }

    private boolean isDone(int study) {
        synchronized (done) {
            return done.containsKey(study);
        }
    }

    private void keep(Writer out, int study, StudyResult result) {
        String line = Json.write(new Kept(study, result)) + "\n";
        synchronized (done) {
            done.put(study, result);
            try {
                out.write(line);
                out.flush();
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }

    /** Everything is written where it belongs. */
    public void finished() throws IOException {
        if (keeps) Files.deleteIfExists(progress);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
