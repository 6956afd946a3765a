package org.emergencelaw.report;

import java.util.List;
import org.apache.commons.text.StringEscapeUtils;
import org.emergencelaw.benchmark.BenchmarkTable;
import org.emergencelaw.benchmark.RecordTable;
import org.emergencelaw.benchmark.SkillTable;
import org.emergencelaw.benchmark.SourceTable;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.report.picture.SkillPicture;

/** A benchmark as one page that needs no other file: skill by source as a chart, and the tables of {@link BenchmarkText}. */
public final class BenchmarkPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Benchmark of forecasts</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; max-width: 1180px; margin: 0 auto; padding: 1rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
            .table { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
            th, td { padding: .3rem .5rem; border-bottom: 1px solid #d5d9de; text-align: right; white-space: nowrap; }
            th:first-child { text-align: left; } th[scope=row] { font-weight: normal; }
            svg { width: 100%; min-width: 560px; max-width: 760px; height: auto; display: block; }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder html = new StringBuilder(HEAD);

    private BenchmarkPage() {}

    public static String of(List<BenchmarkTable> tables, SourceTable sources, RecordTable record, SkillTable skill) {
        BenchmarkPage page = new BenchmarkPage();
        page.html.append("<h1>Benchmark of forecasts</h1>\n");
        page.paragraph("Larger models were hidden and forecast from the smaller ones, by this program (version "
                + Version.CURRENT
                + ") and by plain methods beside it. A study and cut has one vote. WIS is the weighted"
                + " interval score: the lower, the better.");
        page.heading("Skill by source");
        page.paragraph(
                "1 - WIS of the forecast / WIS of average4, the average of four plain forecasts: right of 0 the forecast"
                        + " is the better one. Bars are 90% intervals by bootstrap.");
        if (!skill.rows().isEmpty()) page.chart(skill.rows());
        page.html.append(table(skill).html());
        page.heading("By source");
        page.html.append(BenchmarkText.table(sources).html());
        page.paragraph(BenchmarkText.means(sources));
        for (BenchmarkTable table : tables) {
            page.heading(table.title());
            page.paragraph(BenchmarkText.heading(table));
            page.html.append(BenchmarkText.table(table).html());
        }
        page.heading("How many 90% intervals held");
        page.html.append(BenchmarkText.table(record).html());
        return page.html.append("</body>\n</html>\n").toString();
    }

    /** The numbers of the chart. */
    private static ConsoleTable table(SkillTable skill) {
        ConsoleTable rows = new ConsoleTable().row("source", "skill", "90% interval", "drawn");
        for (SkillTable.Row row : skill.rows())
            rows.row(
                    row.source(),
                    DisplayNumbers.decimal3(row.skill()),
                    row.q05().isEmpty()
                            ? "too few studies"
                            : DisplayNumbers.decimal3(row.q05()) + " to " + DisplayNumbers.decimal3(row.q95()),
                    row.of() + " " + DisplayNames.key(row.drawn()));
        return rows;
    }

    private void heading(String words) {
        html.append("<h2>").append(StringEscapeUtils.escapeXml11(words)).append("</h2>\n");
    }

    private void paragraph(String words) {
        html.append("<p>").append(StringEscapeUtils.escapeXml11(words)).append("</p>\n");
    }

    private void chart(List<SkillTable.Row> rows) {
        List<SkillPicture.Row> drawn = rows.stream()
                .map(row -> new SkillPicture.Row(row.source(), row.skill(), row.q05(), row.q95()))
                .toList();
        html.append("<div class=\"table\">")
                .append(new SkillPicture(drawn).svg("Skill by source; its numbers are in the table below"))
                .append("</div>\n");
    }
}
