package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Linear pool of the voices: {@code F = sum of w_v F_v}, weights of the sum 1; for the elbow over the voices that have one.
 *
 * <p>Few-shot rows alone: hinge, line and logistic, 1 each, once over doublings of compute and once over the loss
 * ({@link DoublingsAxis#lossPace}), where losses are known: whether accuracy goes with compute or with loss, no study can tell, and
 * the two part where a law of losses flattens. With a fitted emergence law: hinge (the law as evidence) 1, reference p,
 * law 1/4, over doublings alone, where p is the hinge's own probability that the elbow lies ahead. Finetuned rows above guessing show that the ability can
 * be learnt; without them nothing says that it ever comes, so the reference is silent.
 *
 * <p>With fewer than three checkpoints a curve fitted to them says nothing: the pool is the hinge alone, with a law the hinge (the law
 * as evidence) and the reference. Without any checkpoint the hinge is its prior. The pool never abstains.
 */
public final class CombinedForecast extends CurveDistribution {

    /** Fewer checkpoints than this leave the line, the logistic curve and the law's own voice out. */
    public static final int MIN_CHECKPOINTS = 3;

    private static final double LAW_WEIGHT = 0.25;

    private static final List<Member> DOUBLINGS = List.of(Member.HINGE, Member.LINE, Member.LOGISTIC);
    private static final List<Member> LOSS =
            List.of(Member.HINGE_IN_LOSS, Member.LINE_IN_LOSS, Member.LOGISTIC_IN_LOSS);

    private final List<Voice> voices;
    private final double pNever;
    private final double pElbowAhead;

    /**
     * @param hinges the hinge in each of its readings
     * @param weighted with weights of any positive sum
     */
    private CombinedForecast(List<HingePosterior> hinges, List<Voice> weighted) {
        double total = weighted.stream().mapToDouble(Voice::weight).sum();
        voices = weighted.stream()
                .map(voice -> new Voice(voice.member(), voice.weight() / total, voice.curves()))
                .toList();
        pNever = mean(hinges, HingePosterior::pNever);
        pElbowAhead = mean(hinges, HingePosterior::pElbowAhead);
    }

    private static double mean(List<HingePosterior> hinges, ToDoubleFunction<HingePosterior> of) {
        return hinges.stream().mapToDouble(of).average().orElseThrow();
    }

    /** Of few-shot rows alone, where no loss is known; also where no finetuned row rises above guessing. */
    public static CombinedForecast of(FewShotHistory history) {
        return of(history, Optional.empty());
    }

    /**
     * Of few-shot rows alone.
     *
     * @param lossPace the other reading of the axis ({@link DoublingsAxis#lossPace}); where it is absent, the voices speak once
     */
    public static CombinedForecast of(FewShotHistory history, Optional<DoubleUnaryOperator> lossPace) {
        List<HingePosterior> hinges = new ArrayList<>();
        List<Voice> voices = new ArrayList<>();
        hinges.add(HingePosterior.of(history, HingePrior.withoutLaw()));
        add(history, hinges.get(0), DOUBLINGS, UnaryOperator.identity(), voices);
        if (lossPace.isPresent()) {
            FewShotHistory inLoss = history.placed(lossPace.get());
            hinges.add(HingePosterior.of(inLoss, HingePrior.withoutLaw()));
            add(inLoss, hinges.get(1), LOSS, curves -> new CurvesInLoss(curves, lossPace.get()), voices);
        }
        return new CombinedForecast(hinges, voices);
    }

    /** @param names of hinge, line and logistic curve in this reading */
    private static void add(
            FewShotHistory history,
            HingePosterior hinge,
            List<Member> names,
            UnaryOperator<CurveDistribution> inDoublings,
            List<Voice> voices) {
        voices.add(new Voice(names.get(0), 1, inDoublings.apply(hinge.curves())));
        if (history.points().size() < MIN_CHECKPOINTS) return;
        voices.add(new Voice(names.get(1), 1, inDoublings.apply(LinePredictive.of(history))));
        voices.add(new Voice(names.get(2), 1, inDoublings.apply(LogisticPosterior.of(history))));
    }

    /**
     * Of few-shot rows and the emergence law that finetuned rows gave.
     *
     * @param lawDraws few-shot curves of the law's posterior, of equal weight ({@link HingeCurve#ofLawDraw}), at least one
     */
    public static CombinedForecast of(FewShotHistory history, List<HingeCurve> lawDraws) {
        return byLaw(history).apply(lawDraws);
    }

    /** As {@link #of(FewShotHistory, List)}, for many posteriors of the law: what the history says is computed once. */
    public static Function<List<HingeCurve>, CombinedForecast> byLaw(FewShotHistory history) {
        HingePosterior.Cells cells = new HingePosterior.Cells(history);
        return lawDraws -> of(history, lawDraws, cells);
    }

    private static CombinedForecast of(FewShotHistory history, List<HingeCurve> lawDraws, HingePosterior.Cells cells) {
        if (lawDraws.isEmpty()) throw new IllegalArgumentException("law_draws must not be empty");
        HingePosterior hinge = cells.posterior(HingePrior.withLaw(lawDraws));
        List<Voice> voices = new ArrayList<>();
        voices.add(new Voice(Member.HINGE, 1, hinge.curves()));
        voices.add(new Voice(Member.REFERENCE, hinge.pElbowAhead(), ReferenceForecast.of(hinge)));
        if (history.points().size() >= MIN_CHECKPOINTS)
            voices.add(new Voice(Member.EMERGENCE_LAW, LAW_WEIGHT, CurveMixture.ofEqual(lawDraws)));
        return new CombinedForecast(List.of(hinge), voices);
    }

    /** The members that speak, each with its weight and its own answers. */
    public List<Voice> voices() {
        return voices;
    }

    /** The hinge's posterior share of "never", mean of its readings: accuracy stays at its floor at every compute. */
    public double pNever() {
        return pNever;
    }

    /** p: by the hinge, the probability that the elbow lies ahead of the strongest visible checkpoint, "never" included. */
    public double pElbowAhead() {
        return pElbowAhead;
    }

    @Override
    Optional<double[]> elbowBy(DoublingsGrid grid) {
        double[] sums = new double[grid.size()];
        double total = 0;
        for (Voice voice : voices) {
            Optional<double[]> own = voice.curves().elbowBy(grid);
            if (own.isEmpty()) continue;
            total += voice.weight();
            add(own.get(), voice.weight(), sums);
        }
        for (int i = 0; i < sums.length; i++) sums[i] /= total;
        return Optional.of(sums);
    }

    @Override
    double[] reaches(double level, DoublingsGrid grid) {
        double[] sums = new double[grid.size()];
        for (Voice voice : voices) add(voice.curves().reaches(level, grid), voice.weight(), sums);
        return sums;
    }

    private static void add(double[] values, double weight, double[] sums) {
        for (int i = 0; i < sums.length; i++) sums[i] += weight * values[i];
    }

    /**
     * What a run would show, by each voice and by all together, which cost little more than the voices alone.
     *
     * @param byVoice in the order of the voices
     */
    public record Accuracies(AccuracyDistribution pooled, List<AccuracyDistribution> byVoice) {}

    /** At {@code doublings}, by the number of items. */
    public LongFunction<Accuracies> accuracies(double doublings) {
        FewShotHistory.requireDoublings(doublings);
        List<LongFunction<AccuracyDistribution>> places = voices.stream()
                .map(voice -> voice.curves().observedAt(doublings))
                .toList();
        return items -> {
            FewShotHistory.requireItems(items);
            List<AccuracyDistribution> byVoice =
                    places.stream().map(place -> place.apply(items)).toList();
            return new Accuracies(AccuracyDistribution.pooled(voices, byVoice), byVoice);
        };
    }

    @Override
    LongFunction<AccuracyDistribution> observedAt(double doublings) {
        LongFunction<Accuracies> at = accuracies(doublings);
        return items -> at.apply(items).pooled();
    }
}
