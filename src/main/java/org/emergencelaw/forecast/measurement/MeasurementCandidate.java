package org.emergencelaw.forecast.measurement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/**
 * A measurement that could be made next.
 *
 * @param key stable snake_case name
 * @param what in words
 * @param places each with its regime, data amount, seed and checkpoint; a new checkpoint has no loss yet
 */
public record MeasurementCandidate(String key, String what, List<Place> places) {

    /** Elbow shift that a finetuning subset gives all its checkpoints, sd, nats: the median of what the fit expects. */
    private static final double SUBSET_SD = 0.02;

    /** Compute of a further checkpoint over the largest. */
    private static final double FURTHER = 2;

    private static final int FEWEST_EXAMPLES = 4;

    /** Where one accuracy would be measured. */
    record Place(Checkpoint checkpoint, Regime regime, long examples, long seed) {}

    /** What a study could measure next: a smaller, a middle or a larger data amount, a further seed, a further checkpoint. */
    public static List<MeasurementCandidate> of(StudyRows study) {
        Task task = study.task();
        Rows rows = study.rows();
        List<Checkpoint> checkpoints = rows.withLoss().checkpoints().stream()
                .sorted(Comparator.comparingDouble(
                        checkpoint -> -checkpoint.pretrainLossNats().getAsDouble()))
                .toList();
        TreeSet<Long> amounts = rows.amounts();
        List<MeasurementCandidate> candidates = new ArrayList<>();
        if (amounts.isEmpty()) return candidates;
        long seed = Math.max(0, rows.finetuningSeeds().last() + 1);
        TreeMap<Long, String> further = new TreeMap<>();
        long least = amounts.first(), most = amounts.last();
        double step = amounts.size() > 1 ? Math.pow((double) most / least, 1.0 / (amounts.size() - 1)) : 4;
        further.put(Math.max(FEWEST_EXAMPLES, Math.round(Math.sqrt((double) least * task.shots()))), "smaller_amount");
        further.put(Math.round(most * step), "larger_amount");
        for (Map.Entry<Long, String> amount : further.entrySet())
            if (!amounts.contains(amount.getKey()) && amount.getKey() > task.shots())
                candidates.add(finetuned(
                        amount.getValue(),
                        "finetune every checkpoint on " + DisplayNumbers.plural(amount.getKey(), "example"),
                        checkpoints,
                        amount.getKey(),
                        seed));
        for (long amount : new TreeSet<>(List.of(least, most)))
            candidates.add(finetuned(
                    amount == least ? "seed_smallest_amount" : "seed_largest_amount",
                    "one more seed at " + DisplayNumbers.plural(amount, "example"),
                    checkpoints,
                    amount,
                    seed));
        checkpoint(study, checkpoints, amounts, seed).ifPresent(candidates::add);
        return candidates;
    }

    private static MeasurementCandidate finetuned(
            String key, String what, List<Checkpoint> of, long examples, long seed) {
        return new MeasurementCandidate(
                key,
                what,
                of.stream()
                        .map(checkpoint -> new Place(checkpoint, Regime.FINETUNED, examples, seed))
                        .toList());
    }

    private static Optional<MeasurementCandidate> checkpoint(
            StudyRows study, List<Checkpoint> checkpoints, TreeSet<Long> amounts, long seed) {
        OptionalDouble most = study.rows().withLoss().largestFlops();
        if (most.isEmpty()) return Optional.empty();
        RunSize size = study.losses().path().at(FURTHER * most.getAsDouble());
        Checkpoint next = Checkpoint.builder()
                .family(checkpoints.get(0).family())
                .model("next")
                .params(size.params())
                .tokens(size.tokens())
                .trainFlops(size.trainFlops())
                .lossCorpus(checkpoints.get(0).lossCorpus())
                .build();
        List<Place> places = new ArrayList<>(
                List.of(new Place(next, Regime.FEW_SHOT, study.task().shots(), 0)));
        for (long amount : amounts) places.add(new Place(next, Regime.FINETUNED, amount, seed));
        return Optional.of(new MeasurementCandidate(
                "checkpoint", "one more checkpoint at twice the largest compute, on every data amount", places));
    }

    /** Training and finetuning runs that it takes. */
    int runs() {
        return places.size();
    }

    /** The rows that this measurement would give if a draw of the posterior were the truth. */
    public List<Observation> simulate(
            Task task, LawDraw truth, OptionalInt items, Observation like, SplittableRandom random) {
        Map<Long, Double> subsets = new LinkedHashMap<>();
        Map<Checkpoint, Checkpoint> measured = new LinkedHashMap<>();
        List<Observation> rows = new ArrayList<>();
        for (Place place : places) {
            Checkpoint checkpoint = measured.computeIfAbsent(place.checkpoint, from -> withLoss(from, truth, random));
            double loss = checkpoint.pretrainLossNats().orElseThrow();
            boolean fewShot = place.regime == Regime.FEW_SHOT;
            double shift =
                    fewShot ? 0 : subsets.computeIfAbsent(place.examples, amount -> SUBSET_SD * random.nextGaussian());
            // a lower loss is the same as a higher elbow
            double p = fewShot
                    ? truth.curve().fewShot(loss)
                    : truth.curve().finetuned(Math.max(1e-6, loss - shift), place.examples);
            int n = items.orElse(Observation.DEFAULT_N_EVAL);
            double sd = Math.sqrt(truth.runNoise() * truth.runNoise() + p * (1 - p) / n);
            double accuracy = Math.max(0, Math.min(1, p + sd * random.nextGaussian()));
            rows.add(Observation.builder()
                    .task(task.name())
                    .checkpoint(checkpoint)
                    .regime(place.regime)
                    .examples(place.examples)
                    .seed(place.seed)
                    .accuracy(accuracy)
                    .nEval(items)
                    .metric(like.metric())
                    .filter(like.filter())
                    .build());
        }
        return rows;
    }

    private static Checkpoint withLoss(Checkpoint checkpoint, LawDraw truth, SplittableRandom random) {
        if (checkpoint.pretrainLossNats().isPresent()) return checkpoint;
        RunSize size = new RunSize(
                checkpoint.params().orElseThrow(),
                checkpoint.tokens().orElseThrow(),
                checkpoint.trainFlops().orElseThrow());
        double loss = truth.lossLaw().orElseThrow().lossNats(size) + truth.lossNoise() * random.nextGaussian();
        return checkpoint.withLoss(Math.max(1e-6, loss));
    }
}
