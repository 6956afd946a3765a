package org.emergencelaw.ingest.mend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ColumnMapping.Assignment;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Warning;

/**
 * What an import's errors and warnings propose, all of it together: columns of other names and units, percent, words of another
 * spelling, counts in thousands, perplexities. A guess about a unit stays only where the rows, read again, give no warning of it any
 * more and none of another.
 *
 * @param table as it then is
 * @param read what then comes of it
 * @param done a sentence for each mend, none where nothing is proposed
 */
public record Mends(TableDraft table, ImportResult read, List<String> done) {

    /** Each round reads the table anew; a mend may let another fault be seen. */
    private static final int ROUNDS = 8;

    private static final Pattern MEANT = Pattern.compile("did you mean ([^\"]+?)\\?");
    private static final Pattern COUNTED =
            Pattern.compile(" has (?:params|tokens) (\\S+); did you mean ([0-9.e+-]+[KMBT]?)\\?");

    /** Warnings of units, with the column that each is about. */
    private static final List<Doubt> DOUBTS = List.of(
            new Doubt("params_units", "params"),
            new Doubt("tokens_units", "tokens"),
            new Doubt("flops_units", "train_flops"),
            new Doubt("tokens_per_param", "tokens"),
            new Doubt("loss_units", "pretrain_loss_nats"),
            new Doubt("accuracy_units", "accuracy"),
            new Doubt("one_name_two_checkpoints", "model"));

    private record Doubt(String code, String column) {}

    /** Reads the rows of a table as it would be imported. */
    public interface Reader {
        ImportResult read(TableDraft table);
    }

    private record Step(TableDraft table, List<String> sentences) {}

    /**
     * @param read what came of the table
     * @param shots of few-shot rows that do not say theirs
     */
    public static Mends of(TableDraft table, ImportResult read, int shots, Reader reader) {
        TableDraft now = table;
        ImportResult result = read;
        List<String> done = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Step> step = next(now, result, shots, reader);
            if (step.isEmpty()) break;
            now = step.get().table();
            done.addAll(step.get().sentences());
            result = reader.read(now);
        }
        return new Mends(now, result, List.copyOf(done));
    }

    private static Optional<Step> next(TableDraft table, ImportResult read, int shots, Reader reader) {
        return names(table, read, shots)
                .or(() -> units(table))
                .or(() -> percent(table, read))
                .or(() -> words(table, read))
                .or(() -> doubts(table, read, reader));
    }

    /** Columns that are called otherwise, and those that no row can be without. */
    private static Optional<Step> names(TableDraft table, ImportResult read, int shots) {
        boolean plain = table.lines().isEmpty();
        boolean unused = read.warnings().stream().anyMatch(each -> each.code().equals("column_kept_as_note"));
        if (plain && table.complete() && !unused) return Optional.empty();
        List<Assignment> guess =
                ColumnMapping.of(ColumnMapping.guess(table.columns(), shots)).assignments();
        List<Assignment> lines = new ArrayList<>(plain ? List.of() : table.assignments());
        List<Assignment> added = new ArrayList<>();
        for (Assignment each : guess) {
            boolean wanted = plain || Columns.REQUIRED.contains(each.column());
            if (wanted
                    && lines.stream()
                            .noneMatch(line -> line.column().equals(each.column())
                                    && line.task().equals(each.task()))) added.add(each);
        }
        lines.addAll(added);
        if (plain && table.complete()) {
            Set<String> taken =
                    lines.stream().flatMap(line -> line.sources().stream()).collect(Collectors.toSet());
            ColumnMapping.of(ColumnMapping.asNamed(table.columns())).assignments().stream()
                    .filter(line -> !taken.containsAll(line.sources()))
                    .forEach(lines::add);
        }
        added.removeIf(each -> each.plainSource().filter(each.column()::equals).isPresent());
        if (added.isEmpty()) return Optional.empty();
        return Optional.of(new Step(
                table.with(new ColumnMapping(lines).texts()),
                added.stream().map(Mends::sentence).toList()));
    }

    private static String sentence(Assignment each) {
        String column = each.column() + each.task().map(task -> " of " + task).orElse("");
        if (each.sources().isEmpty()) return "%s is %s in all rows".formatted(column, each.text());
        return each.plainSource()
                .map(source -> "\"%s\" is read as %s".formatted(source, column))
                .orElseGet(() -> "%s is computed, %s".formatted(column, each.text()));
    }

    /** Columns whose names say a unit that was passed over. */
    private static Optional<Step> units(TableDraft table) {
        if (table.lines().isEmpty()) return Optional.empty();
        TableDraft mended = table;
        List<String> sentences = new ArrayList<>();
        for (Assignment each : table.assignments()) {
            Optional<String> text = each.inItsUnit();
            if (text.isEmpty()) continue;
            mended = mended.with(each, text.get());
            sentences.add(sentence(new Assignment(each.column(), each.task(), text.get())));
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(new Step(mended, sentences));
    }

    /** Accuracies in percent: where no cell of the column could be a fraction of 1. */
    private static Optional<Step> percent(TableDraft table, ImportResult read) {
        if (read.errors().stream().noneMatch(error -> error.column().equals("accuracy"))) return Optional.empty();
        for (Assignment each : table.assignments()) {
            Optional<String> source =
                    each.plainSource().filter(name -> each.column().equals("accuracy"));
            if (source.isEmpty() || !percent(table.cells(source.get()))) continue;
            String text = "percent({" + source.get() + "})";
            return Optional.of(new Step(
                    table.with(each, text),
                    List.of("\"%s\" is in percent: accuracy is %s".formatted(source.get(), text))));
        }
        return Optional.empty();
    }

    private static boolean percent(List<String> cells) {
        boolean above = false;
        for (String cell : cells) {
            if (NumberText.absent(cell)) continue;
            boolean said = cell.endsWith("%");
            double value = NumberText.of(
                            said ? cell.substring(0, cell.length() - 1).strip() : cell, false)
                    .value()
                    .orElse(-1);
            if (value < 0 || value > 100 || value > 0 && value < 1 && !said) return false;
            above |= value > 1 || said;
        }
        return above;
    }

    /** Words, and numbers of another spelling. */
    private static Optional<Step> words(TableDraft table, ImportResult read) {
        TableDraft mended = table;
        Set<String> sentences = new TreeSet<>();
        for (RowError error : read.errors()) {
            Matcher meant = MEANT.matcher(error.hint());
            boolean fraction =
                    error.column().equals("accuracy") && !error.value().endsWith("%");
            Optional<String> source = table.source(error.column());
            if (fraction || source.isEmpty() || error.value().isEmpty() || !meant.matches()) continue;
            TableDraft other = mended.replaced(source.get(), error.value(), meant.group(1));
            if (other.equals(mended)) continue;
            mended = other;
            sentences.add("\"%s\" in %s is written %s".formatted(error.value(), source.get(), meant.group(1)));
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(new Step(mended, List.copyOf(sentences)));
    }

    /** The first unit that ends a warning and raises none, or one that another unit ends: a count out of range hides a loss that is. */
    private static Optional<Step> doubts(TableDraft table, ImportResult read, Reader reader) {
        Set<String> open = doubted(read);
        for (Step step : guesses(table, read)) {
            ImportResult other = reader.read(step.table());
            if (fewer(other, open)) return Optional.of(step);
            // reading is dear: first what costs nothing
            if (!doubted(other).containsAll(open)
                    && guesses(step.table(), other).stream().anyMatch(next -> fewer(reader.read(next.table()), open)))
                return Optional.of(step);
        }
        return Optional.empty();
    }

    private static boolean fewer(ImportResult read, Set<String> open) {
        Set<String> still = doubted(read);
        return read.accepted() && open.containsAll(still) && still.size() < open.size();
    }

    private static List<Step> guesses(TableDraft table, ImportResult read) {
        List<Step> steps = new ArrayList<>();
        if (read.accepted())
            for (Warning warning : read.warnings())
                for (Doubt doubt : DOUBTS)
                    if (doubt.code().equals(warning.code())) steps.addAll(candidates(table, doubt, warning));
        return steps;
    }

    private static Set<String> doubted(ImportResult read) {
        return read.warnings().stream()
                .map(Warning::code)
                .filter(code -> DOUBTS.stream().anyMatch(doubt -> doubt.code().equals(code)))
                .collect(Collectors.toSet());
    }

    private static List<Step> candidates(TableDraft table, Doubt doubt, Warning warning) {
        Optional<Assignment> found = table.assignments().stream()
                .filter(each -> each.column().equals(doubt.column()))
                .findFirst();
        if (found.isEmpty()) return List.of();
        Assignment column = found.get();
        return switch (doubt.code()) {
            case "params_units", "tokens_units" -> counted(table, column, warning);
            case "flops_units" -> times(table, column, "1e18", "8.64e19", "1e21", "1e15", "1e12");
            case "accuracy_units" -> times(table, column, "100");
            case "loss_units" -> {
                List<Step> steps = new ArrayList<>(
                        column.plainSource().map(source -> step(table, column, "ln({" + source + "})")).stream()
                                .toList());
                steps.addAll(times(table, column, "0.693147"));
                yield steps;
            }
            case "tokens_per_param" -> swapped(table);
            default -> sized(table, column);
        };
    }

    private static Step step(TableDraft table, Assignment column, String text) {
        return new Step(
                table.with(column, text), List.of(sentence(new Assignment(column.column(), column.task(), text))));
    }

    private static List<Step> times(TableDraft table, Assignment column, String... factors) {
        List<Step> steps = new ArrayList<>();
        if (column.sources().size() == 1 && !column.text().contains("("))
            for (String factor : factors) steps.add(step(table, column, column.text() + " * " + factor));
        return steps;
    }

    /** The power of a thousand between a count and what it was meant to be. */
    private static List<Step> counted(TableDraft table, Assignment column, Warning warning) {
        Matcher found = COUNTED.matcher(warning.message());
        if (!found.find()) return List.of();
        double stated = NumberText.of(found.group(1), true).value().orElse(0);
        double meant = NumberText.of(found.group(2), true).value().orElse(0);
        long power = stated > 0 && meant > 0 ? 3 * Math.round(Math.log10(meant / stated) / 3) : 0;
        return power == 0 ? List.of() : times(table, column, "1e" + power);
    }

    private static List<Step> swapped(TableDraft table) {
        List<Assignment> lines = table.assignments();
        Optional<Assignment> params =
                lines.stream().filter(each -> each.column().equals("params")).findFirst();
        Optional<Assignment> tokens =
                lines.stream().filter(each -> each.column().equals("tokens")).findFirst();
        if (params.isEmpty() || tokens.isEmpty()) return List.of();
        TableDraft other = table.with(params.get(), tokens.get().text())
                .with(tokens.get(), params.get().text());
        return List.of(new Step(other, List.of("params and tokens change places")));
    }

    /** One name for models of several sizes: the size becomes part of it. */
    private static List<Step> sized(TableDraft table, Assignment model) {
        Optional<String> size = table.source("params");
        return size.isEmpty() || !model.plainSource().isPresent()
                ? List.of()
                : List.of(step(table, model, model.text() + "-{" + size.get() + "}"));
    }
}
