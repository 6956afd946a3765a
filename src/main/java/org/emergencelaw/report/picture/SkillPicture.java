package org.emergencelaw.report.picture;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.emergencelaw.format.DisplayNumbers;

/** How much better than a plain forecast, source by source, for a page without the style sheet. */
public record SkillPicture(List<Row> rows) {

    private static final int WIDTH = 760;
    private static final double LEFT = 170, RIGHT = WIDTH - 40.0, TOP = 12, ROW = 30, FOOT = 44;
    private static final double STEP = 0.25;
    private static final int TICKS = 10;

    /**
     * One source.
     *
     * @param low of its 90% interval; absent where there are too few studies
     */
    public record Row(String source, double skill, OptionalDouble low, OptionalDouble high) {}

    /** In an {@code svg} element with a sentence for whoever does not see it. */
    public String svg(String label) {
        return picture()
                .svg(
                        "role=\"img\" aria-label=\"" + label
                                + "\" font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#1b1f24\"",
                        SkillPicture::paint);
    }

    private static String paint(String look) {
        return switch (look) {
            case "none" -> "stroke=\"#555d66\"";
            case "grid" -> "stroke=\"#e3e6ea\"";
            case "range" -> "stroke=\"#1b6ca8\" stroke-width=\"3\"";
            default -> "fill=\"#1b6ca8\"";
        };
    }

    private Picture picture() {
        double least = rows.stream()
                .flatMapToDouble(row -> DoubleStream.of(row.skill, row.low.orElse(row.skill)))
                .min()
                .orElse(0);
        Scale x = new Scale(Math.min(0, STEP * Math.floor(least / STEP)), 1, false, LEFT, RIGHT);
        double bottom = TOP + ROW * rows.size();
        Drawing drawing = new Drawing(WIDTH, (int) (bottom + FOOT));
        for (double tick : x.ticks(TICKS)) {
            drawing.line(Math.abs(tick) < 1e-9 ? "none" : "grid", x.at(tick), TOP, x.at(tick), bottom);
            drawing.words("tick", x.at(tick), bottom + 18, "middle", DisplayNumbers.significant3(tick));
        }
        drawing.words("tick", x.at(0), bottom + 36, "middle", "as good as average4");
        for (int i = 0; i < rows.size(); i++) draw(drawing, rows.get(i), TOP + ROW * (i + 0.5), x);
        return drawing.picture();
    }

    private static void draw(Drawing drawing, Row row, double y, Scale x) {
        drawing.words("source", LEFT - 10, y + 4, "end", row.source);
        if (row.low.isPresent() && row.high.isPresent())
            drawing.line("range", x.at(row.low.getAsDouble()), y, x.at(row.high.getAsDouble()), y);
        drawing.mark("skill", Drawing.CIRCLE, x.at(row.skill), y, 5, "");
    }
}
