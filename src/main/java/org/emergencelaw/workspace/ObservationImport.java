package org.emergencelaw.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Study;

/** Takes observations into a study, all or none. */
public final class ObservationImport {

    private final Workspace workspace;

    ObservationImport(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Where observations come from; they may be read more than once. */
    public interface RowSource {

        ImportResult read(ImportRules rules) throws IOException;

        /** As {@link #read}, where a broken stream is a fault of the service. */
        default ImportResult readNow(ImportRules rules) {
            try {
                return read(rules);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        /** The same, but what cannot be understood as a whole is told like a faulty row, so that a form can be shown again with it. */
        default RowSource refusing() {
            return rules -> {
                try {
                    return read(rules);
                } catch (IllegalArgumentException unclear) {
                    return refused(String.valueOf(unclear.getMessage()), "");
                }
            };
        }
    }

    /** An import that cannot be read at all. */
    public static ImportResult refused(String rule, String hint) {
        return ImportResult.refused(new RowError(1, "", "", rule, hint));
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
    public ImportResult submit(Study study, Mode mode, RowSource source) {
        return save(read(study, mode, source));
    }

    /**
     * Observations that were read and not saved yet.
     *
     * @param before revision of the study's observations by which they were read
     */
    public record Submitted(Study study, Mode mode, RowSource source, String before, ImportResult read) {}

    /** The part of {@link #submit} that may take long; writes nothing. */
    public Submitted read(Study study, Mode mode, RowSource source) {
        String before = mode.saves() ? workspace.revision(study) : "";
        return new Submitted(study, mode, source, before, readNow(study, mode, source));
    }

    /** The rest of {@link #submit}. */
    public ImportResult save(Submitted submitted) {
        Study study = submitted.study();
        Mode mode = submitted.mode();
        ImportResult read = submitted.read();
        if (!mode.saves() || !read.accepted()) return read;
        return workspace.atomically(() -> {
            String now = workspace.revision(workspace.study(study.id()));
            ImportResult current = now.equals(submitted.before()) ? read : readNow(study, mode, submitted.source());
            if (current.accepted()) save(study, mode, current);
            return current;
        });
    }

    private ImportResult readNow(Study study, Mode mode, RowSource source) {
        ImportRules rules = ImportRules.of(study).withModels(workspace.models());
        if (mode == Mode.ADD || mode == Mode.PREVIEW) rules = rules.withSaved(workspace.observations(study));
        return source.readNow(rules);
    }

    private void save(Study study, Mode mode, ImportResult read) {
        read.mapping().ifPresent(mapping -> workspace.learn(mapping.newModels()));
        if (mode == Mode.ADD) workspace.database().observations().add(study.id(), read.observations());
        else workspace.database().observations().replace(study.id(), read.observations());
        workspace.revise(study);
    }
}
