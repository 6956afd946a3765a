package org.emergencelaw.report.suite;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.suite.ForecastHistory;

/** Probabilities in their order as a small line, from 0 at the bottom to 1 at the top. */
public final class Sparkline {

    public static final int WIDTH = 120;
    public static final int HEIGHT = 24;
    private static final int MARGIN = 3;

    private Sparkline() {}

    /** Points of a polyline; empty below two. */
    public static String of(List<ForecastHistory.Point> points) {
        List<Double> told = points.stream()
                .map(ForecastHistory.Point::pReachesLevel)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
        if (told.size() < 2) return "";
        return IntStream.range(0, told.size())
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        MARGIN + (WIDTH - 2.0 * MARGIN) * i / (told.size() - 1),
                        HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * told.get(i)))
                .collect(Collectors.joining(" "));
    }
}
