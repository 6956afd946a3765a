package org.emergencelaw.report.picture;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.text.StringEscapeUtils;

/**
 * A drawing, as a template writes it: lines and areas in the order in which they lie on each other, and words above them. Its colours
 * are those of the style sheet.
 *
 * @param width in the units of its coordinates
 */
public record Picture(int width, int height, List<Stroke> strokes, List<Words> words) {

    /** For which screens it is drawn: a phone has room for fewer ticks and a narrower legend, in letters of the same size. */
    public enum Screen {
        WIDE(760, 330, 6),
        PHONE(360, 215, 3);

        final int width;
        final double height;
        final int ticks;

        /**
         * @param height of the chart between its axes
         * @param ticks most of them along the horizontal axis
         */
        Screen(int width, double height, int ticks) {
            this.width = width;
            this.height = height;
            this.ticks = ticks;
        }
    }

    /**
     * As SVG by itself, for pages without the style sheet.
     *
     * @param attributes further ones of the {@code svg} element
     * @param paint attributes of a look, such as its colour
     */
    String svg(String attributes, UnaryOperator<String> paint) {
        StringBuilder svg = new StringBuilder("<svg " + attributes + " viewBox=\"0 0 " + width + " " + height + "\">");
        for (Stroke stroke : strokes)
            svg.append("<path d=\"")
                    .append(stroke.path)
                    .append("\" ")
                    .append(paint.apply(stroke.look))
                    .append("/>");
        for (Words each : words)
            svg.append("<text x=\"" + each.x + "\" y=\"" + each.y + "\" text-anchor=\"" + each.anchor + "\">")
                    .append(StringEscapeUtils.escapeXml11(each.text))
                    .append("</text>");
        return svg.append("</svg>\n").toString();
    }

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
