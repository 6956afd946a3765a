package org.emergencelaw.report.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A picture while it is drawn; coordinates as in SVG, y downwards. */
final class Drawing {

    /** Marks from few examples to many, on a circle of radius 1 around 0; the circle itself is kept for few-shot. */
    private static final double[][] SHAPES = {
        {-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85},
        {0, -1, 0.95, 0.8, -0.95, 0.8},
        {0, -1.1, 1.1, 0, 0, 1.1, -1.1, 0},
        {-0.95, -0.8, 0.95, -0.8, 0, 1},
        {0, -1, 0.95, -0.31, 0.59, 0.81, -0.59, 0.81, -0.95, -0.31},
        {
            -0.3, -1, 0.3, -1, 0.3, -0.3, 1, -0.3, 1, 0.3, 0.3, 0.3, 0.3, 1, -0.3, 1, -0.3, 0.3, -1, 0.3, -1, -0.3,
            -0.3, -0.3
        },
    };

    static final int CIRCLE = -1;
    static final int DIAMOND = 2;

    private final int width;
    private final int height;
    private final List<Picture.Stroke> strokes = new ArrayList<>();
    private final List<Picture.Words> words = new ArrayList<>();

    Drawing(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Points of a line, x and y in turn. */
    void line(String look, double... points) {
        strokes.add(new Picture.Stroke(look, path(points), ""));
    }

    /** The area between two lines over the same places. */
    void area(String look, double[] x, double[] low, double[] high) {
        int n = x.length;
        double[] around = new double[4 * n];
        for (int i = 0; i < n; i++) {
            around[2 * i] = x[i];
            around[2 * i + 1] = high[i];
            around[4 * n - 2 * i - 2] = x[i];
            around[4 * n - 2 * i - 1] = low[i];
        }
        strokes.add(new Picture.Stroke(look, path(around) + "Z", ""));
    }

    void box(String look, double left, double top, double right, double bottom) {
        strokes.add(new Picture.Stroke(look, path(left, top, right, top, right, bottom, left, bottom) + "Z", ""));
    }

    /** @param shape of the few examples to the many, or {@link #CIRCLE} */
    void mark(String look, int shape, double x, double y, double radius, String title) {
        strokes.add(
                new Picture.Stroke(look, shape == CIRCLE ? circle(x, y, radius) : shape(shape, x, y, radius), title));
    }

    private static String circle(double x, double y, double r) {
        String arc = "a" + number(r) + " " + number(r) + " 0 1 0 ";
        return "M" + number(x - r) + " " + number(y) + arc + number(2 * r) + " 0" + arc + number(-2 * r) + " 0Z";
    }

    private static String shape(int shape, double x, double y, double r) {
        double[] points = SHAPES[shape].clone();
        for (int i = 0; i < points.length; i += 2) {
            points[i] = x + r * points[i];
            points[i + 1] = y + r * points[i + 1];
        }
        return path(points) + "Z";
    }

    void words(String look, double x, double y, String anchor, String text) {
        words.add(new Picture.Words(look, number(x), number(y), anchor, text));
    }

    Picture picture() {
        return new Picture(width, height, List.copyOf(strokes), List.copyOf(words));
    }

    private static String path(double... points) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2)
            path.append(i == 0 ? 'M' : 'L')
                    .append(number(points[i]))
                    .append(' ')
                    .append(number(points[i + 1]));
        return path.toString();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
