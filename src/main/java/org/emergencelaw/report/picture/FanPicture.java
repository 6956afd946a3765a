package org.emergencelaw.report.picture;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.chart.FanChart;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Task;

/** The cockpit's chart: small models, the forecast as a fan along the plan's path, and the planned run. */
public record FanPicture(Task task, Forecast forecast, FanChart chart, List<Placed> marks) {

    /**
     * A measured accuracy with its place in the chart.
     *
     * @param x absent outside the chart
     */
    public record Placed(SeedAverage point, OptionalDouble x) {}

    public Picture picture(Picture.Screen screen) {
        List<Placed> shown = marks.stream().filter(mark -> mark.x.isPresent()).toList();
        Marks points = new Marks(task, shown.stream().map(Placed::point).toList());
        Scale x = Frame.across(first().x(), last().x(), overCompute(), screen);
        Frame frame = new Frame(x, range(shown), rows(), legend(points), screen);
        ground(frame);
        double[] xs = values(FanChart.Point::x);
        frame.band("fan90", xs, values(FanChart.Point::q05), values(FanChart.Point::q95));
        frame.band("fan50", xs, values(FanChart.Point::q25), values(FanChart.Point::q75));
        frame.curve("median", xs, values(FanChart.Point::median));
        frame.level("guess", task.trivialAccuracy(), "guessing", false);
        forecast.level()
                .ifPresent(level -> frame.level("level", level, "level " + DisplayNumbers.decimal3(level), true));
        emergence(frame);
        Map<SeedAverage, Double> places = new IdentityHashMap<>();
        for (Placed mark : shown) places.put(mark.point, mark.x.getAsDouble());
        points.draw(frame, places::get);
        planned(frame);
        return frame.drawing.picture();
    }

    private boolean overCompute() {
        return chart.unit() == FanChart.Unit.TRAIN_FLOPS;
    }

    private FanChart.Point first() {
        return chart.points().get(0);
    }

    private FanChart.Point last() {
        return chart.points().get(chart.points().size() - 1);
    }

    private double[] values(ToDoubleFunction<FanChart.Point> of) {
        return chart.points().stream().mapToDouble(of).toArray();
    }

    private double[] range(List<Placed> shown) {
        double[] all = DoubleStream.concat(
                        DoubleStream.of(task.trivialAccuracy(), forecast.level().orElse(task.trivialAccuracy())),
                        DoubleStream.concat(
                                chart.points().stream().flatMapToDouble(p -> DoubleStream.of(p.q05(), p.q95())),
                                shown.stream().mapToDouble(mark -> mark.point.accuracy())))
                .sorted()
                .toArray();
        return Frame.range(all[0], all[all.length - 1]);
    }

    /** Compute, and what it buys on this path. */
    private List<Frame.AxisRow> rows() {
        if (!overCompute()) return List.of(new Frame.AxisRow("nats", x -> DisplayNumbers.loss(x)));
        List<Frame.AxisRow> rows = new ArrayList<>();
        rows.add(new Frame.AxisRow("FLOPs", x -> DisplayNumbers.flops(x).replaceFirst("^1\\.0 × ", "")));
        rows.add(new Frame.AxisRow(
                "params", sizes(point -> point.size().orElseThrow().params())));
        rows.add(new Frame.AxisRow(
                "tokens", sizes(point -> point.size().orElseThrow().tokens())));
        if (first().pretrainLossNats().isPresent())
            rows.add(new Frame.AxisRow(
                    "nats",
                    x -> DisplayNumbers.loss(at(x, p -> p.pretrainLossNats().orElse(Double.NaN)))));
        return rows;
    }

    private DoubleFunction<String> sizes(ToDoubleFunction<FanChart.Point> of) {
        return x -> DisplayNumbers.count(Math.exp(at(x, point -> Math.log(of.applyAsDouble(point)))));
    }

    /** What the path has at x, between two of its points. */
    private double at(double x, ToDoubleFunction<FanChart.Point> of) {
        List<FanChart.Point> all = chart.points();
        int i = 1;
        while (i < all.size() - 1 && all.get(i).x() < x) i++;
        FanChart.Point left = all.get(i - 1), right = all.get(i);
        double share = Math.log(x / left.x()) / Math.log(right.x() / left.x());
        return of.applyAsDouble(left) + share * (of.applyAsDouble(right) - of.applyAsDouble(left));
    }

    private static List<Frame.Entry> legend(Marks points) {
        List<Frame.Entry> legend = new ArrayList<>(points.legend());
        legend.add(Frame.lineEntry("median", "forecast, median"));
        legend.add(Frame.lineEntry("fan50", "50%"));
        legend.add(Frame.lineEntry("fan90", "90%"));
        legend.add(Frame.lineEntry("emergence", "emergence, 90%"));
        return legend;
    }

    private void ground(Frame frame) {
        if (chart.testedFrom().isEmpty() || chart.testedTo().isEmpty()) return;
        double from = frame.x.at(frame.x.within(chart.testedFrom().getAsDouble()));
        double to = frame.x.at(frame.x.within(chart.testedTo().getAsDouble()));
        frame.drawing.box("tested", from, frame.top(), to, frame.bottom());
        frame.drawing.words("tick", (from + to) / 2, frame.top() + 14, "middle", "tested");
    }

    /** Where accuracy leaves its floor: a bar on the guessing line. */
    private void emergence(Frame frame) {
        OptionalDouble low = chart.emergence().q05(), median = chart.emergence().median();
        if (low.isEmpty() && median.isEmpty()) return;
        double from = frame.x.at(frame.x.within(low.orElse(first().x())));
        double to = frame.x.at(frame.x.within(chart.emergence().q95().orElse(last().x())));
        double y = frame.y.at(task.trivialAccuracy());
        frame.drawing.line("emergence", from, y, to, y);
        if (median.isPresent() && frame.x.holds(median.getAsDouble())) {
            double at = frame.x.at(median.getAsDouble());
            frame.drawing.line("middle", at, y - 8, at, y + 8);
        }
    }

    private void planned(Frame frame) {
        if (chart.planned().isEmpty() || forecast.accuracy().isEmpty()) return;
        double x = chart.planned().getAsDouble();
        if (!frame.x.holds(x)) return;
        frame.place("plan", x, "planned run");
        frame.bar(
                "run",
                x,
                forecast.accuracy().get().q05(),
                forecast.accuracy().get().q95());
        frame.drawing.mark(
                "here",
                Drawing.DIAMOND,
                frame.x.at(x),
                frame.y.at(frame.y.within(forecast.accuracy().get().median())),
                9,
                "planned run");
    }
}
