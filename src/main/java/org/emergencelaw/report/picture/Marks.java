package org.emergencelaw.report.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/** The measured accuracies of a study as marks: circles in few-shot, one colour and shape a data amount after finetuning. */
record Marks(Task task, List<SeedAverage> points) {

    private static final double FEW_SHOT = 5;
    private static final double FINETUNED = 3.6;

    private List<Long> amounts() {
        return points.stream()
                .filter(point -> point.regime() == Regime.FINETUNED)
                .map(SeedAverage::examples)
                .distinct()
                .sorted()
                .toList();
    }

    /** Place of the i-th of n amounts among six; more than six share, in order. */
    static int sixth(int i, int n) {
        if (n <= 1) return 0;
        return n <= 6 ? (int) Math.round(i * 5.0 / (n - 1)) : i * 6 / n;
    }

    private int shape(SeedAverage point) {
        List<Long> amounts = amounts();
        return sixth(amounts.indexOf(point.examples()), amounts.size());
    }

    private static boolean heldOut(SeedAverage point) {
        return point.split() == Split.HELD_OUT;
    }

    List<Frame.Entry> legend() {
        List<Frame.Entry> entries = new ArrayList<>();
        String shots = task.shots() + "-shot";
        if (points.stream().anyMatch(point -> point.regime() == Regime.FEW_SHOT && !heldOut(point)))
            entries.add(new Frame.Entry("few", Drawing.CIRCLE, shots));
        if (points.stream().anyMatch(point -> point.regime() == Regime.FEW_SHOT && heldOut(point)))
            entries.add(new Frame.Entry("few held", Drawing.CIRCLE, shots + ", held out"));
        List<Long> amounts = amounts();
        for (int i = 0; i < amounts.size(); i++) {
            int place = sixth(i, amounts.size());
            entries.add(new Frame.Entry("a" + place, place, DisplayNumbers.plural(amounts.get(i), "example")));
        }
        return entries;
    }

    /** Few-shot last, above the others, with its 90% interval. */
    void draw(Frame frame, ToDoubleFunction<SeedAverage> x) {
        for (Regime regime : new Regime[] {Regime.FINETUNED, Regime.FEW_SHOT})
            for (SeedAverage point : points) {
                double at = x.applyAsDouble(point);
                if (point.regime() != regime || !frame.x.holds(at)) continue;
                boolean few = regime == Regime.FEW_SHOT;
                if (few)
                    frame.bar(
                            "spread",
                            at,
                            point.wilson90().low(),
                            point.wilson90().high());
                frame.drawing.mark(
                        (few ? "few" : "a" + shape(point)) + (heldOut(point) ? " held" : ""),
                        few ? Drawing.CIRCLE : shape(point),
                        frame.x.at(at),
                        frame.y.at(frame.y.within(point.accuracy())),
                        few ? FEW_SHOT : FINETUNED,
                        title(point));
            }
    }

    private static String title(SeedAverage point) {
        return point.model() + ", "
                + (point.regime() == Regime.FEW_SHOT
                        ? DisplayNumbers.plural(point.examples(), "shot")
                        : "finetuned on " + DisplayNumbers.plural(point.examples(), "example"))
                + ": " + DisplayNumbers.decimal3(point.accuracy());
    }
}
