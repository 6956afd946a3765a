package org.emergencelaw.report;

import java.util.List;
import org.emergencelaw.benchmark.BenchmarkTable;
import org.emergencelaw.benchmark.RecordTable;
import org.emergencelaw.benchmark.SourceTable;
import org.emergencelaw.format.DisplayNumbers;

/** A benchmark for people. */
public final class BenchmarkText {

    private BenchmarkText() {}

    public static String of(List<BenchmarkTable> tables, SourceTable sources, RecordTable record) {
        StringBuilder text = new StringBuilder();
        for (BenchmarkTable table : tables)
            text.append(heading(table)).append('\n').append(table(table)).append('\n');
        return text.append(table(sources))
                .append(means(sources))
                .append("\n\n")
                .append(table(record))
                .toString();
    }

    static String heading(BenchmarkTable table) {
        return table.studies() + (table.studies() == 1 ? " study" : " studies") + ", " + table.votes() + " study-cuts";
    }

    static ConsoleTable table(BenchmarkTable table) {
        ConsoleTable rows = new ConsoleTable()
                .row(
                        table.title(),
                        "answered",
                        "mean |error|",
                        "90% hold",
                        "width",
                        "WIS",
                        "over last value",
                        "over average4",
                        "Brier, level",
                        "mean P(level)",
                        "claims");
        for (BenchmarkTable.Row row : table.methods())
            rows.row(
                    "  " + row.method(),
                    row.answered() + " of " + table.targets(),
                    DisplayNumbers.significant3(row.meanError()),
                    DisplayNumbers.share(row.holds()),
                    DisplayNumbers.significant3(row.width()),
                    DisplayNumbers.significant3(row.score()),
                    DisplayNumbers.significant3(row.overLast()),
                    DisplayNumbers.significant3(row.overAverage()),
                    DisplayNumbers.decimal3(row.brier()),
                    DisplayNumbers.decimal3(row.pReaches()),
                    Integer.toString(row.claims()));
        return rows;
    }

    static ConsoleTable table(SourceTable sources) {
        ConsoleTable rows = new ConsoleTable()
                .row(
                        "by source",
                        "studies",
                        "answered",
                        "90% hold",
                        "WIS",
                        "best plain",
                        "its WIS",
                        "ratio",
                        "over average4");
        for (SourceTable.Row row : sources.rows())
            rows.row(
                    "  " + row.source() + (row.finetuned() ? ", finetuned" : ""),
                    Integer.toString(row.studies()),
                    row.answered() + " of " + row.targets(),
                    DisplayNumbers.share(row.holds()),
                    DisplayNumbers.significant3(row.score()),
                    row.best(),
                    DisplayNumbers.significant3(row.bestScore()),
                    DisplayNumbers.significant3(row.score() / row.bestScore()),
                    DisplayNumbers.significant3(row.score() / row.averageScore()));
        return rows;
    }

    static String means(SourceTable sources) {
        return "mean over sources: " + DisplayNumbers.significant3(sources.overBest())
                + " of the best plain forecast, " + DisplayNumbers.significant3(sources.overAverage())
                + " of average4; of few-shot rows alone " + DisplayNumbers.significant3(sources.fewShotOverAverage())
                + " of average4";
    }

    static ConsoleTable table(RecordTable record) {
        ConsoleTable rows = new ConsoleTable().row("record: kind", "doublings ahead", "90% intervals held", "studies");
        record.rows()
                .forEach(row -> rows.row(
                        "  " + row.kind(),
                        row.horizon(),
                        row.held() + " of " + row.of(),
                        Integer.toString(row.studies())));
        return rows;
    }
}
