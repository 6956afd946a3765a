package org.emergencelaw.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors of one cause: the same rule, broken in the same column of a file.
 *
 * @param first the first of them, with its value and hint
 * @param lines of all of them, in their order
 */
public record FaultGroup(RowError first, List<Integer> lines) {

    private static final int RANGES_SHOWN = 8;

    public FaultGroup {
        lines = List.copyOf(lines);
    }

    /** Groups in the order of their first errors. */
    public static List<FaultGroup> of(List<RowError> errors) {
        record Cause(String file, String column, String rule) {}
        Map<Cause, List<RowError>> byCause = new LinkedHashMap<>();
        for (RowError error : errors)
            byCause.computeIfAbsent(new Cause(error.file(), error.column(), error.rule()), cause -> new ArrayList<>())
                    .add(error);
        return byCause.values().stream()
                .map(group -> new FaultGroup(
                        group.get(0), group.stream().map(RowError::line).toList()))
                .toList();
    }

    /** Where they stand: {@code line 3}, {@code lines 2 to 40, 44 and 3 more}. */
    public String place() {
        if (lines.size() == 1) return first.place();
        List<String> ranges = new ArrayList<>();
        int shown = 0;
        for (int i = 0; i < lines.size() && ranges.size() < RANGES_SHOWN; ) {
            int last = i;
            while (last + 1 < lines.size() && lines.get(last + 1) == lines.get(last) + 1) last++;
            ranges.add(last > i + 1 ? lines.get(i) + " to " + lines.get(last) : Integer.toString(lines.get(i)));
            int next = last > i + 1 ? last + 1 : i + 1;
            shown += next - i;
            i = next;
        }
        String more = lines.size() > shown ? " and " + (lines.size() - shown) + " more" : "";
        String where = (first.file().isEmpty() ? "lines " : "rows ") + String.join(", ", ranges) + more;
        return first.file().isEmpty() ? where : first.file() + ", " + where;
    }

    /** The whole group in one line, as for a terminal. */
    public String message() {
        String column = first.column().isEmpty() ? "" : ", column " + first.column();
        String said = first.message().substring(first.place().length());
        return place() + column + (lines.size() == 1 ? said : said.replaceFirst(", was \"", ", first was \""));
    }
}
