package org.emergencelaw.ingest.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.spill.RowSequence;

/**
 * What an import must fit to.
 *
 * @param task the one task that rows may have; absent: any
 * @param family the one family that rows may have, and that a row without family belongs to; absent: any
 * @param saved rows that are already there: the same row again is passed over
 * @param update whether a row may say something else than the saved one, whose place it takes
 * @param maxRows most rows that are read, at least 1
 * @param trivialAccuracy of the task; 0 where it is not known
 * @param shots of the task, for files that do not say theirs
 * @param flopsPerParamToken c of C = c N T, by which a compute that is not stated is counted
 * @param models what is known of models already, for files that do not say it
 */
public record ImportRules(
        Optional<String> task,
        Optional<String> family,
        RowSequence saved,
        boolean update,
        int maxRows,
        double trivialAccuracy,
        OptionalInt shots,
        double flopsPerParamToken,
        List<KnownModel> models) {

    public static final int DEFAULT_MAX_ROWS = 100_000;

    private static final RowSequence NONE = RowSequence.of(List.of());

    private static final ImportRules ANY = new ImportRules(
            Optional.empty(),
            Optional.empty(),
            NONE,
            false,
            DEFAULT_MAX_ROWS,
            0,
            OptionalInt.empty(),
            ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN,
            List.of());

    public ImportRules {
        if (!(maxRows >= 1)) throw new IllegalArgumentException("max_rows must be at least 1, was " + maxRows);
        models = List.copyOf(models);
    }

    /** Any task and any family, as for a file on the command line. */
    public static ImportRules any() {
        return ANY;
    }

    /** Rows of the study's task and family alone. */
    public static ImportRules of(Study study) {
        return new ImportRules(
                Optional.of(study.task().name()),
                Optional.of(study.family()),
                NONE,
                false,
                DEFAULT_MAX_ROWS,
                study.task().trivialAccuracy(),
                OptionalInt.of(study.task().shots()),
                study.convention().flopsPerParamToken(),
                List.of());
    }

    public ImportRules withTask(String only) {
        return new ImportRules(
                Optional.of(only), family, saved, update, maxRows, trivialAccuracy, shots, flopsPerParamToken, models);
    }

    public ImportRules withFamily(String only) {
        return new ImportRules(
                task, Optional.of(only), saved, update, maxRows, trivialAccuracy, shots, flopsPerParamToken, models);
    }

    public ImportRules withSaved(RowSequence there) {
        return new ImportRules(
                task, family, there, update, maxRows, trivialAccuracy, shots, flopsPerParamToken, models);
    }

    /** Rows that say something else than a saved one take its place. */
    public ImportRules updating() {
        return new ImportRules(task, family, saved, true, maxRows, trivialAccuracy, shots, flopsPerParamToken, models);
    }

    public ImportRules withShots(OptionalInt count) {
        return new ImportRules(
                task, family, saved, update, maxRows, trivialAccuracy, count, flopsPerParamToken, models);
    }

    public ImportRules withMaxRows(int most) {
        return new ImportRules(task, family, saved, update, most, trivialAccuracy, shots, flopsPerParamToken, models);
    }

    public ImportRules withTrivialAccuracy(double trivial) {
        return new ImportRules(task, family, saved, update, maxRows, trivial, shots, flopsPerParamToken, models);
    }

    public ImportRules withFlopsPerParamToken(double c) {
        return new ImportRules(task, family, saved, update, maxRows, trivialAccuracy, shots, c, models);
    }

    public ImportRules withModels(List<KnownModel> known) {
        return new ImportRules(task, family, saved, update, maxRows, trivialAccuracy, shots, flopsPerParamToken, known);
    }
}
