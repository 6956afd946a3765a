package org.emergencelaw.report.picture;

import java.util.List;

/**
 * A drawing, as a template writes it: lines and areas in the order in which they lie on each other, and words above them. Its colours
 * are those of the style sheet.
 *
 * @param width in the units of its coordinates
 */
public record Picture(int width, int height, List<Stroke> strokes, List<Words> words) {

    /**
     * A line, an area or a mark.
     *
     * @param look classes of the style sheet
     * @param path as of the attribute {@code d}
     * @param title what it is; empty for none
     */
    public record Stroke(String look, String path, String title) {}

    /** @param anchor {@code start}, {@code middle} or {@code end} of the words stands at x */
    public record Words(String look, String x, String y, String anchor, String text) {}
}
