package org.emergencelaw.ingest.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.Cells;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.RowReader;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Warning;

/**
 * Joins the runs of an import with {@code models.csv}, which says what evaluation programs do not know. Each number becomes a row as
 * in a table of observations and is read by the same rules.
 */
public final class RunImport {

    private static final int NAMES_SHOWN = 10;

    private final ImportRules rules;
    private final WantedScores wanted;
    private final RunModels models;
    private final RowErrors errors;
    private final RowReader reader;
    private final List<ImportMapping.LeftOut> leftOut = new ArrayList<>();
    private final Map<RunNotice, List<String>> notices = new EnumMap<>(RunNotice.class);

    private RunImport(ImportRules rules, WantedScores wanted, RunModels models, RowErrors errors) {
        this.rules = rules;
        this.wanted = wanted;
        this.models = models;
        this.errors = errors;
        this.reader = new RowReader(rules, errors, Set.of());
    }

    /**
     * @param reading what readers made of the files
     * @param added models of this import, which go before those known already
     */
    public static ImportResult of(Reading reading, ModelTable.Contents added, WantedScores wanted, ImportRules rules) {
        RowErrors errors = reading.errors();
        RunModels models = new RunModels(rules.models(), added, errors);
        RunImport joined = new RunImport(rules, wanted, models, errors);
        joined.leftOut.addAll(reading.leftOut());
        for (EvaluationRun run : reading.runs()) joined.add(run);
        return joined.finish(reading.warnings());
    }

    private void add(EvaluationRun run) {
        List<Score> scores = run.scores();
        if (scores.isEmpty()) return;
        Optional<KnownModel> known = models.match(run);
        if (known.isPresent() && otherFamily(known.get())) {
            leftOut.add(new ImportMapping.LeftOut(
                    run.file().name(),
                    run.model().name(),
                    "its family is " + known.get().family() + ", not the study's "
                            + rules.family().orElse("")));
            return;
        }
        if (known.isEmpty()) return;
        RunRow row = new RunRow(run, known.get(), wanted);
        int number = 0;
        for (Score score : scores) {
            number++;
            Optional<String> reason = wanted.choice().reason(score);
            if (reason.isPresent()) {
                leftOut.add(new ImportMapping.LeftOut(
                        run.file().name(), score.task() + " " + score.series(), reason.get()));
                reader.glance(new Cells.Row(run.file().name(), number, row.cells(score, false)));
                continue;
            }
            if (run.limited()
                    || (score.items().isPresent()
                            && score.originalItems().isPresent()
                            && score.items().getAsInt() < score.originalItems().getAsInt()))
                note(
                        RunNotice.ITEMS_LIMITED,
                        score.task() + " of " + known.get().label());
            if (score.items().isPresent() && score.itemsWorkedOut())
                note(RunNotice.N_EVAL_FROM_STANDARD_ERROR, score.task());
            if (row.itemsFromCatalogue(score)) note(RunNotice.N_EVAL_FROM_CATALOGUE, score.task());
            if (!shots(run, score, known.get())) continue;
            reader.add(new Cells.Row(run.file().name(), number, row.cells(score, true)));
        }
    }

    private void note(RunNotice notice, String of) {
        notices.computeIfAbsent(notice, each -> new ArrayList<>()).add(of);
    }

    /** Notes what of a few-shot row's shots should not be taken in silence; false with an error where nothing tells them. */
    private boolean shots(EvaluationRun run, Score score, KnownModel known) {
        if (known.finetuneExamples().orElse(0) > 0) return true;
        if (score.shots().isEmpty() && wanted.shots().isEmpty()) {
            errors.in(run.file().name());
            errors.add(
                    1,
                    "examples",
                    score.task(),
                    "the number of shots must be known, and the file does not say it",
                    "say it with --shots, or add num_fewshot to the file's configs");
            return false;
        }
        if (score.shots().isEmpty()) note(RunNotice.SHOTS_UNKNOWN, score.task() + " of " + known.label());
        List<String> tasks = new ArrayList<>(score.subtasks());
        tasks.add(score.task());
        for (String doubt : run.doubts())
            if (tasks.stream().anyMatch(task -> doubt.startsWith(task + ":"))) note(RunNotice.SHOTS_DISAGREE, doubt);
        return true;
    }

    private boolean otherFamily(KnownModel known) {
        return rules.family().isPresent()
                && !known.family().isEmpty()
                && !known.family().equals(rules.family().get());
    }

    private ImportResult finish(List<Warning> told) {
        ImportResult rows = rowsOrFault();
        List<Warning> warnings = new ArrayList<>(told);
        models.otherParams().forEach(each -> note(RunNotice.PARAMS_DISAGREE, each));
        notices.forEach((notice, of) -> warnings.add(notice.warning(of)));
        if (!leftOut.isEmpty())
            warnings.add(new Warning(
                    "left_out",
                    leftOut.size() + (leftOut.size() == 1 ? " result is" : " results are") + " left out: "
                            + reasons()));
        warnings.addAll(rows.warnings());
        ImportMapping mapping = new ImportMapping(
                models.matches(),
                ImportMapping.series(reader.kept()),
                List.copyOf(leftOut),
                models.template(),
                models.added());
        return new ImportResult(
                rows.rows(), rows.observations(), rows.errors(), rows.moreErrors(), warnings, Optional.of(mapping));
    }

    /** Files without a row for the study are an error with the reason, rather than an import of nothing. */
    private ImportResult rowsOrFault() {
        if (errors.count() == 0 && reader.good().isEmpty()) {
            errors.in("");
            errors.add(
                    1,
                    "task",
                    rules.task().orElse(""),
                    "the files must have an accuracy of the study's task",
                    leftOut.isEmpty() ? "" : reasons());
        }
        return reader.finish();
    }

    private String reasons() {
        Map<String, Long> counts = leftOut.stream()
                .collect(Collectors.groupingBy(ImportMapping.LeftOut::why, LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .limit(NAMES_SHOWN)
                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                .collect(Collectors.joining("; "));
    }
}
