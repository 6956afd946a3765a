package org.emergencelaw.report.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.emergencelaw.format.DisplayNumbers;

/** The ground of a chart of accuracies: its axes, what is drawn by their values, and what the marks mean. */
final class Frame {

    private static final double LEFT = 62;
    private static final double MARGIN = 16;
    private static final double TOP = 26;
    private static final double LINE = 17;
    private static final double LEGEND = 24;
    private static final double LETTER = 6.9;
    private static final int TICKS = 6;

    final Drawing drawing;
    final Scale x;
    final Scale y;
    private final Picture.Screen screen;
    private final double legendTop;

    /** A mark, or a piece of a line, and what it means. */
    record Entry(String look, int shape, String text) {}

    /** Value of a row below the axis at each tick, and its unit. */
    record AxisRow(String unit, DoubleFunction<String> text) {}

    Frame(Scale x, double[] range, List<AxisRow> rows, List<Entry> legend, Picture.Screen screen) {
        this.screen = screen;
        legendTop = bottom() + 14 + LINE * rows.size() + 8;
        List<Double> places = places(legend);
        int lines = (int) (places.get(places.size() - 1) / (right() - LEFT)) + 1;
        this.x = x;
        y = new Scale(range[0], range[1], false, bottom(), TOP);
        drawing = new Drawing(screen.width, (int) (legendTop + LEGEND * lines + 4));
        axes(rows);
        legend(legend, places);
    }

    /** An axis from side to side. */
    static Scale across(double from, double to, boolean log, Picture.Screen screen) {
        return new Scale(from, to, log, LEFT, screen.width - MARGIN);
    }

    private double right() {
        return screen.width - MARGIN;
    }

    /** Bounds of an axis that holds these accuracies, on whole tenths. */
    static double[] range(double least, double most) {
        double step = most - least > 0.62 ? 0.2 : 0.1;
        return new double[] {
            Math.max(0, Math.floor((least - 0.005) / step) * step), Math.min(1, Math.ceil((most + 0.02) / step) * step)
        };
    }

    private void axes(List<AxisRow> rows) {
        double bottom = bottom();
        for (double tick : y.ticks(TICKS)) {
            drawing.line("grid", LEFT, y.at(tick), right(), y.at(tick));
            drawing.words(
                    "tick", LEFT - 8, y.at(tick) + 4, "end", DisplayNumbers.exact(Math.round(100 * tick) / 100.0));
        }
        drawing.words("tick", LEFT - 54, TOP - 10, "start", "accuracy");
        for (double tick : x.ticks(screen.ticks)) {
            drawing.line("grid", x.at(tick), bottom, x.at(tick), bottom + 5);
            for (int i = 0; i < rows.size(); i++)
                drawing.words(
                        "tick",
                        x.at(tick),
                        bottom + 19 + LINE * i,
                        "middle",
                        rows.get(i).text.apply(tick));
        }
        for (int i = 0; i < rows.size(); i++)
            drawing.words("tick", 2, bottom + 19 + LINE * i, "start", rows.get(i).unit);
        drawing.line("axis", LEFT, bottom, right(), bottom);
    }

    /** Where each entry stands if all stood in one line; no entry is broken by the end of a line. */
    private List<Double> places(List<Entry> legend) {
        double room = right() - LEFT;
        List<Double> places = new ArrayList<>();
        double at = 0;
        for (Entry entry : legend) {
            double width = 34 + LETTER * entry.text.length();
            double line = Math.floor(at / room);
            if (at - line * room + width > room) at = (line + 1) * room;
            places.add(at);
            at += width;
        }
        return places;
    }

    private void legend(List<Entry> legend, List<Double> places) {
        double room = right() - LEFT;
        for (int i = 0; i < legend.size(); i++) {
            Entry entry = legend.get(i);
            double line = Math.floor(places.get(i) / room + 1e-9);
            double left = LEFT + places.get(i) - line * room, middle = legendTop + LEGEND * (line + 0.5);
            if (entry.shape >= Drawing.CIRCLE) drawing.mark(entry.look, entry.shape, left + 6, middle, 5, "");
            else if (entry.look.startsWith("fan") || entry.look.equals("band"))
                drawing.box(entry.look, left, middle - 5, left + 13, middle + 5);
            else drawing.line(entry.look, left, middle, left + 13, middle);
            drawing.words("key", left + 18, middle + 4, "start", entry.text);
        }
    }

    /** An entry without a mark: a line, or an area. */
    static Entry lineEntry(String look, String text) {
        return new Entry(look, Drawing.CIRCLE - 1, text);
    }

    /** A horizontal line through the whole chart with its name. */
    void level(String look, double value, String name, boolean above) {
        if (!y.holds(value)) return;
        drawing.line(look, LEFT, y.at(value), right(), y.at(value));
        drawing.words("name", right() - 4, y.at(value) + (above ? -5 : 15), "end", name);
    }

    /** An upright line through the whole chart with its name above it, where the name has room. */
    void place(String look, double value, String name) {
        double at = x.at(value), half = LETTER * name.length() / 2;
        drawing.line(look, at, top(), at, bottom());
        drawing.words("name", Math.max(half + 2, Math.min(at, screen.width - half - 2)), TOP - 8, "middle", name);
    }

    double top() {
        return TOP;
    }

    double bottom() {
        return TOP + screen.height;
    }

    double[] ys(double[] values) {
        double[] places = new double[values.length];
        for (int i = 0; i < values.length; i++) places[i] = y.at(y.within(values[i]));
        return places;
    }

    double[] xs(double[] values) {
        double[] places = new double[values.length];
        for (int i = 0; i < values.length; i++) places[i] = x.at(values[i]);
        return places;
    }

    /** A line through values of both axes. */
    void curve(String look, double[] values, double[] accuracies) {
        double[] xs = xs(values), ys = ys(accuracies), points = new double[2 * xs.length];
        for (int i = 0; i < xs.length; i++) {
            points[2 * i] = xs[i];
            points[2 * i + 1] = ys[i];
        }
        drawing.line(look, points);
    }

    void band(String look, double[] values, double[] low, double[] high) {
        drawing.area(look, xs(values), ys(low), ys(high));
    }

    /** An upright bar with an interval of accuracies. */
    void bar(String look, double value, double low, double high) {
        drawing.line(look, x.at(value), y.at(y.within(low)), x.at(value), y.at(y.within(high)));
    }
}
