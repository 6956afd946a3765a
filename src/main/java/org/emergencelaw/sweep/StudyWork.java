package org.emergencelaw.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.emergencelaw.format.Json;

/**
 * Works on many studies at once. What is done is kept in a file as it comes, so that work that was cut short goes on where it
 * stopped; the results are in the order of the studies, whoever was ready first.
 */
public final class StudyWork {

    private final Workers workers;
    private final Path progress;
    private final boolean keeps;
    private final TreeMap<Integer, StudyResult> done = new TreeMap<>();

    /** A result in the file. */
    private record Kept(int study, StudyResult result) {}

    /** What the results of a file are of. */
    private record Signature(String of) {}

    private StudyWork(Workers workers, Path progress, boolean keeps) {
        this.workers = workers;
        this.progress = progress;
        this.keeps = keeps;
    }

    /** Without a file. */
    public static StudyWork passing(Workers workers) {
        return new StudyWork(workers, Path.of(""), false);
    }

    /**
     * @param progress file of what is done; made where it is not there
     * @param of the input, the options and the version, which all have to be the same
     * @throws IllegalArgumentException if the file is of something else
     */
    public static StudyWork resuming(Workers workers, Path progress, String of) throws IOException {
        StudyWork work = new StudyWork(workers, progress, true);
        work.resume(Json.write(new Signature(of)) + "\n");
        return work;
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
     * The results of some studies, in their order; they can be asked for once.
     *
     * @param first number of the first of them
     * @param step told of each that is done
     */
    public List<StudyResult> results(int first, List<SweepStudy> studies, Runnable step) throws IOException {
        List<Integer> open = IntStream.range(0, studies.size())
                .filter(i -> !done.containsKey(first + i))
                .boxed()
                .toList();
        for (int known = open.size(); known < studies.size(); known++) step.run();
        try (Writer out = keeps ? Files.newBufferedWriter(progress, StandardOpenOption.APPEND) : Writer.nullWriter()) {
            workers.work(open.stream().map(studies::get).toList(), (i, result) -> {
                keep(out, first + open.get(i), result);
                step.run();
            });
        }
        SortedMap<Integer, StudyResult> own = done.subMap(first, first + studies.size());
        List<StudyResult> results = List.copyOf(own.values());
        // they are in the file, and need not be held here, too
        own.clear();
        return results;
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
}
