package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.loss.LossLawEstimate;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;

/**
 * Two families on one task: which one has the ability first, on a common loss axis and in compute. A better mix of pretraining data
 * shows as an earlier point of emergence.
 *
 * @param inLoss at weaker models first, that is, at a higher loss; absent where a family has no draws
 * @param inCompute at less compute first, each along its fit's path
 * @param answer in one sentence
 */
public record FamilyComparison(
        Side a, Side b, Optional<First> inLoss, Optional<First> inCompute, String answer, List<Warning> warnings) {

    private static final int POINTS = 101;

    /**
     * Who is first.
     *
     * @param pA probability that the first family is
     * @param pNeither neither ever emerges
     */
    public record First(double pA, double pB, double pNeither) {}

    /** A family with its fit. */
    public record Entrant(String name, FittedStudy fitted) {}

    /**
     * A family's lines.
     *
     * @param lossNats grid of losses, ascending, the same for both
     * @param fewShot median few-shot accuracy
     * @param emergedByLoss P(emerged once the loss has fallen to it)
     * @param flops grid of compute, ascending, the same for both; empty without a loss law
     * @param emergedByFlops P(emerged by it)
     */
    public record Side(
            String name,
            double[] lossNats,
            double[] fewShot,
            double[] emergedByLoss,
            double[] flops,
            double[] emergedByFlops) {}

    /** @throws IllegalArgumentException if the tasks differ */
    public static FamilyComparison of(Entrant a, Entrant b) {
        if (!a.fitted.task().name().equals(b.fitted.task().name()))
            throw new IllegalArgumentException("task must be the same in both studies, was "
                    + a.fitted.task().name() + " and " + b.fitted.task().name());
        double[] lossA = losses(a), lossB = losses(b), flopsA = flops(a), flopsB = flops(b);
        // a higher loss is earlier
        Optional<First> inLoss = first(negated(lossA), negated(lossB));
        Optional<First> inCompute = first(flopsA, flopsB);
        double[] lossGrid = grid(lossA, lossB, false), flopsGrid = grid(flopsA, flopsB, true);
        return new FamilyComparison(
                side(a, lossGrid, lossA, flopsGrid, flopsA),
                side(b, lossGrid, lossB, flopsGrid, flopsB),
                inLoss,
                inCompute,
                answer(a, b, inLoss, inCompute),
                warnings(a, b));
    }

    private static double[] losses(Entrant of) {
        return of.fitted.draws().stream()
                .mapToDouble(LawDraw::emergenceLossNats)
                .toArray();
    }

    private static double[] flops(Entrant of) {
        if (of.fitted.draws().isEmpty() || of.fitted.draws().get(0).lossLaw().isEmpty()) return new double[0];
        ComputePath path = of.fitted.path();
        return of.fitted.draws().stream()
                .mapToDouble(draw -> draw.emergenceFlops(path))
                .toArray();
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Over all pairs of draws, for the two fits share no data. */
    private static Optional<First> first(double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) return Optional.empty();
        double[] sorted = b.clone();
        Arrays.sort(sorted);
        double aFirst = 0, ties = 0;
        long never = 0;
        for (double value : a) {
            int after = sorted.length - above(sorted, value);
            int from = below(sorted, value);
            if (value == Double.POSITIVE_INFINITY) {
                never += sorted.length - from;
                continue;
            }
            aFirst += sorted.length - (double) after;
            ties += after - (double) from;
        }
        double pairs = (double) a.length * sorted.length;
        double pA = (aFirst + ties / 2) / pairs, pNeither = never / pairs;
        return Optional.of(new First(pA, Math.max(0, 1 - pA - pNeither), pNeither));
    }

    /** How many are above {@code value}. */
    private static int above(double[] sorted, double value) {
        int i = Arrays.binarySearch(sorted, value);
        if (i < 0) return sorted.length + i + 1;
        while (i < sorted.length && sorted[i] == value) i++;
        return sorted.length - i;
    }

    /** How many are below {@code value}. */
    private static int below(double[] sorted, double value) {
        int i = Arrays.binarySearch(sorted, value);
        if (i < 0) return -i - 1;
        while (i > 0 && sorted[i - 1] == value) i--;
        return i;
    }

    /** From the first to the last percentile of both, evenly, in the logarithm where that is said. */
    private static double[] grid(double[] a, double[] b, boolean logarithmic) {
        double[] all = Arrays.stream(concatenated(a, b))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (all.length == 0) return new double[0];
        double low = all[all.length / 100], high = all[all.length - 1 - all.length / 100];
        if (logarithmic) {
            low = Math.log(low);
            high = Math.log(high);
        }
        double pad = 0.1 * (high - low) + 1e-9, from = low - pad, step = (high - low + 2 * pad) / (POINTS - 1);
        double[] grid = new double[POINTS];
        for (int i = 0; i < POINTS; i++) grid[i] = logarithmic ? Math.exp(from + i * step) : from + i * step;
        return grid;
    }

    private static double[] concatenated(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Side side(Entrant of, double[] lossGrid, double[] losses, double[] flopsGrid, double[] flops) {
        double[] fewShot = new double[losses.length == 0 ? 0 : lossGrid.length];
        double[] byLoss = new double[fewShot.length], byFlops = new double[flops.length == 0 ? 0 : flopsGrid.length];
        for (int i = 0; i < fewShot.length; i++) {
            double loss = lossGrid[i];
            fewShot[i] = Interval90.of(of.fitted.draws().stream()
                            .mapToDouble(draw -> draw.curve().fewShot(loss))
                            .toArray())
                    .median();
            byLoss[i] = share(losses, loss, true);
        }
        for (int i = 0; i < byFlops.length; i++) byFlops[i] = share(flops, flopsGrid[i], false);
        return new Side(of.name, lossGrid, fewShot, byLoss, flopsGrid, byFlops);
    }

    private static double share(double[] draws, double at, boolean above) {
        return (double) Arrays.stream(draws)
                        .filter(draw -> above ? draw >= at : draw <= at)
                        .count()
                / draws.length;
    }

    private static String answer(Entrant a, Entrant b, Optional<First> inLoss, Optional<First> inCompute) {
        if (inLoss.isEmpty())
            return "One of the two studies has no point of emergence to compare: its data cannot tell where it lies.";
        String compute = inCompute
                .map(first -> ", and at less compute with probability " + DisplayNumbers.percent(first.pA)
                        + (first.pNeither > 0.005
                                ? " (neither ever: " + DisplayNumbers.percent(first.pNeither) + ")"
                                : ""))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%s has the ability before %s, at weaker models by loss, with probability %s%s.",
                a.name,
                b.name,
                DisplayNumbers.percent(inLoss.get().pA),
                compute);
    }

    private static List<Warning> warnings(Entrant a, Entrant b) {
        List<Warning> warnings = new ArrayList<>();
        TreeSet<String> corpora = corpora(a), others = corpora(b);
        if (!corpora.equals(others))
            warnings.add(new Warning(
                    "loss_corpora_differ",
                    "The losses were measured on different corpora (" + a.name + ": " + String.join(", ", corpora)
                            + "; "
                            + b.name + ": " + String.join(", ", others)
                            + "): they share no axis, so rely on the comparison in compute alone."));
        else if (corpora.contains("(not stated)"))
            warnings.add(new Warning(
                    "loss_corpora_not_stated",
                    "The loss corpora are not stated: the comparison by loss holds only if both families were measured"
                            + " on the same text, tokenized alike. Fill in loss_corpus."));
        if (a.fitted.task().trivialAccuracy() != b.fitted.task().trivialAccuracy()
                || a.fitted.task().shots() != b.fitted.task().shots())
            warnings.add(new Warning(
                    "tasks_differ",
                    "The two studies state another trivial accuracy or number of shots for the task: it is not the same"
                            + " ability that is compared."));
        Optional<ComputePath> one = a.fitted.fit().lossLaw().map(LossLawEstimate::path);
        if (!one.equals(b.fitted.fit().lossLaw().map(LossLawEstimate::path)))
            warnings.add(new Warning(
                    "paths_differ",
                    "The compute of the two families is counted along different paths, or not at all."));
        return warnings;
    }

    private static TreeSet<String> corpora(Entrant of) {
        TreeSet<String> corpora = new TreeSet<>();
        for (Observation row : of.fitted.rows().visible())
            corpora.add(
                    row.checkpoint().lossCorpus().isEmpty()
                            ? "(not stated)"
                            : row.checkpoint().lossCorpus());
        return corpora;
    }
}
