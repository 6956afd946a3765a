package org.emergencelaw.calibration;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figure of a simulation study as SVG: coverage by world with two standard errors, histogram of the probability integral
 * transform, and stated against observed probabilities of emergence.
 */
public final class CoverageFigure {
    private static final int WIDTH = 940, HEIGHT = 540, TOP = 40, ROW = 20;
    private static final int LEFT = 150, SPAN = 250, RIGHT = 470, SIDE = 180, GAP = 80;
    private static final String[] COLOURS = {"#1b6ca8", "#b5541c", "#3d7a3a", "#7a4fa3"};

    /** What it is drawn from. */
    public static final List<String> TABLES = List.of("worlds.csv", "pit.csv", "reliability.csv");

    private final StringBuilder svg = new StringBuilder();

    private CoverageFigure() {}

    /** @param tables of the study by file name */
    public static String svg(Map<String, String> tables) {
        CoverageFigure figure = new CoverageFigure();
        figure.svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">\n"
                        + "<title>Simulation study: coverage by world, PIT histogram, reliability</title>\n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        figure.coverage(rows(tables, "worlds.csv"));
        figure.pit(rows(tables, "pit.csv"));
        List<String[]> reliability = rows(tables, "reliability.csv");
        List<String> reaches =
                reliability.stream().map(row -> row[1]).distinct().toList();
        figure.reliability(reliability, reaches, "all", RIGHT);
        figure.reliability(reliability, reaches, "never", RIGHT + SIDE + GAP);
        figure.legend(reaches);
        return figure.svg.append("</svg>\n").toString();
    }

    private static List<String[]> rows(Map<String, String> tables, String name) {
        return tables.getOrDefault(name, "")
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }

    private void coverage(List<String[]> worlds) {
        text(LEFT, TOP - 16, "start", "Coverage of 90% intervals, by world");
        for (int percent = 60; percent <= 100; percent += 10) {
            double x = LEFT + SPAN * (percent - 60) / 40.0;
            line(x, TOP, x, TOP + ROW * worlds.size(), percent == 90 ? "#888888" : "#dddddd");
            text(x, TOP + ROW * worlds.size() + 16, "middle", percent + "%");
        }
        for (int i = 0; i < worlds.size(); i++) {
            double y = TOP + ROW * (i + 0.5), covered = Double.parseDouble(worlds.get(i)[5]);
            double error = 2 * Math.sqrt(covered * (1 - covered) / Double.parseDouble(worlds.get(i)[1]));
            text(LEFT - 8, y + 4, "end", worlds.get(i)[0]);
            line(across(covered - error), y, across(covered + error), y, COLOURS[0]);
            circle(across(covered), y, 4, COLOURS[0]);
        }
    }

    private static double across(double covered) {
        return LEFT + SPAN * Math.max(0, Math.min(1, (covered - 0.6) / 0.4));
    }

    private void pit(List<String[]> bins) {
        text(RIGHT, TOP - 16, "start", "Share of tasks by place of the truth in the posterior");
        double width = 2.0 * SIDE / bins.size(), scale = SIDE / 0.12;
        for (int i = 0; i < bins.size(); i++) {
            double height = Math.min(SIDE, scale * Double.parseDouble(bins.get(i)[3]));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
                    RIGHT + i * width,
                    TOP + SIDE - height,
                    width - 1,
                    height,
                    COLOURS[0]));
        }
        double flat = TOP + SIDE - scale / bins.size();
        line(RIGHT, flat, RIGHT + 2 * SIDE, flat, "#333333");
        text(RIGHT, TOP + SIDE + 16, "start", "0 (truth below)");
        text(RIGHT + 2 * SIDE, TOP + SIDE + 16, "end", "1 (truth above)");
    }

    private void reliability(List<String[]> rows, List<String> reaches, String world, double left) {
        double top = TOP + SIDE + GAP;
        text(left, top - 8, "start", "Came true, " + (world.equals("all") ? "all worlds" : "world never"));
        line(left, top + SIDE, left + SIDE, top, "#888888");
        line(left, top + SIDE, left + SIDE, top + SIDE, "#888888");
        line(left, top, left, top + SIDE, "#888888");
        for (int percent : new int[] {0, 50, 100}) {
            text(left + SIDE * percent / 100.0, top + SIDE + 14, "middle", percent + "%");
            if (percent > 0) text(left - 6, top + SIDE * (1 - percent / 100.0) + 4, "end", percent + "%");
        }
        text(left + SIDE / 2.0, top + SIDE + 30, "middle", "stated probability");
        for (String[] row : rows) {
            if (!row[0].equals(world)) continue;
            int at = reaches.indexOf(row[1]);
            circle(
                    left + SIDE * Double.parseDouble(row[5]),
                    top + SIDE * (1 - Double.parseDouble(row[6])),
                    Math.min(6, 1.5 + Math.sqrt(Double.parseDouble(row[4])) / 8),
                    COLOURS[at]);
        }
    }

    /** Below the diagrams: inside them marks may lie anywhere. */
    private void legend(List<String> reaches) {
        double y = TOP + 2 * SIDE + GAP + 54;
        text(RIGHT, y + 4, "start", "compute within");
        for (int r = 0; r < reaches.size(); r++) {
            circle(RIGHT + 105 + 65 * r, y, 4, COLOURS[r]);
            text(RIGHT + 115 + 65 * r, y + 4, "start", reaches.get(r) + "x");
        }
    }

    private void text(double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222222\">%s</text>\n",
                x,
                y,
                anchor,
                words));
    }

    private void line(double x1, double y1, double x2, double y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private void circle(double x, double y, double radius, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" fill-opacity=\"0.8\"/>\n",
                x,
                y,
                radius,
                colour));
    }
}
