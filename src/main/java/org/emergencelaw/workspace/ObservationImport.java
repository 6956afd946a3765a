package org.emergencelaw.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Study;
import org.emergencelaw.spill.NewRows;

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
        /** As {@link #UPDATE}, but nothing is saved. */
        PREVIEW_UPDATE,
        /** Beside what is there; a row that is there already is passed over, and one that says something else is an error. */
        ADD,
        /** Beside what is there, and in the place of rows of the same measurements. */
        UPDATE,
        /** In the place of what is there. */
        REPLACE;

        /** @throws IllegalArgumentException if rows shall be updated and all of them replaced */
        public static Mode of(boolean dryRun, boolean replace, boolean update) {
            if (replace && update) throw new IllegalArgumentException("replace and update must not both be asked for");
            Mode mode = replace ? REPLACE : update ? UPDATE : ADD;
            return dryRun ? mode.preview() : mode;
        }

        /** The same, but nothing is saved. */
        public Mode preview() {
            return switch (this) {
                case ADD, PREVIEW -> PREVIEW;
                case UPDATE, PREVIEW_UPDATE -> PREVIEW_UPDATE;
                case REPLACE, PREVIEW_REPLACE -> PREVIEW_REPLACE;
            };
        }

        public boolean saves() {
            return this == ADD || this == UPDATE || this == REPLACE;
        }

        public boolean replaces() {
            return preview() == PREVIEW_REPLACE;
        }

        public boolean updates() {
            return preview() == PREVIEW_UPDATE;
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

    /**
     * The study as rows of another task or family make it while it is empty; saved with them by {@link #save}.
     *
     * @throws Conflict if it has rows, or these are of several tasks or families
     */
    public Study adopted(Study study, RowSource source) {
        if (workspace.count(study) > 0)
            throw new Conflict(ProblemCode.HAS_ROWS, "the study has rows: it takes no other task or family");
        ImportRules any = ImportRules.any()
                .withMaxRows(workspace.maxRows())
                .withShots(OptionalInt.of(study.task().shots()))
                .withModels(workspace.models());
        List<Observation> rows = source.readNow(any).observations();
        List<String> tasks = rows.stream().map(Observation::task).distinct().toList();
        List<String> families = rows.stream()
                .map(row -> row.checkpoint().family())
                .filter(family -> !family.isEmpty())
                .distinct()
                .toList();
        if (rows.isEmpty()) return study;
        if (tasks.size() > 1 || families.size() > 1)
            throw new Conflict(
                    ProblemCode.MIXED_ROWS,
                    "the rows are of several tasks or families: " + String.join(", ", tasks) + "; "
                            + String.join(", ", families));
        return NewStudy.Change.of(Optional.of(tasks.get(0)), families.stream().findFirst())
                .of(study, workspace.tasks(), workspace.lossLaws());
    }

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
            if (current.accepted()) {
                if (!workspace.study(study.id()).equals(study))
                    NewStudy.Change.of(Optional.of(study.task().name()), Optional.of(study.family()))
                            .applyTo(workspace, study.id());
                keep(study, mode, current);
            }
            return current;
        });
    }

    private ImportResult readNow(Study study, Mode mode, RowSource source) {
        ImportRules rules =
                ImportRules.of(study).withMaxRows(workspace.maxRows()).withModels(workspace.models());
        if (!mode.replaces() && workspace.count(study) > 0) rules = rules.withSaved(workspace.stored(study));
        if (mode.updates()) rules = rules.updating();
        return source.readNow(rules);
    }

    /**
     * Which rows are excluded, or taken back.
     *
     * @param model name of a checkpoint
     * @param regime absent: both
     * @param examples absent: any number
     * @param seed absent: any
     * @param reason why; needed to exclude
     */
    public record Exclusion(
            String model, Optional<Regime> regime, OptionalLong examples, OptionalLong seed, Optional<String> reason) {

        boolean holds(Observation row) {
            return row.checkpoint().model().equals(model)
                    && row.regime() == regime.orElse(row.regime())
                    && row.examples() == examples.orElse(row.examples())
                    && row.seed() == seed.orElse(row.seed());
        }
    }

    /**
     * Excludes rows from all answers; they stay in the study with the reason, and can be taken back.
     *
     * @return how many there are now
     * @throws NotFound if there is no such row
     */
    public int exclude(Study study, Exclusion which) {
        String reason = which.reason()
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("reason must say why the rows are excluded"));
        return change(study, which, row -> row.excludedFor(reason));
    }

    /**
     * Rows that were excluded count again.
     *
     * @throws NotFound if there is no such row
     */
    public int takeBack(Study study, Exclusion which) {
        return change(study, which, Observation::takenBack);
    }

    private int change(Study study, Exclusion which, UnaryOperator<Observation> change) {
        return workspace.atomically(() -> {
            int[] count = {0};
            workspace.database().observations().change(study.id(), row -> {
                if (!which.holds(row)) return row;
                count[0]++;
                return change.apply(row);
            });
            if (count[0] == 0) throw new NotFound(ProblemCode.NO_SUCH_ROW, "there is no such row of " + which.model());
            workspace.revise(study);
            return count[0];
        });
    }

    /** Keeps rows that were read by the rules of the study, as the mode says. */
    public void keep(Study study, Mode mode, ImportResult read) {
        read.mapping().ifPresent(mapping -> workspace.learn(mapping.newModels()));
        switch (mode) {
            case ADD -> workspace.database().observations().add(study.id(), read.observations());
            case UPDATE -> update(study, read);
            default -> workspace.database().observations().replace(study.id(), read.observations());
        }
        workspace.revise(study);
    }

    /** Changes the saved rows of which the import says something else, and adds the new ones. */
    private void update(Study study, ImportResult read) {
        NewRows rows = new NewRows();
        for (Observation row : read.observations()) rows.add(row);
        rows.compare(workspace.stored(study));
        int[] at = {0};
        workspace
                .database()
                .observations()
                .change(study.id(), row -> rows.instead(at[0]++).orElse(row));
        workspace.database().observations().add(study.id(), rows.kept(false));
    }
}
