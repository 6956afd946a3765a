package org.emergencelaw.ingest.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.observation.Warning;

/** What a reader needs to know of an import, and where it tells what it found beside runs. */
public final class Reading {

    private final WantedScores wanted;
    private final RowErrors errors;
    private final List<ImportMapping.LeftOut> leftOut = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private final List<EvaluationRun> runs = new ArrayList<>();

    public Reading(WantedScores wanted, RowErrors errors) {
        this.wanted = wanted;
        this.errors = errors;
    }

    /**
     * Adds a run with those scores alone that the import is about; of others it is told that they are left out. A folder may hold
     * thousands of runs with a hundred scores each.
     */
    public void add(EvaluationRun run) {
        runs.add(run.with(wanted.of(run, leftOut)));
    }

    /** For parts of the reading that report to it themselves. */
    public RowErrors errors() {
        return errors;
    }

    /** The task that is asked for, where one is. */
    public Optional<String> task() {
        return wanted.task();
    }

    /** Whether rows of a task are asked for: of any, where none is named. */
    public boolean wants(String task) {
        return wanted.task().isEmpty() || wanted.same(wanted.task().get(), task);
    }

    /** The model of a file, else the one that the import was told; an error where nothing names it. */
    public Optional<EvaluatedModel> model(ImportFile file, Optional<EvaluatedModel> inFile, String rule) {
        Optional<EvaluatedModel> model = inFile.or(this::told);
        if (model.isEmpty())
            fault(file, "model", "", rule, "name it with --model-name NAME or NAME@REVISION (model_name=)");
        return model;
    }

    /** The model that the import was told, for files that name none. */
    public Optional<EvaluatedModel> told() {
        return wanted.choice().modelName().map(EvaluatedModel::labelled);
    }

    /** What makes a file, or a part of it, unreadable. */
    public void fault(ImportFile file, String where, String value, String rule, String hint) {
        errors.in(file.name());
        errors.add(1, where, value, rule, hint);
    }

    /** A part of a file that is not taken. */
    public void leftOut(ImportFile file, String what, String why) {
        leftOut.add(new ImportMapping.LeftOut(file.name(), RowError.shown(what), why));
    }

    public void leftOut(ImportMapping.LeftOut part) {
        leftOut.add(part);
    }

    public void warn(Warning warning) {
        warnings.add(warning);
    }

    List<ImportMapping.LeftOut> leftOut() {
        return leftOut;
    }

    List<EvaluationRun> runs() {
        return runs;
    }

    List<Warning> warnings() {
        return warnings;
    }
}
