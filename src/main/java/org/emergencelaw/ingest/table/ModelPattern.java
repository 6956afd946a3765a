package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.observation.KnownModel;

/**
 * A row of {@code models.csv} for many models: {@code pythia-70m/step_{s}} with {@code tokens} of {@code s * 2097152} and {@code
 * finetune_examples} of {@code 64 * s}. What stands in braces matches a part of the model's name or revision, and other cells may
 * compute with it.
 *
 * @param row cells as they are written
 * @param variables names in braces, in the order of the text
 * @param names matches a model with its revision, after {@code @} or as its last folder
 */
public record ModelPattern(Cells.Row row, List<String> variables, Pattern names) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

    /** Absent for a row of one model. */
    static Optional<ModelPattern> of(Cells.Row row) {
        String model = cell(row, "model"), revision = cell(row, "revision");
        String text = ModelTable.folders(KnownModel.label(model, revision));
        Matcher variable = VARIABLE.matcher(text);
        List<String> variables = new ArrayList<>();
        StringBuilder names = new StringBuilder("(?:.*)");
        int at = 0;
        while (variable.find()) {
            variables.add(variable.group(1));
            names.append(Pattern.quote(text.substring(at, variable.start()))).append("([^/@]+?)");
            at = variable.end();
        }
        if (variables.isEmpty()) return Optional.empty();
        names.append(Pattern.quote(text.substring(at)));
        return Optional.of(new ModelPattern(row, variables, Pattern.compile(names.toString())));
    }

    private static String cell(Cells.Row row, String column) {
        return TextRules.strip(row.cells().getOrDefault(column, ""));
    }

    /** What is known of this model by the pattern; absent where its name is another, or with an error where a cell computes nothing. */
    public Optional<KnownModel> of(String model, String revision, RowErrors errors) {
        Matcher matched = names.matcher(ModelTable.folders(KnownModel.label(model, revision)));
        if (!matched.matches() && !revision.isEmpty())
            matched = names.matcher(ModelTable.folders(model + "/" + revision));
        if (!matched.matches()) return Optional.empty();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < variables.size(); i++) values.put(variables.get(i), matched.group(i + 1));
        Map<String, String> cells = new LinkedHashMap<>();
        row.cells().forEach((column, text) -> cells.put(column, value(TextRules.strip(text), values)));
        cells.put("model", model);
        cells.put("revision", revision);
        errors.in(row.file());
        return ModelTable.model(new Cells.Row(row.file(), row.line(), cells), errors);
    }

    /** The text with the values in it: computed, where it computes something. */
    private static String value(String text, Map<String, String> values) {
        String braced = text;
        for (String name : values.keySet())
            braced = braced.replaceAll("(?<![A-Za-z0-9_{])" + name + "(?![A-Za-z0-9_}])", "{" + name + "}");
        Optional<CellFormula> formula = CellFormula.of(braced);
        if (formula.isPresent()) return formula.get().value(values);
        return VARIABLE.matcher(CellFormula.column(braced) ? braced : text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
