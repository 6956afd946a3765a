package org.emergencelaw.ingest.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ModelPattern;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.observation.KnownModel;

/** The models of an import's runs: by name or by pattern, with what is missing of them. */
final class RunModels {

    private static final int NAMES_SHOWN = 10;

    /** Embeddings may be most of the parameters of a tiny model; a larger factor is a unit. */
    private static final double COUNTED_OTHERWISE = 20;

    private final ModelTable models;
    private final List<ModelPattern> patterns;
    private final List<KnownModel> added;
    private final RowErrors errors;
    private final Map<String, Found> matches = new LinkedHashMap<>();
    private final List<String> otherParams = new ArrayList<>();

    /** A model of the runs; its files come one by one. */
    private record Found(EvaluatedModel model, Optional<KnownModel> known, String missing, List<String> files) {

        ImportMapping.Match match() {
            return new ImportMapping.Match(List.copyOf(files), model.name(), model.revision(), known, missing);
        }
    }

    /** @param added models of this import, which go before those known already */
    RunModels(List<KnownModel> known, ModelTable.Contents added, RowErrors errors) {
        List<KnownModel> all = new ArrayList<>(known);
        all.addAll(added.models());
        this.models = ModelTable.of(all);
        this.patterns = added.patterns();
        this.added = new ArrayList<>(added.models());
        this.errors = errors;
    }

    /** What is known of the run's model; an error, once a model, where it is not enough. */
    Optional<KnownModel> match(EvaluationRun run) {
        EvaluatedModel model = run.model();
        String label = KnownModel.label(model.name(), model.revision());
        Found found = matches.get(label);
        if (found == null) {
            Optional<KnownModel> known = known(model);
            found = new Found(model, known, missing(model, known), new ArrayList<>());
            matches.put(label, found);
            if (!found.missing().isEmpty()) {
                errors.in(run.file().name());
                String rule = "the model must be known with its loss, or its params and tokens";
                errors.add(1, "model", label, rule, found.missing());
            }
        }
        found.files().add(run.file().name());
        return found.missing().isEmpty() ? found.known() : Optional.empty();
    }

    /** As named, else by the first pattern that fits; such a model is kept like one that was named. */
    private Optional<KnownModel> known(EvaluatedModel model) {
        Optional<KnownModel> named = models.find(model.name(), model.revision());
        for (int i = 0; i < patterns.size() && named.isEmpty(); i++) {
            named = patterns.get(i).of(model.name(), model.revision(), errors);
            named.filter(found -> !added.contains(found)).ifPresent(added::add);
            named = named.map(models::completed);
        }
        named.ifPresent(found -> {
            double stated = found.params().orElse(0), counted = model.params().orElse(0);
            if (stated > 0
                    && counted > 0
                    && (stated / counted > COUNTED_OTHERWISE || counted / stated > COUNTED_OTHERWISE))
                otherParams.add("%s: %s in models.csv, %s counted by the harness"
                        .formatted(found.label(), NumberText.text(stated), NumberText.text(counted)));
        });
        return named;
    }

    private String missing(EvaluatedModel model, Optional<KnownModel> known) {
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

    private static String line(EvaluatedModel model) {
        return "model %s, revision %s, its loss or tokens"
                .formatted(model.name(), model.revision().isEmpty() ? "main" : model.revision());
    }

    /** Models whose params models.csv and the harness count differently. */
    List<String> otherParams() {
        return otherParams;
    }

    List<ImportMapping.Match> matches() {
        return matches.values().stream().map(Found::match).toList();
    }

    /** Models that came with the files, and those that a pattern of them made. */
    List<KnownModel> added() {
        return added;
    }

    /** models.csv with a line for each model that it lacks. */
    String template() {
        StringBuilder lines = new StringBuilder();
        for (Found found : matches.values())
            if (found.known().isEmpty())
                lines.append(CsvWriter.quoted(found.model().name()))
                        .append(',')
                        .append(CsvWriter.quoted(found.model().revision()))
                        .append(",,,\n");
        return lines.isEmpty() ? "" : "model,revision,params,tokens,loss\n" + lines;
    }
}
