package org.emergencelaw.forecast.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.HingeCurve;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.statistics.Summary;

/**
 * Measurements that a study of few-shot rows could make: finetuning three of its checkpoints, and one checkpoint more.
 *
 * <p>{@value #OUTCOMES} outcomes of each are simulated and the whole forecast is made again from the study's rows and the simulated
 * ones. Truths are equally likely quantiles of today's forecast. Of finetuning, beside the elbow: finetuning on 10,000 examples moves it
 * by {@code ln G ~ normal(ln 4.7, 0.65)} doublings to weaker models, other amounts in proportion to ln D, which is what the law expects
 * before it sees data; accuracy rises by {@code ln a ~ normal(ln 0.13, 1.3)} a doubling, as the hinge expects of few-shot accuracy;
 * a finetuning subset shifts its elbow by 0.4 doublings, a run its accuracy by 0.01, items add theirs.
 */
record FewShotMeasurement(FittedStudy fitted, StudyForecast now, double level, double today) {

    private static final int OUTCOMES = 16;
    private static final double GAP_DOUBLINGS = 4.7;
    private static final double GAP_LOG_SD = 0.65;
    private static final double GAP_EXAMPLES = 10_000;
    private static final double SLOPE = 0.13;
    private static final double SLOPE_LOG_SD = 1.3;
    private static final double SUBSET_SD = 0.4;
    private static final double RUN_NOISE = 0.01;
    /** How far behind the strongest checkpoint the others are that are finetuned, doublings. */
    private static final double[] BEHIND = {0, 2, 4};

    private static final List<Long> AMOUNTS = List.of(100L, 1_000L, 10_000L);

    List<NextMeasurement.Option> options() {
        List<NextMeasurement.Option> options = new ArrayList<>();
        options.add(finetuning());
        checkpoint().ifPresent(options::add);
        return options;
    }

    private NextMeasurement.Option finetuning() {
        List<Checkpoint> checkpoints = toFinetune();
        TreeSet<Long> done = fitted.rows().visible().amounts();
        List<Long> amounts = done.isEmpty() ? AMOUNTS : List.of(10 * done.last());
        String models = checkpoints.size() == 3 ? "these three checkpoints" : "these checkpoints";
        String what = "finetune " + models + ", "
                + checkpoints.stream().map(Checkpoint::model).collect(Collectors.joining(", ")) + ", on "
                + amounts.stream().map(DisplayNumbers::whole).collect(Collectors.joining(", ")) + " examples";
        double[] spreads = spreads(k -> finetuned(checkpoints, amounts, k), NextMeasurement.FARTHEST);
        return NextMeasurement.Option.of(
                "finetune_checkpoints", what, checkpoints.size() * amounts.size(), today, spreads);
    }

    /** The strongest, and those nearest to two and four doublings behind it. */
    private List<Checkpoint> toFinetune() {
        List<Checkpoint> left = new ArrayList<>(fewShot().checkpoints().stream()
                .filter(checkpoint -> place(checkpoint).isPresent())
                .toList());
        List<Checkpoint> chosen = new ArrayList<>();
        for (double behind : BEHIND)
            left.stream()
                    .min(Comparator.comparingDouble(
                            checkpoint -> Math.abs(place(checkpoint).getAsDouble() + behind)))
                    .ifPresent(next -> {
                        chosen.add(next);
                        left.remove(next);
                    });
        return chosen;
    }

    private OptionalDouble place(Checkpoint checkpoint) {
        return now.axis().of(checkpoint, fitted.path());
    }

    private Rows fewShot() {
        return fitted.rows().visible().fewShot(fitted.task());
    }

    private List<Observation> finetuned(List<Checkpoint> checkpoints, List<Long> amounts, int outcome) {
        SplittableRandom random = random(outcome);
        OptionalDouble fewShotElbow = now.pool().elbow().orElseThrow().quantile(probability(outcome));
        double gap = Math.exp(Math.log(GAP_DOUBLINGS) + GAP_LOG_SD * random.nextGaussian());
        double slope = Math.exp(Math.log(SLOPE) + SLOPE_LOG_SD * random.nextGaussian());
        double shots = Math.log(Math.max(1, fitted.task().shots()));
        List<Observation> rows = new ArrayList<>();
        for (long examples : amounts) {
            double share = (Math.log(examples) - shots) / (Math.log(GAP_EXAMPLES) - shots);
            double elbow = fewShotElbow.orElse(Double.POSITIVE_INFINITY)
                    - gap * Math.max(0, share)
                    + SUBSET_SD * random.nextGaussian();
            HingeCurve curve = HingeCurve.ofLawDraw(elbow, slope, fitted.task().trivialAccuracy(), RUN_NOISE, 0);
            for (Checkpoint checkpoint : checkpoints) {
                double x = place(checkpoint).getAsDouble();
                double seen = curve.accuracy(x) + curve.observedSd(x, items()) * random.nextGaussian();
                rows.add(row(checkpoint, Regime.FINETUNED, examples, seen));
            }
        }
        return rows;
    }

    private SplittableRandom random(int outcome) {
        return new SplittableRandom((fitted.fit().seed() << 16) + outcome);
    }

    private static double probability(int outcome) {
        return (outcome + 0.5) / OUTCOMES;
    }

    private int items() {
        return LawNextMeasurement.items(fewShot()).getAsInt();
    }

    /** Its place is a doubling past the strongest, its accuracy what today's forecast says of that place. */
    private Optional<NextMeasurement.Option> checkpoint() {
        Optional<Checkpoint> next = next();
        if (next.isEmpty()) return Optional.empty();
        double place = place(next.get()).getAsDouble();
        AccuracyDistribution said = now.pool().accuracy(place, items());
        double[] spreads = spreads(
                k -> List.of(row(next.get(), Regime.FEW_SHOT, fitted.task().shots(), said.quantile(probability(k)))),
                NextMeasurement.FARTHEST - place);
        return Optional.of(NextMeasurement.Option.of(
                "checkpoint",
                "the few-shot accuracy of one more checkpoint, at twice the largest compute",
                1,
                today,
                spreads));
    }

    private Optional<Checkpoint> next() {
        OptionalDouble most = fitted.rows().visible().largestFlops();
        if (most.isEmpty()) return Optional.empty();
        RunSize size = fitted.path().at(2 * most.getAsDouble());
        double[] losses = now.axis().lossesNats(1);
        Checkpoint like = fewShot().checkpoints().get(0);
        Checkpoint next = Checkpoint.builder()
                .family(like.family())
                .model("next")
                .params(size.params())
                .tokens(size.tokens())
                .trainFlops(size.trainFlops())
                .pretrainLossNats(
                        losses.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Summary.median(losses)))
                .lossCorpus(like.lossCorpus())
                .build();
        return place(next).isPresent() && place(next).getAsDouble() > 0 ? Optional.of(next) : Optional.empty();
    }

    private Observation row(Checkpoint checkpoint, Regime regime, long examples, double accuracy) {
        Observation like = fewShot().list().get(0);
        return Observation.builder()
                .task(like.task())
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(0)
                .accuracy(Math.max(0, Math.min(1, accuracy)))
                .nEval(items())
                .metric(like.metric())
                .filter(like.filter())
                .build();
    }

    private double[] spreads(IntFunction<List<Observation>> outcome, double farthest) {
        Interruption interruption = Interruption.here();
        return IntStream.range(0, OUTCOMES)
                .parallel()
                .mapToDouble(k -> {
                    interruption.check();
                    return spread(outcome.apply(k), farthest);
                })
                .toArray();
    }

    /** The law is fitted by the pool itself, so a point is enough of the fit beside it. */
    private double spread(List<Observation> more, double farthest) {
        List<Observation> all = new ArrayList<>(fitted.rows().visible().list());
        all.addAll(more);
        StudyRows study = fitted.study().with(fitted.rows().with(all));
        FittedStudy after = EmergenceFitter.fit(study, fitted.options().withMethod(FitOptions.Method.MLE));
        return StudyForecast.of(after).pool().crossingError(level, farthest);
    }
}
