package org.emergencelaw.observation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Observations that belong together, in their order, with the number by which their compute is counted. Any part of them keeps it, and
 * keeps the digest of the whole.
 *
 * @param list the observations
 * @param flopsPerParamToken c of C = c N T, where a checkpoint does not state its compute
 * @param inputSha256 SHA-256 of the study's rows as they were submitted, as tidy CSV; empty where nobody will ask for it
 */
public record Rows(List<Observation> list, double flopsPerParamToken, String inputSha256)
        implements Iterable<Observation> {

    public Rows {
        list = List.copyOf(list);
        if (!(flopsPerParamToken > 0 && flopsPerParamToken < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "flops_per_param_token must be positive and finite, was " + flopsPerParamToken);
    }

    /** Right answers and evaluated items of several rows together. */
    public record Count(int right, int items) {}

    /** Other observations, counted alike and of the same study. */
    public Rows with(List<Observation> others) {
        return new Rows(others, flopsPerParamToken, inputSha256);
    }

    public Rows where(Predicate<Observation> kept) {
        return with(list.stream().filter(kept).toList());
    }

    /** Each observation with another in its place. */
    public Rows each(Function<Observation, Observation> other) {
        return with(list.stream().map(other).toList());
    }

    /** What a fit may see. */
    public Rows visible() {
        return where(row -> row.split() == Split.FIT);
    }

    /** What no fit may see. */
    public Rows heldOut() {
        return where(row -> row.split() == Split.HELD_OUT);
    }

    public Rows withLoss() {
        return where(row -> row.checkpoint().pretrainLossNats().isPresent());
    }

    /** Few-shot rows at the shots of the task, at which they enter the emergence law. */
    public Rows fewShot(Task task) {
        return where(row -> row.regime() == Regime.FEW_SHOT && row.examples() == task.shots());
    }

    public Rows finetuned() {
        return where(row -> row.regime() == Regime.FINETUNED);
    }

    /** Each checkpoint once, in the order of its first row. */
    public List<Checkpoint> checkpoints() {
        return list.stream().map(Observation::checkpoint).distinct().toList();
    }

    /** Data amounts of the finetuned rows, the smallest first. */
    public TreeSet<Long> amounts() {
        TreeSet<Long> amounts = new TreeSet<>();
        for (Observation row : list) if (row.regime() == Regime.FINETUNED) amounts.add(row.examples());
        return amounts;
    }

    /** Seeds of the finetuned rows, the smallest first. */
    public TreeSet<Long> finetuningSeeds() {
        TreeSet<Long> seeds = new TreeSet<>();
        for (Observation row : list) if (row.regime() == Regime.FINETUNED) seeds.add(row.seed());
        return seeds;
    }

    /** Training compute of a checkpoint in FLOPs: as stated, else c N T, else absent. */
    public OptionalDouble computeOf(Checkpoint checkpoint) {
        return checkpoint.computeFlops(flopsPerParamToken);
    }

    /** Largest compute of a checkpoint, FLOPs; absent where none states it. */
    public OptionalDouble largestFlops() {
        return list.stream()
                .flatMapToDouble(row -> computeOf(row.checkpoint()).stream())
                .max();
    }

    /** Parts by what their rows have in common, in the order of the first row of each. */
    public <K> Map<K, Rows> by(Function<Observation, K> key) {
        Map<K, List<Observation>> parts = new LinkedHashMap<>();
        for (Observation row : list)
            parts.computeIfAbsent(key.apply(row), first -> new ArrayList<>()).add(row);
        Map<K, Rows> rows = new LinkedHashMap<>();
        parts.forEach((common, part) -> rows.put(common, with(part)));
        return rows;
    }

    /** All rows pooled. */
    public Count count() {
        int right = 0, items = 0;
        for (Observation row : list) {
            right += row.itemsRight();
            items += row.itemsEvaluated();
        }
        return new Count(right, items);
    }

    public int size() {
        return list.size();
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public Stream<Observation> stream() {
        return list.stream();
    }

    @Override
    public Iterator<Observation> iterator() {
        return list.iterator();
    }
}
