package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/**
 * Two families on one task by their combined forecasts: which one reaches the named level first, on a common loss axis and in
 * compute. A better mix of pretraining data shows as an earlier crossing.
 *
 * @param level the named level, an accuracy
 * @param inLoss at weaker models first, that is, at a higher loss; absent where a family has no forecast or no losses
 * @param inCompute at less compute first, each along its study's path; absent where a family states no compute
 * @param elbowInLoss the same of the point of emergence
 * @param elbowInCompute the same of the point of emergence
 * @param answer in one sentence
 */
public record FamilyComparison(
        double level,
        Side a,
        Side b,
        Optional<First> inLoss,
        Optional<First> inCompute,
        Optional<First> elbowInLoss,
        Optional<First> elbowInCompute,
        String answer,
        List<Warning> warnings) {

    private static final int POINTS = 101;

    /**
     * Who is first.
     *
     * @param pA probability that the first family is
     * @param pNeither neither ever is
     */
    public record First(double pA, double pB, double pNeither) {}

    /** A family with its fit. */
    public record Entrant(String name, FittedStudy fitted) {}

    /**
     * A family's lines.
     *
     * @param lossNats grid of losses, ascending, the same for both; empty without losses
     * @param fewShot median few-shot accuracy
     * @param reachedByLoss P(the level is reached once the loss has fallen to it)
     * @param flops grid of compute, ascending, the same for both; empty without compute
     * @param reachedByFlops P(reached by it)
     */
    public record Side(
            String name,
            double[] lossNats,
            double[] fewShot,
            double[] reachedByLoss,
            double[] flops,
            double[] reachedByFlops) {}

    /** @throws IllegalArgumentException if the tasks differ */
    public static FamilyComparison of(Entrant a, Entrant b) {
        return of(a, b, a.fitted.task().defaultLevel());
    }

    /**
     * @param level accuracy that is asked for
     * @throws IllegalArgumentException if the tasks differ
     */
    public static FamilyComparison of(Entrant a, Entrant b, double level) {
        if (!a.fitted.task().name().equals(b.fitted.task().name()))
            throw new BrokenRuleException(
                    ProblemCode.TASKS_DIFFER,
                    "task",
                    "task must be the same in both studies, was "
                            + a.fitted.task().name() + " and " + b.fitted.task().name());
        Told one = Told.of(a, level), two = Told.of(b, level);
        // a higher loss is earlier
        Optional<First> inLoss = first(negated(one.losses), negated(two.losses));
        Optional<First> inCompute = first(one.flops, two.flops);
        double[] lossGrid = grid(one.losses, two.losses, false), flopsGrid = grid(one.flops, two.flops, true);
        return new FamilyComparison(
                level,
                side(a, one, lossGrid, flopsGrid),
                side(b, two, lossGrid, flopsGrid),
                inLoss,
                inCompute,
                first(negated(one.elbowLosses), negated(two.elbowLosses)),
                first(one.elbowFlops, two.elbowFlops),
                answer(a, b, level, inLoss, inCompute),
                warnings(a, b, inLoss.isPresent()));
    }

    /** What a family's forecast says: equally likely places, infinite for never, none where nothing tells. */
    private record Told(
            Optional<StudyForecast> study, double[] losses, double[] flops, double[] elbowLosses, double[] elbowFlops) {

        static Told of(Entrant of, double level) {
            double[] none = new double[0];
            Optional<StudyForecast> study = new Forecaster(of.fitted).combined();
            if (study.isEmpty()) return new Told(study, none, none, none, none);
            DoublingsAxis axis = study.get().axis();
            DoublingsDistribution crossing = study.get().pool().crossing(level);
            DoublingsDistribution elbow = study.get().pool().elbow().orElseThrow();
            ComputePath path = of.fitted.path();
            return new Told(
                    study,
                    OccurrenceOnPath.lossesNats(crossing, axis),
                    OccurrenceOnPath.trainFlops(crossing, axis, path),
                    OccurrenceOnPath.lossesNats(elbow, axis),
                    OccurrenceOnPath.trainFlops(elbow, axis, path));
        }

        /** Median few-shot accuracy of a checkpoint of this loss. */
        double accuracy(double loss) {
            StudyForecast known = study.orElseThrow();
            return known.pool()
                    .accuracy(known.axis().ofLoss(loss).orElseThrow(), PlannedRun.DEFAULT_EVAL_ITEMS)
                    .quantile(0.5);
        }
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Over all pairs of places, for the two forecasts share no data. */
    private static Optional<First> first(double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) return Optional.empty();
        long aFirst = 0, ties = 0, never = 0;
        for (double one : a)
            for (double other : b)
                if (one < other) aFirst++;
                else if (one == Double.POSITIVE_INFINITY && other == one) never++;
                else if (one == other) ties++;
        double pairs = (double) a.length * b.length;
        double pA = (aFirst + ties / 2.0) / pairs, pNeither = never / pairs;
        return Optional.of(new First(pA, Math.max(0, 1 - pA - pNeither), pNeither));
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

    private static Side side(Entrant of, Told told, double[] lossGrid, double[] flopsGrid) {
        double[] fewShot = new double[told.losses.length == 0 ? 0 : lossGrid.length];
        double[] byLoss = new double[fewShot.length];
        double[] byFlops = new double[told.flops.length == 0 ? 0 : flopsGrid.length];
        for (int i = 0; i < fewShot.length; i++) {
            fewShot[i] = told.accuracy(lossGrid[i]);
            byLoss[i] = share(told.losses, lossGrid[i], true);
        }
        for (int i = 0; i < byFlops.length; i++) byFlops[i] = share(told.flops, flopsGrid[i], false);
        return new Side(of.name, lossGrid, fewShot, byLoss, flopsGrid, byFlops);
    }

    private static double share(double[] draws, double at, boolean above) {
        return (double) Arrays.stream(draws)
                        .filter(draw -> above ? draw >= at : draw <= at)
                        .count()
                / draws.length;
    }

    private static String answer(
            Entrant a, Entrant b, double level, Optional<First> inLoss, Optional<First> inCompute) {
        if (inLoss.isEmpty() && inCompute.isEmpty())
            return "Nothing places the two families on one axis: give both losses on one corpus, or both their compute.";
        String what = a.name + " reaches " + DisplayNumbers.decimal3(level) + " before " + b.name;
        String byLoss = inLoss.map(first -> what + ", at weaker models by loss, with probability " + odds(first))
                .orElse("");
        String compute = inCompute
                .map(first -> (byLoss.isEmpty() ? what + ", at less compute, with" : ", and at less compute with")
                        + " probability " + odds(first))
                .orElse("");
        return byLoss + compute + ".";
    }

    private static String odds(First first) {
        return DisplayNumbers.percent(first.pA)
                + (first.pNeither > 0.005 ? " (neither ever: " + DisplayNumbers.percent(first.pNeither) + ")" : "");
    }

    private static List<Warning> warnings(Entrant a, Entrant b, boolean byLoss) {
        List<Warning> warnings = new ArrayList<>();
        TreeSet<String> corpora = corpora(a), others = corpora(b);
        if (byLoss && !corpora.equals(others))
            warnings.add(new Warning(
                    "loss_corpora_differ",
                    "The losses were measured on different corpora (" + a.name + ": " + String.join(", ", corpora)
                            + "; "
                            + b.name + ": " + String.join(", ", others)
                            + "): they share no axis, so rely on the comparison in compute alone."));
        else if (byLoss && corpora.contains("(not stated)"))
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
        if (!a.fitted.path().equals(b.fitted.path()))
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
