package org.emergencelaw.ingest.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.Cells;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.RowReader;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Warning;

/**
 * Joins what lies in the files of an evaluation harness: results, samples of their items, and {@code models.csv} with what the
 * harness does not know. Each number becomes a row as in a table of observations and is read by the same rules.
 */
public final class HarnessImport {

    private static final int NAMES_SHOWN = 10;

    private final ImportRules rules;
    private final HarnessScores wanted;
    private final ModelTable models;
    private final RowErrors errors;
    private final RowReader reader;
    private final Map<String, ImportMapping.Match> matches = new LinkedHashMap<>();
    private final List<ImportMapping.LeftOut> leftOut = new ArrayList<>();
    private final List<String> limited = new ArrayList<>();
    private final List<String> fromErrors = new ArrayList<>();

    private HarnessImport(ImportRules rules, HarnessScores wanted, ModelTable models, RowErrors errors) {
        this.rules = rules;
        this.wanted = wanted;
        this.models = models;
        this.errors = errors;
        this.reader = new RowReader(rules, errors, Set.of());
    }

    /** @param added models of this import, which go before those known already */
    public static ImportResult read(
            List<ImportFile> results,
            List<ImportFile> samples,
            List<KnownModel> added,
            HarnessScores wanted,
            ImportRules rules,
            RowErrors errors)
            throws IOException {
        List<KnownModel> all = new ArrayList<>(rules.models());
        all.addAll(added);
        HarnessImport joined = new HarnessImport(rules, wanted, ModelTable.of(all), errors);
        List<HarnessResults> runs = new ArrayList<>();
        for (ImportFile file : results) HarnessResults.read(file, errors).ifPresent(runs::add);
        HarnessItems items = HarnessItems.read(samples, runs, wanted, errors);
        for (HarnessResults run : runs) joined.add(run, items);
        return joined.finish(added, items);
    }

    private void add(HarnessResults run, HarnessItems items) {
        List<HarnessResults.Score> scores = wanted.of(run, leftOut);
        if (scores.isEmpty()) return;
        Optional<KnownModel> known = match(run);
        if (known.isPresent() && otherFamily(known.get())) {
            leftOut.add(new ImportMapping.LeftOut(
                    run.file().name(),
                    run.model().name(),
                    "its family is " + known.get().family() + ", not the study's "
                            + rules.family().orElse("")));
            return;
        }
        if (known.isEmpty()) return;
        HarnessRow row = new HarnessRow(run, known.get(), wanted);
        int number = 0;
        for (HarnessResults.Score score : scores) {
            number++;
            Optional<String> reason = wanted.choice().reason(score);
            Optional<SampleMeasures> measured = items.of(run, score);
            if (reason.isPresent()) {
                leftOut.add(new ImportMapping.LeftOut(
                        run.file().name(), score.task() + " " + score.series(), reason.get()));
                reader.glance(new Cells.Row(run.file().name(), number, row.cells(score, Optional.empty())));
                continue;
            }
            if (run.limited()
                    || (score.items().isPresent()
                            && score.originalItems().isPresent()
                            && score.items().getAsInt() < score.originalItems().getAsInt()))
                limited.add(score.task() + " of " + known.get().label());
            if (row.itemsFromError(score)) fromErrors.add(score.task());
            reader.add(new Cells.Row(run.file().name(), number, row.cells(score, measured)));
        }
    }

    private boolean otherFamily(KnownModel known) {
        return rules.family().isPresent()
                && !known.family().isEmpty()
                && !known.family().equals(rules.family().get());
    }

    /** What is known of the run's model; an error, once a model, where it is not enough. */
    private Optional<KnownModel> match(HarnessResults run) {
        HarnessModel model = run.model();
        String label = KnownModel.label(model.name(), model.revision());
        ImportMapping.Match before = matches.get(label);
        Optional<KnownModel> known = models.find(model.name(), model.revision());
        String missing = missing(model, known);
        List<String> files = new ArrayList<>(before == null ? List.of() : before.files());
        files.add(run.file().name());
        matches.put(label, new ImportMapping.Match(files, model.name(), model.revision(), known, missing));
        if (missing.isEmpty()) return known;
        if (before == null) {
            errors.in(run.file().name());
            errors.add(1, "model", label, "the model must be known with its loss, or its params and tokens", missing);
        }
        return Optional.empty();
    }

    private String missing(HarnessModel model, Optional<KnownModel> known) {
        if (known.isEmpty()) {
            List<String> others = models.revisions(model.name());
            return "add it to models.csv: " + line(model)
                    + (others.isEmpty()
                            ? ""
                            : "; of this model models.csv has the revision "
                                    + others.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")));
        }
        KnownModel found = known.get();
        boolean compute = found.trainFlops().isPresent()
                || (found.tokens().isPresent()
                        && (found.params().isPresent() || model.params().isPresent()));
        return found.pretrainLossNats().isPresent() || compute
                ? ""
                : "add its loss to models.csv, or its tokens" + (model.params().isPresent() ? "" : " and params");
    }

    private static String line(HarnessModel model) {
        return "model %s, revision %s, its loss or tokens"
                .formatted(model.name(), model.revision().isEmpty() ? "main" : model.revision());
    }

    private ImportResult finish(List<KnownModel> added, HarnessItems items) {
        ImportResult rows = rowsOrFault();
        List<Warning> warnings = new ArrayList<>(items.warnings());
        if (!limited.isEmpty())
            warnings.add(new Warning(
                    "items_limited",
                    "Only some items were evaluated (limit) in " + shown(limited)
                            + ". Such accuracies are for testing; evaluate all items."));
        if (!fromErrors.isEmpty())
            warnings.add(new Warning(
                    "n_eval_from_standard_error",
                    "The file does not tell the number of items of " + shown(fromErrors)
                            + "; it is worked out from accuracy and standard error, n = p(1-p)/se^2 + 1."));
        if (!leftOut.isEmpty())
            warnings.add(new Warning(
                    "left_out",
                    leftOut.size() + (leftOut.size() == 1 ? " result is" : " results are") + " left out: "
                            + reasons()));
        warnings.addAll(rows.warnings());
        ImportMapping mapping = new ImportMapping(
                List.copyOf(matches.values()),
                ImportMapping.series(reader.kept()),
                List.copyOf(leftOut),
                template(),
                added);
        return new ImportResult(
                rows.rows(), rows.observations(), rows.errors(), rows.moreErrors(), warnings, Optional.of(mapping));
    }

    /** Files without a row for the study are an error with the reason, rather than an import of nothing. */
    private ImportResult rowsOrFault() {
        if (errors.count() == 0 && reader.kept().isEmpty()) {
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

    private static String shown(List<String> names) {
        List<String> distinct = names.stream().distinct().toList();
        String first = distinct.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return first + (distinct.size() > NAMES_SHOWN ? " and " + (distinct.size() - NAMES_SHOWN) + " more" : "");
    }

    /** models.csv with a line for each model that it lacks. */
    private String template() {
        StringBuilder lines = new StringBuilder();
        for (ImportMapping.Match match : matches.values())
            if (match.known().isEmpty())
                lines.append(CsvWriter.quoted(match.model()))
                        .append(',')
                        .append(CsvWriter.quoted(match.revision()))
                        .append(",,,\n");
        return lines.isEmpty() ? "" : "model,revision,params,tokens,loss\n" + lines;
    }
}
