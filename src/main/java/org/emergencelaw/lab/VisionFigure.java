package org.emergencelaw.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The metrics of {@link Vision} over parameters as SVG: a panel a network, each metric from its worst (0) to its best (1). */
public final class VisionFigure {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 260;
    private static final int EDGE = 45;

    /** Colour and dashes of a panel's curves, in order. */
    private static final String[][] STYLES = {{"#1d4ed8", "none"}, {"#c2410c", "6 3"}, {"#64748b", "2 3"}};

    private VisionFigure() {}

    public static String of(List<Vision.Series> all) {
        List<String> networks =
                all.stream().map(Vision.Series::network).distinct().toList();
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH * networks.size(),
                HEIGHT);
        line(svg, "<title>Smooth and sharp metrics of the same networks over their parameters</title>");
        line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        for (int i = 0; i < networks.size(); i++) panel(svg, networks.get(i), all, i * WIDTH);
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, String network, List<Vision.Series> all, int left) {
        line(svg, "<g transform=\"translate(%d 0)\">", left);
        line(svg, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#333\"/>", EDGE, EDGE, HEIGHT - EDGE, WIDTH - 10);
        line(svg, "<text x=\"%d\" y=\"18\" font-weight=\"bold\">%s</text>", EDGE, network);
        line(svg, "<text x=\"%d\" y=\"%d\">parameters (log scale)</text>", WIDTH / 2 - 40, HEIGHT - 10);
        line(svg, "<text x=\"%d\" y=\"%d\">best</text>", 12, EDGE + 4);
        line(svg, "<text x=\"%d\" y=\"%d\">worst</text>", 8, HEIGHT - EDGE + 4);
        int row = 0;
        for (Vision.Series series : all) if (series.network().equals(network)) curve(svg, series, row++);
        line(svg, "</g>");
    }

    private static void curve(StringBuilder svg, Vision.Series series, int row) {
        String colour = STYLES[row][0];
        double low = Arrays.stream(series.values()).min().orElseThrow();
        double high = Arrays.stream(series.values()).max().orElseThrow();
        double first = Math.log(series.params()[0]);
        double last = Math.log(series.params()[series.params().length - 1]);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < series.values().length; i++) {
            double share = (series.values()[i] - low) / Math.max(1e-300, high - low);
            double good = series.higherIsBetter() ? share : 1 - share;
            double x = EDGE + (WIDTH - EDGE - 20) * (Math.log(series.params()[i]) - first) / (last - first);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, HEIGHT - EDGE - good * (HEIGHT - 2 * EDGE)));
        }
        line(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                points.toString().strip(),
                colour,
                STYLES[row][1]);
        line(
                svg,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                EDGE + 8,
                EDGE - 8 + 15 * row,
                colour,
                series.metric().replace('_', ' '));
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
