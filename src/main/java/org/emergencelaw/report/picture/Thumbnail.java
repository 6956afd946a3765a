package org.emergencelaw.report.picture;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/** The rows of a study at a glance: accuracies from weak models to strong ones, and what guessing scores. */
public record Thumbnail(Task task, List<Observation> rows) {

    private static final String FEW = "#6d7888";
    private static final String[] AMOUNTS = {"#7b5bb5", "#5f78c9", "#3f93b8", "#2fa58d", "#6bb04c", "#c0a020"};
    private static final int WIDTH = 320;
    private static final int HEIGHT = 120;
    private static final double MARGIN = 8;
    /** More marks than this only make it black. */
    private static final int MOST = 160;

    /** As a file: colours that stand out on light and on dark, for the page that shows it has no say in it. */
    public String svg() {
        return picture().svg("xmlns=\"http://www.w3.org/2000/svg\" fill=\"none\"", Thumbnail::paint);
    }

    private static String paint(String look) {
        if (look.equals("guess")) return "stroke=\"#c8515c\" stroke-width=\"1.5\" stroke-dasharray=\"4 4\"";
        String colour = look.startsWith("few") ? FEW : AMOUNTS[look.charAt(1) - '0'];
        return look.endsWith("held") ? "stroke=\"" + colour + "\"" : "fill=\"" + colour + "\"";
    }

    private Picture picture() {
        List<Observation> placed = rows.stream()
                .filter(row -> row.regime() == Regime.FINETUNED || row.examples() == task.shots())
                .filter(row -> strength(row).isPresent())
                .toList();
        Drawing drawing = new Drawing(WIDTH, HEIGHT);
        double[] x = placed.stream().mapToDouble(Thumbnail::at).sorted().toArray();
        double[] y = DoubleStream.concat(
                        DoubleStream.of(task.trivialAccuracy(), task.trivialAccuracy() + 0.15),
                        placed.stream().mapToDouble(Observation::accuracy))
                .sorted()
                .toArray();
        Scale up = new Scale(y[0], y[y.length - 1], false, HEIGHT - MARGIN, MARGIN);
        drawing.line("guess", 0, up.at(task.trivialAccuracy()), WIDTH, up.at(task.trivialAccuracy()));
        if (x.length > 1 && x[x.length - 1] > x[0]) {
            Scale right = new Scale(x[0], x[x.length - 1], false, MARGIN, WIDTH - MARGIN);
            marks(drawing, placed, right, up);
        }
        return drawing.picture();
    }

    private void marks(Drawing drawing, List<Observation> placed, Scale right, Scale up) {
        List<Long> amounts = placed.stream()
                .filter(row -> row.regime() == Regime.FINETUNED)
                .map(Observation::examples)
                .distinct()
                .sorted()
                .toList();
        int every = Math.max(1, placed.size() / MOST);
        List<Observation> order = placed.stream()
                .sorted(Comparator.comparing((Observation row) -> row.regime() == Regime.FEW_SHOT))
                .toList();
        for (int i = 0; i < order.size(); i++) {
            Observation row = order.get(i);
            boolean few = row.regime() == Regime.FEW_SHOT;
            if (!few && i % every != 0) continue;
            int shape = few ? Drawing.CIRCLE : Marks.sixth(amounts.indexOf(row.examples()), amounts.size());
            String look = (few ? "few" : "a" + shape) + (row.split() == Split.HELD_OUT ? " held" : "");
            drawing.mark(look, shape, right.at(at(row)), up.at(row.accuracy()), few ? 3.4 : 2.2, "");
        }
    }

    private static double at(Observation row) {
        return strength(row).orElseThrow();
    }

    /** Better models to the right: by their loss, else by their compute. */
    private static OptionalDouble strength(Observation row) {
        OptionalDouble loss = row.checkpoint().pretrainLossNats(),
                flops = row.checkpoint().trainFlops();
        if (loss.isPresent()) return OptionalDouble.of(-loss.getAsDouble());
        return flops.isPresent() ? OptionalDouble.of(Math.log(flops.getAsDouble())) : flops;
    }
}
