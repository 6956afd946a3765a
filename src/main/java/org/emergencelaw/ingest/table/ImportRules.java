package org.emergencelaw.ingest.table;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;

/**
 * What an import must fit to.
 *
 * @param task the one task that rows may have; absent: any
 * @param family the one family that rows may have, and that a row without family belongs to; absent: any
 * @param saved identities that are already there; a row with one of them is an error
 * @param maxRows most rows that are read, at least 1
 * @param trivialAccuracy of the task; 0 where it is not known
 * @param flopsPerParamToken c of C = c N T, by which a compute that is not stated is counted
 * @param models what is known of models already, for files that do not say it
 */
public record ImportRules(
        Optional<String> task,
        Optional<String> family,
        Set<Observation.Identity> saved,
        int maxRows,
        double trivialAccuracy,
        double flopsPerParamToken,
        List<KnownModel> models) {

    public static final int DEFAULT_MAX_ROWS = 100_000;

    public ImportRules {
        if (!(maxRows >= 1)) throw new IllegalArgumentException("max_rows must be at least 1, was " + maxRows);
        saved = Set.copyOf(saved);
        models = List.copyOf(models);
    }

    /** Any task and any family, as for a file on the command line. */
    public static ImportRules any() {
        return new ImportRules(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                DEFAULT_MAX_ROWS,
                0,
                ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN,
                List.of());
    }

    /** Rows of the study's task and family alone. */
    public static ImportRules of(Study study) {
        return new ImportRules(
                Optional.of(study.task().name()),
                Optional.of(study.family()),
                Set.of(),
                DEFAULT_MAX_ROWS,
                study.task().trivialAccuracy(),
                study.convention().flopsPerParamToken(),
                List.of());
    }

    public ImportRules withTask(String only) {
        return new ImportRules(Optional.of(only), family, saved, maxRows, trivialAccuracy, flopsPerParamToken, models);
    }

    public ImportRules withFamily(String only) {
        return new ImportRules(task, Optional.of(only), saved, maxRows, trivialAccuracy, flopsPerParamToken, models);
    }

    public ImportRules withSaved(Collection<Observation> observations) {
        return new ImportRules(
                task,
                family,
                observations.stream().map(Observation::identity).collect(Collectors.toSet()),
                maxRows,
                trivialAccuracy,
                flopsPerParamToken,
                models);
    }

    public ImportRules withFlopsPerParamToken(double c) {
        return new ImportRules(task, family, saved, maxRows, trivialAccuracy, c, models);
    }

    public ImportRules withModels(List<KnownModel> known) {
        return new ImportRules(task, family, saved, maxRows, trivialAccuracy, flopsPerParamToken, known);
    }
}
