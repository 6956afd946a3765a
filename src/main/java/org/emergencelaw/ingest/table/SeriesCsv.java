package org.emergencelaw.ingest.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.metric.MetaAnalysis.MetricSeries;

/**
 * A table of scores, one row a task, metric, family and scale: {@code task, metric, family, scale, value}, and if wanted {@code
 * higher_is_better} (true or false; left out, true but for the {@link Measure}s where lower is better). Columns in any order,
 * others are not read. {@code scale} is any number that grows with the model: parameters, tokens, compute.
 */
public final class SeriesCsv {

    private static final List<String> REQUIRED = List.of("task", "metric", "family", "scale", "value");
    private static final String DIRECTION = "higher_is_better";

    private final RowErrors errors = new RowErrors();
    private final Map<Key, Points> series = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private int rows;

    private SeriesCsv() {}

    private record Key(String task, String metric, String family) {}

    private record Point(int line, double scale, double value) {}

    private record Points(boolean higherIsBetter, List<Point> points) {}

    /**
     * What came of reading. All or nothing: with one error there are no series.
     *
     * @param refusal the errors, as of an import without observations
     */
    public record Read(List<MetricSeries> series, ImportResult refusal) {}

    /** Reads UTF-8; throws only when the stream does. */
    public static Read read(InputStream in) throws IOException {
        SeriesCsv reader = new SeriesCsv();
        Optional<String> text = TextRules.readUtf8(in, reader.errors);
        text.ifPresent(reader::read);
        List<MetricSeries> series = reader.finish();
        ImportResult refusal =
                new ImportResult(reader.rows, List.of(), reader.errors.errors(), reader.errors.more(), List.of());
        return new Read(refusal.accepted() ? series : List.of(), refusal);
    }

    private void read(String csv) {
        String text = TextRules.withoutMark(csv);
        CsvReader records = new CsvReader(text, delimiter(text), Columns.MAX);
        Optional<CsvReader.CsvRecord> header = records.next();
        List<String> columns = header.map(record -> record.cells().stream()
                        .map(cell -> TextRules.strip(cell))
                        .toList())
                .orElse(List.of());
        for (String column : REQUIRED)
            if (!columns.contains(column))
                errors.add(
                        1,
                        column,
                        "",
                        "column " + column + " is required",
                        "the first line names the columns: " + String.join(",", REQUIRED));
        if (errors.count() > 0) return;
        int[] places = REQUIRED.stream().mapToInt(columns::indexOf).toArray();
        int direction = columns.indexOf(DIRECTION);
        Optional<CsvReader.CsvRecord> record = records.next();
        for (; record.isPresent(); record = records.next()) row(record.get(), columns.size(), places, direction);
    }

    private static char delimiter(String text) {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        for (char delimiter : new char[] {'\t', ';'}) if (first.indexOf(delimiter) >= 0) return delimiter;
        return ',';
    }

    private void row(CsvReader.CsvRecord record, int columns, int[] places, int direction) {
        rows++;
        List<String> cells = record.cells();
        if (record.error().isPresent() || cells.size() != columns) {
            String rule = record.error()
                    .orElse("a row must have %d cells like the header, has %d".formatted(columns, cells.size()));
            errors.add(record.line(), "", "", rule, "");
            return;
        }
        Optional<String> task = name(record, "task", cells.get(places[0]));
        Optional<String> metric = name(record, "metric", cells.get(places[1]));
        Optional<String> family = name(record, "family", cells.get(places[2]));
        OptionalDouble scale = number(record, "scale", cells.get(places[3]));
        OptionalDouble value = number(record, "value", cells.get(places[4]));
        Optional<Boolean> higher = direction < 0 ? Optional.empty() : direction(record, cells.get(direction));
        if (task.isEmpty() || metric.isEmpty() || family.isEmpty() || scale.isEmpty() || value.isEmpty()) return;
        boolean better = higher.orElseGet(() ->
                Measure.ofColumn(metric.get()).map(Measure::higherIsBetter).orElse(true));
        Points points = series.computeIfAbsent(
                new Key(task.get(), metric.get(), family.get()), key -> new Points(better, new ArrayList<>()));
        if (points.higherIsBetter() != better)
            errors.add(
                    record.line(),
                    DIRECTION,
                    Boolean.toString(better),
                    DIRECTION + " must be the same in all rows of a series",
                    "");
        points.points().add(new Point(record.line(), scale.getAsDouble(), value.getAsDouble()));
    }

    private Optional<String> name(CsvReader.CsvRecord record, String column, String cell) {
        String text = CsvWriter.unguarded(TextRules.strip(cell));
        Optional<String> rule =
                text.isEmpty() ? Optional.of("must not be empty") : TextRules.brokenRule(text, Cells.MAX_LENGTH, false);
        if (rule.isPresent()) {
            errors.add(record.line(), column, text, column + " " + rule.get(), "");
            return Optional.empty();
        }
        return Optional.of(names.computeIfAbsent(text, same -> same));
    }

    private OptionalDouble number(CsvReader.CsvRecord record, String column, String cell) {
        NumberText number = NumberText.of(TextRules.strip(cell), column.equals("scale"));
        if (number.value().isEmpty())
            errors.add(record.line(), column, TextRules.strip(cell), column + " must be a number", number.hint());
        return number.value();
    }

    private Optional<Boolean> direction(CsvReader.CsvRecord record, String cell) {
        String text = TextRules.strip(cell);
        if (text.equals("true") || text.equals("false")) return Optional.of(text.equals("true"));
        if (!text.isEmpty())
            errors.add(record.line(), DIRECTION, text, DIRECTION + " must be true or false, or empty", "");
        return Optional.empty();
    }

    private List<MetricSeries> finish() {
        List<MetricSeries> finished = new ArrayList<>(series.size());
        series.forEach((key, points) -> sorted(key, points).ifPresent(finished::add));
        if (finished.isEmpty() && errors.count() == 0)
            errors.add(1, "", "", "a table must have at least one row", "give one score a row");
        return finished;
    }

    private Optional<MetricSeries> sorted(Key key, Points read) {
        Point[] points = read.points().toArray(new Point[0]);
        Arrays.sort(points, Comparator.comparingDouble(Point::scale));
        boolean repeats = false;
        for (int i = 1; i < points.length; i++)
            if (points[i].scale() == points[i - 1].scale()) {
                repeats = true;
                errors.add(
                        points[i].line(),
                        "scale",
                        NumberText.text(points[i].scale()),
                        "a scale must not repeat in a series; this one repeats line " + points[i - 1].line(),
                        "average repeated runs, or name their families differently");
            }
        if (repeats) return Optional.empty();
        return Optional.of(new MetricSeries(
                key.task(),
                key.metric(),
                key.family(),
                read.higherIsBetter(),
                Arrays.stream(points).mapToDouble(Point::scale).toArray(),
                Arrays.stream(points).mapToDouble(Point::value).toArray()));
    }
}
