package org.emergencelaw.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Study;

/** Takes observations into a study, all or none. */
public final class ObservationImport {

    private final Workspace desk;

    ObservationImport(Workspace desk) {
        this.desk = desk;
    }

    /** Reads observations by an import's rules. */
    public interface Reading {
        public ImportResult read(ImportRules rules) throws IOException;
    }

    /** How an import goes in. */
    public enum Mode {
        /** As {@link #ADD}, but nothing is saved. */
        PREVIEW,
        /** As {@link #REPLACE}, but nothing is saved. */
        PREVIEW_REPLACE,
        /** Beside what is there. */
        ADD,
        /** In the place of what is there. */
        REPLACE;

        public static Mode of(boolean dryRun, boolean replace) {
            if (dryRun) return replace ? PREVIEW_REPLACE : PREVIEW;
            return replace ? REPLACE : ADD;
        }

        public boolean saves() {
            return this == ADD || this == REPLACE;
        }
    }

    /**
     * Reads observations, and saves them if every row is good. Files that take long are read before the database is locked, and once
     * more where the study changed meanwhile, so that two imports cannot both add the same row, whatever their processes.
     */
    public ImportResult submit(Study study, Mode mode, Reading reading) {
        return save(read(study, mode, reading));
    }

    /**
     * Observations that were read and not saved yet.
     *
     * @param before digest of the study's observations by which they were read
     */
    public record Submitted(Study study, Mode mode, Reading reading, String before, ImportResult read) {}

    /** The part of {@link #submit} that may take long; writes nothing. */
    public Submitted read(Study study, Mode mode, Reading reading) {
        String before = mode.saves() ? ObservationCsv.sha256(desk.observations(study)) : "";
        return new Submitted(study, mode, reading, before, readNow(study, mode, reading));
    }

    /** The rest of {@link #submit}. */
    public ImportResult save(Submitted submitted) {
        Study study = submitted.study();
        Mode mode = submitted.mode();
        ImportResult read = submitted.read();
        if (!mode.saves() || !read.accepted()) return read;
        return desk.database().atomically(() -> {
            String now = ObservationCsv.sha256(desk.observations(desk.study(study.id())));
            ImportResult current = now.equals(submitted.before()) ? read : readNow(study, mode, submitted.reading());
            if (current.accepted()) save(study, mode, current);
            return current;
        });
    }

    private ImportResult readNow(Study study, Mode mode, Reading reading) {
        ImportRules rules =
                ImportRules.of(study).withModels(desk.database().models().all());
        if (mode == Mode.ADD || mode == Mode.PREVIEW) rules = rules.withSaved(desk.observations(study));
        try {
            return reading.read(rules);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void save(Study study, Mode mode, ImportResult read) {
        read.mapping().ifPresent(mapping -> desk.database().models().put(mapping.newModels()));
        if (mode == Mode.ADD) desk.database().observations().add(study.id(), read.observations());
        else desk.database().observations().replace(study.id(), read.observations());
    }
}
