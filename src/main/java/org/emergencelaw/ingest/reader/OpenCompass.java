package org.emergencelaw.ingest.reader;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * Summaries of OpenCompass, {@code summary_*.csv}: a row a dataset, a column a model, accuracies in percent, {@code -} where there is
 * none. The mode ({@code ppl}, {@code gen}) stands as the filter. The file does not say shots, nor items unless in {@code
 * total_count}.
 *
 * @see <a href="https://github.com/open-compass/opencompass">OpenCompass</a>
 */
public final class OpenCompass implements RunReader {

    private static final List<String> BEFORE_MODELS = List.of("dataset", "version", "metric", "mode");
    private static final String COUNT = "total_count";

    /** A percentage, in some versions with right answers over all behind it. */
    private static final Pattern PERCENT =
            Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,15})?)(?: \\([0-9]+/([0-9]{1,9})\\))?");

    @Override
    public String program() {
        return "OpenCompass";
    }

    @Override
    public String format() {
        return "a summary of OpenCompass";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        List<String> columns = file.columns();
        if (!columns.containsAll(List.of("dataset", "metric", "mode"))) return FormatMatch.NO;
        boolean models = columns.stream().anyMatch(OpenCompass::isModel);
        return FormatMatch.unless(
                columns.contains("version") ? Optional.empty() : Optional.of("the column `version` is missing"),
                models ? Optional.empty() : Optional.of("no column is of a model"));
    }

    private static boolean isModel(String column) {
        return !column.isEmpty() && !BEFORE_MODELS.contains(column) && !column.equals(COUNT);
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files) {
            CsvRows rows = CsvRows.read(each.file(), reading.errors());
            for (String model : rows.columns())
                if (isModel(model)) reading.add(run(each.file(), model, rows.rows(), reading));
        }
    }

    private static EvaluationRun run(ImportFile file, String model, List<Map<String, String>> rows, Reading reading) {
        List<Score> scores = new ArrayList<>();
        for (Map<String, String> row : rows) {
            String cell = row.getOrDefault(model, "");
            String task = row.getOrDefault("dataset", "");
            if (cell.equals("-") || cell.isEmpty()) reading.leftOut(file, task + " of " + model, "it has no value");
            else scores.add(score(row, task, cell));
        }
        return new EvaluationRun(
                file.part("column " + model), EvaluatedModel.named(model, ""), "OpenCompass", false, scores, List.of());
    }

    private static Score score(Map<String, String> row, String task, String cell) {
        Matcher percent = PERCENT.matcher(cell);
        boolean read = percent.matches();
        String count = read && percent.group(2) != null ? percent.group(2) : row.getOrDefault(COUNT, "");
        String metric = row.getOrDefault("metric", "");
        return Score.of(task, metric)
                .filter(row.getOrDefault("mode", Score.UNFILTERED))
                .value(read ? OptionalDouble.of(share(percent.group(1))) : OptionalDouble.empty())
                .unread(read ? "" : cell)
                .items(count.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(count)) : OptionalInt.empty())
                .taskVersion(row.getOrDefault("version", "").replaceAll("^-$", ""))
                .group(metric.endsWith("_average"))
                .build();
    }

    /** 25.21 as 0.2521, and not as what a division makes of it. */
    private static double share(String percent) {
        return new BigDecimal(percent).movePointLeft(2).doubleValue();
    }
}
