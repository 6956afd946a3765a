package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;

/**
 * A study of a benchmark, as a line of its manifest describes it.
 *
 * @param id unique
 * @param source whose results these are
 * @param file with its rows, relative to the manifest
 * @param trivial what guessing scores
 * @param lossKind how its losses were had
 * @param event whether "beats guessing" makes sense there
 * @param finetuned whether it has finetuned rows
 * @param note {@code null...} marks a control that stays at guessing
 */
public record BenchmarkStudy(
        String id,
        String source,
        String file,
        String task,
        String family,
        double trivial,
        int shots,
        String lossKind,
        boolean event,
        boolean finetuned,
        String note) {

    /** The cuts, and how many times the largest visible compute the largest hidden one is at least. */
    private enum Depth {
        NEAR(4),
        FAR(32);

        private final double times;

        Depth(double times) {
            this.times = times;
        }
    }

    private static final int FEWEST_SIZES = 5;
    private static final int MOST_TARGETS = 5;

    public Task asTask() {
        return new Task(task, "accuracy", trivial, shots);
    }

    /** Under which it is counted with others: its source, apart where it has finetuned rows. */
    String group() {
        return source + (finetuned ? ", finetuned" : "");
    }

    boolean control() {
        return note.startsWith("null");
    }

    /** Whether a row belongs to it. */
    public boolean holds(Observation row) {
        return row.task().equals(task)
                && row.checkpoint().family().equals(family)
                && (row.regime() == Regime.FINETUNED || row.examples() == shots);
    }

    /**
     * What is shown and what is asked: near hides all models above a quarter of the largest compute, far above a 32nd. At least five
     * sizes stay visible, four of five; up to five hidden models are targets.
     *
     * @param observations of this study, each with its compute
     * @param losses where the losses come from, by which hidden models are asked for
     */
    public List<BenchmarkCut> cuts(List<Observation> observations, LossSource losses) {
        StudyRows rows = StudyRows.of(asTask(), observations, losses, "");
        double[] sizes = rows.rows().stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT)
                .mapToDouble(row -> flops(row.checkpoint()))
                .distinct()
                .sorted()
                .toArray();
        List<BenchmarkCut> cuts = new ArrayList<>();
        if (sizes.length < FEWEST_SIZES) return cuts;
        Set<Integer> seen = new HashSet<>();
        for (Depth depth : Depth.values()) {
            int shown = shown(sizes, depth);
            if (shown > 0 && shown < sizes.length && seen.add(shown))
                cuts.add(cut(depth.name().toLowerCase(Locale.ROOT), rows, sizes[shown - 1]));
        }
        return cuts;
    }

    private static int shown(double[] sizes, Depth depth) {
        int shown = 0;
        while (shown < sizes.length && sizes[shown] <= sizes[sizes.length - 1] / depth.times) shown++;
        int need = sizes.length > FEWEST_SIZES ? FEWEST_SIZES : FEWEST_SIZES - 1;
        if (shown >= need) return shown;
        return depth == Depth.NEAR ? need : 0;
    }

    private BenchmarkCut cut(String name, StudyRows rows, double most) {
        StudyRows visible = rows.with(rows.rows().where(row -> flops(row.checkpoint()) <= most));
        List<Observation> hidden = rows.rows().stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT && flops(row.checkpoint()) > most)
                .sorted(Comparator.comparingDouble((Observation row) -> flops(row.checkpoint()))
                        .thenComparing(row -> row.checkpoint().model()))
                .toList();
        return new BenchmarkCut(this, name, visible, most, targets(hidden));
    }

    private static List<Observation> targets(List<Observation> hidden) {
        for (Observation row : hidden)
            if (row.checkpoint().pretrainLossNats().isEmpty())
                throw new IllegalArgumentException(
                        "pretrain_loss_nats must be stated by every hidden model of a benchmark, which is asked for by it; "
                                + row.checkpoint().model() + " has none: state it, or name a --loss-law");
        if (hidden.size() <= MOST_TARGETS) return hidden;
        List<Observation> chosen = new ArrayList<>();
        for (int i = 0; i < MOST_TARGETS; i++)
            chosen.add(hidden.get((int) Math.rint(i * (hidden.size() - 1) / (MOST_TARGETS - 1.0))));
        return chosen;
    }

    static double flops(Checkpoint checkpoint) {
        return Optional.of(checkpoint)
                .map(Checkpoint::trainFlops)
                .filter(OptionalDouble::isPresent)
                .orElseThrow(() -> new IllegalArgumentException(
                        "train_flops must be stated by every row of a benchmark; " + checkpoint.model() + " has none"))
                .getAsDouble();
    }
}
