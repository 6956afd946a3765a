package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/**
 * One change to what the law is fitted to, or to how. Those of the published table (Snell et al. 2024, table 2) come first: left-out
 * data amounts, one finetuning seed, left-out checkpoints.
 *
 * @param key stable snake_case name
 * @param description what was changed, for people
 */
record Ablation(String key, String description, StudyRows study, FitOptions options) {

    private static final int MOST_SEEDS = 4;

    /** All that the study allows, the unchanged one first. */
    static List<Ablation> of(StudyRows study, long seed) {
        return new Drawing(study.with(study.rows().visible().withLoss()), FitOptions.DEFAULT.withSeed(seed)).all();
    }

    /** A study being ablated. */
    private static final class Drawing {
        private final StudyRows study;
        private final Rows shown;
        private final FitOptions options;
        private final List<Ablation> all = new ArrayList<>();

        Drawing(StudyRows study, FitOptions options) {
            this.study = study;
            this.shown = study.rows();
            this.options = options;
        }

        List<Ablation> all() {
            rows("full", "Full data", shown);
            amounts();
            seeds();
            checkpoints();
            otherLaws();
            return all;
        }

        private void amounts() {
            List<Long> amounts = List.copyOf(shown.amounts());
            for (int k = 1; k <= 3 && amounts.size() - k >= 2; k++) {
                long least = amounts.get(k);
                finetuned("minus_" + k + "_smallest", "−" + k + " smallest data " + amounts(k), d -> d >= least);
            }
            for (int k = 1; k <= 3 && amounts.size() - k >= 2; k++) {
                long most = amounts.get(amounts.size() - 1 - k);
                finetuned("minus_" + k + "_largest", "−" + k + " largest data " + amounts(k), d -> d <= most);
            }
        }

        private static String amounts(int count) {
            return count == 1 ? "amount" : "amounts";
        }

        private void finetuned(String key, String description, LongPredicate kept) {
            rows(key, description, shown.where(row -> row.regime() == Regime.FEW_SHOT || kept.test(row.examples())));
        }

        private void seeds() {
            TreeSet<Long> seeds = shown.finetuningSeeds();
            if (seeds.size() < 2) return;
            seeds.stream()
                    .limit(MOST_SEEDS)
                    .forEach(seed -> rows(
                            "seed_" + seed + "_only",
                            "Finetuning seed " + seed + " only",
                            shown.where(row -> row.regime() == Regime.FEW_SHOT || row.seed() == seed)));
        }

        private void checkpoints() {
            List<Checkpoint> weakestFirst = shown.checkpoints().stream()
                    .sorted(Comparator.<Checkpoint>comparingDouble(
                                    checkpoint -> -checkpoint.pretrainLossNats().orElseThrow())
                            .thenComparing(Checkpoint::model))
                    .toList();
            int n = weakestFirst.size();
            for (int k = 6; k >= 3 && k < n; k--)
                kept("last_" + k, "Last " + k + " checkpoints", weakestFirst.subList(n - k, n));
            if (n >= 6)
                for (int first = 0; first < 2; first++) {
                    List<Checkpoint> kept = new ArrayList<>();
                    for (int i = n - 1 - first; i >= 0; i -= 2) kept.add(weakestFirst.get(i));
                    kept(
                            first == 0 ? "every_other_odd" : "every_other_even",
                            "Every other checkpoint, " + (first == 0 ? "the last kept" : "the last left out"),
                            kept);
                }
            for (int k = 1; k <= 4 && n - k >= 3; k++)
                kept(
                        "minus_" + k + "_last",
                        "−" + k + (k == 1 ? " last checkpoint" : " last checkpoints"),
                        weakestFirst.subList(0, n - k));
        }

        private void kept(String key, String description, List<Checkpoint> kept) {
            rows(key, description, shown.where(row -> kept.contains(row.checkpoint())));
        }

        private void otherLaws() {
            for (EmergenceLawForm other : options.law().others())
                all.add(new Ablation(
                        "law_" + other.key(),
                        "Other law form, " + DisplayNames.label(other),
                        study,
                        options.withLaw(other)));
            all.add(new Ablation(
                    "few_shot_shift_" + (options.fewShotShift() ? "off" : "on"),
                    (options.fewShotShift() ? "Without" : "With") + " a few-shot floor of its own",
                    study,
                    options.withFewShotShift(!options.fewShotShift())));
            for (int factor : new int[] {2, 5, 10}) moved(factor);
        }

        /** Few-shot rows enter the law at a multiple of their shots. */
        private void moved(int factor) {
            Task task = study.task();
            if ((long) factor * task.shots() > 100_000) return;
            Task other = new Task(task.name(), task.metric(), task.trivialAccuracy(), factor * task.shots());
            Rows rows = shown.where(row -> row.regime() == Regime.FINETUNED || row.examples() == task.shots())
                    .each(row -> row.regime() == Regime.FINETUNED ? row : row.withExamples(other.shots()));
            all.add(new Ablation(
                    "shots_times_" + factor,
                    "Few-shot rows enter at D₀ = " + other.shots(),
                    study.with(other).with(rows),
                    options));
        }

        private void rows(String key, String description, Rows rows) {
            all.add(new Ablation(key, description, study.with(rows), options));
        }
    }
}
