package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.StringEscapeUtils;

/** Lines of cells, the first of them the header, aligned for a terminal or as HTML. */
public final class ConsoleTable {

    private static final int GAP = 3;

    private final List<String[]> rows = new ArrayList<>();

    public ConsoleTable row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** The same as an element of a page. */
    String html() {
        StringBuilder html = new StringBuilder("<div class=\"table\"><table>\n");
        for (int r = 0; r < rows.size(); r++) {
            html.append("<tr>");
            for (int c = 0; c < rows.get(r).length; c++) {
                String element = r == 0 ? "th scope=\"col\"" : c == 0 ? "th scope=\"row\"" : "td";
                html.append('<').append(element).append('>');
                html.append(StringEscapeUtils.escapeXml11(rows.get(r)[c].strip()));
                html.append("</").append(element, 0, 2).append('>');
            }
            html.append("</tr>\n");
        }
        return html.append("</table></div>\n").toString();
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (String[] row : rows)
            for (int i = 0; i < row.length; i++) {
                if (i == widths.size()) widths.add(0);
                widths.set(i, Math.max(widths.get(i), row[i].length()));
            }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++)
                line.append(row[i]).append(" ".repeat(widths.get(i) + GAP - row[i].length()));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
