package org.emergencelaw.report.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.emergencelaw.forecast.chart.EmergenceCurves;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;

/** Accuracy against pretraining loss: one curve and one mark a data amount, and the extrapolated few-shot curve. */
public record LawPicture(Task task, EmergenceCurves curves, List<SeedAverage> points, Percentiles emergenceNats) {

    /** Only where a loss is known. */
    public Picture picture(Picture.Screen screen) {
        List<SeedAverage> shown = points.stream()
                .filter(point -> point.pretrainLossNats().isPresent())
                .toList();
        Marks marks = new Marks(task, shown);
        double[] losses = DoubleStream.concat(
                        Arrays.stream(curves.lossNats()), shown.stream().mapToDouble(LawPicture::loss))
                .sorted()
                .toArray();
        double least = losses[0], most = losses[losses.length - 1], pad = Math.max(0.015 * (most - least), 1e-3);
        Scale x = Frame.across(most + pad, least - pad, false, screen);
        List<Frame.Entry> legend = new ArrayList<>(marks.legend());
        legend.add(Frame.lineEntry("guess", "guessing"));
        Frame frame = new Frame(
                x, range(shown), List.of(new Frame.AxisRow("nats", loss -> DisplayNumbers.loss(loss))), legend, screen);
        elbow(frame);
        if (curves.fewShotLow().length > 0)
            frame.band("band", curves.lossNats(), curves.fewShotLow(), curves.fewShotHigh());
        for (int i = 0; i < curves.finetuned().size(); i++)
            frame.curve(
                    "curve a" + Marks.sixth(i, curves.finetuned().size()),
                    curves.lossNats(),
                    curves.finetuned().get(i).accuracy());
        if (curves.fewShot().length > 0) frame.curve("curve law", curves.lossNats(), curves.fewShot());
        frame.level("guess", task.trivialAccuracy(), "guessing", false);
        marks.draw(frame, LawPicture::loss);
        return frame.drawing.picture();
    }

    private static double loss(SeedAverage point) {
        return point.pretrainLossNats().orElseThrow();
    }

    private double[] range(List<SeedAverage> shown) {
        double[] all = DoubleStream.concat(
                        DoubleStream.of(task.trivialAccuracy()),
                        shown.stream()
                                .flatMapToDouble(point -> DoubleStream.of(
                                        point.wilson90().low(), point.wilson90().high())))
                .sorted()
                .toArray();
        return Frame.range(all[0], all[all.length - 1]);
    }

    private void elbow(Frame frame) {
        if (curves.fewShot().length == 0 || emergenceNats.median().isEmpty()) return;
        if (emergenceNats.q05().isPresent() && emergenceNats.q95().isPresent())
            frame.drawing.box(
                    "tested",
                    frame.x.at(frame.x.within(emergenceNats.q95().getAsDouble())),
                    frame.top(),
                    frame.x.at(frame.x.within(emergenceNats.q05().getAsDouble())),
                    frame.bottom());
        double median = emergenceNats.median().getAsDouble();
        if (!frame.x.holds(median)) return;
        frame.place("plan", median, "elbow by the law " + DisplayNumbers.decimal3(median));
    }
}
