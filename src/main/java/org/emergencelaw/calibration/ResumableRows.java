package org.emergencelaw.calibration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.emergencelaw.fit.Version;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * Rows of a simulation study of one inference in a folder, a file a world: a study that was cut short goes on after the last whole row, and ends with
 * the same bytes.
 *
 * @param doublings form of a law over doublings; without one the default law in nats
 */
public record ResumableRows(Path folder, long seed, Optional<EmergenceLawForm> doublings, TrialRunner runner) {

    /** The rows of a world's first tasks, those that are still missing made now. */
    public List<CoverageRow> of(SimulatedWorld world, int tasks, Consumer<CoverageRow> done) {
        try {
            return unfailing(world, tasks, done);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private List<CoverageRow> unfailing(SimulatedWorld world, int tasks, Consumer<CoverageRow> done)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(world.key() + ".csv");
        List<CoverageRow> rows = finished(file, tasks);
        rows.forEach(done);
        try (var out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            CoverageStudy.run(runner, world, rows.size(), tasks, seed, doublings, row -> {
                try {
                    out.write(row.csv() + "\n");
                    out.flush();
                } catch (IOException full) {
                    throw new UncheckedIOException(full);
                }
                rows.add(row);
                done.accept(row);
            });
        }
        return rows.subList(0, tasks);
    }

    /** What a file holds; a last line without its end is cut off. */
    private List<CoverageRow> finished(Path file, int tasks) throws IOException {
        CoverageStudy.Inference inference = CoverageStudy.Inference.of(doublings);
        String head = "# seed " + seed + ", version " + Version.CURRENT + inference.named() + "\n" + inference.header()
                + "\n";
        String text = Files.exists(file) ? Files.readString(file) : "";
        if (text.length() < head.length()) {
            Files.writeString(file, head);
            return new ArrayList<>();
        }
        if (!text.startsWith(head))
            throw new IllegalArgumentException("--output: " + file
                    + " holds rows of another seed, law or version; choose another folder or delete it");
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) Files.writeString(file, whole);
        List<CoverageRow> rows = new ArrayList<>();
        whole.substring(head.length()).lines().map(CoverageRow::parse).forEach(rows::add);
        return rows;
    }
}
