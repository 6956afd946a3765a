package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.plausibility.PlausibilityCheck;

/**
 * The observations that one fit may use, what a person should know about them, and why there is no fit where there can be none.
 *
 * @param rows visible rows with a loss; few-shot rows at the task's shots only
 * @param refusal why no law can be fitted
 */
public record RowSelection(Rows rows, List<Warning> warnings, Optional<Warning> refusal) {

    /** Few-shot accuracy falls as the loss falls. */
    public static final String FEW_SHOT_FALLS = "few_shot_falls";

    private static final int FEW_CHECKPOINTS = 6;

    /** Code of what is said of few-shot rows without a loss where nothing was finetuned. */
    public static final String PLACED_BY_COMPUTE = "placed_by_compute";

    private static final String NO_FINETUNING = "no_finetuning";

    /** @param form the law to be fitted: not all say something of a zero-shot task */
    public static RowSelection of(StudyRows study, EmergenceLawForm form) {
        Task task = study.task();
        List<Warning> warnings = new ArrayList<>(
                study.losses().warning(study.borrowed()).stream().toList());
        Rows rows = usable(study, warnings);
        Optional<Warning> refusal = refusal(study, rows, form);
        warnings.addAll(PlausibilityCheck.warnings(study.rows().visible().list(), task.trivialAccuracy()));
        if (refusal.isEmpty() || refusal.get().code().equals(NO_FINETUNING))
            warnings.addAll(new LawFitness(task, rows).warnings());
        if (refusal.isEmpty()) {
            warnings.addAll(thin(rows));
            warnings.addAll(Comparability.warnings(rows));
        }
        refusal.ifPresent(warnings::add);
        return new RowSelection(rows, warnings, refusal);
    }

    /** Why this law cannot be fitted to these rows of the study; absent where it can. */
    static Optional<Warning> refusal(StudyRows study, Rows rows, EmergenceLawForm form) {
        return Comparability.mixed(rows, study.losses())
                .or(() -> unfinetuned(study))
                .or(() -> unfit(study.task(), rows, form));
    }

    /**
     * The verdict of a fit in view of its rows.
     *
     * @param signs that the fitted law does not describe its rows
     */
    Verdict judged(Verdict verdict, List<Warning> signs) {
        if (warning(LawFitness.BELOW).isPresent()) return Verdict.BELOW_CHANCE;
        // public models of equal loss differ enough to look like a fall, and rows that say little leave the prior the
        // answer:
        // either takes the best verdict, no more
        if (verdict == Verdict.IDENTIFIED
                && (!signs.isEmpty() || warning(LawFitness.FALLS_AGAIN).isPresent())) return Verdict.MISFIT;
        boolean gross = warning(FEW_SHOT_FALLS).isPresent()
                || signs.stream().anyMatch(sign -> !sign.code().equals(Misfit.APART));
        boolean law = verdict == Verdict.IDENTIFIED || verdict == Verdict.WEAKLY_IDENTIFIED;
        return law && gross ? Verdict.MISFIT : verdict;
    }

    Optional<Warning> warning(String code) {
        return warnings.stream().filter(warning -> warning.code().equals(code)).findFirst();
    }

    /** Whether there is nothing to fit because all rows are few-shot. */
    boolean fewShotOnly() {
        return refusal.isPresent() && refusal.get().code().equals(NO_FINETUNING);
    }

    /** Why these visible rows cannot be one study; absent where they can. Nothing can be said of a mixture, with losses or without. */
    public static Optional<Warning> incomparable(StudyRows study) {
        return Comparability.mixed(atShots(study.task(), study.rows().visible()), study.losses());
    }

    private static Rows atShots(Task task, Rows rows) {
        return rows.where(row -> row.regime() == Regime.FINETUNED || row.examples() == task.shots());
    }

    /** Few-shot rows are there, with losses or without, and no finetuned ones. */
    private static Optional<Warning> unfinetuned(StudyRows study) {
        Rows rows = study.rows().visible();
        return rows.finetuned().isEmpty() && !rows.fewShot(study.task()).isEmpty()
                ? refuse(NO_FINETUNING, Verdict.FEW_SHOT_ONLY)
                : Optional.empty();
    }

    private static Rows usable(StudyRows study, List<Warning> warnings) {
        Task task = study.task();
        Rows visible = study.visible().rows(), withLoss = visible.withLoss();
        if (withLoss.size() < visible.size()) warnings.add(lossMissing(visible, visible.size() - withLoss.size()));
        Rows atShots = atShots(task, withLoss);
        if (atShots.size() < withLoss.size())
            warnings.add(new Warning(
                    "other_shot_counts",
                    (withLoss.size() - atShots.size()) + " few-shot rows have another number of shots than the task's "
                            + task.shots() + " and stay out of the fit; the metrics page shows them."));
        return atShots;
    }

    /** Without finetuned rows no law is fitted, and a row without a loss takes part in forecasts by its size. */
    private static Warning lossMissing(Rows visible, int rows) {
        String have = DisplayNumbers.plural(rows, "row") + (rows == 1 ? " has" : " have") + " no pretrain_loss_nats";
        return visible.finetuned().isEmpty()
                ? new Warning(
                        PLACED_BY_COMPUTE,
                        have + "; no law is fitted to few-shot rows alone, and forecasts place "
                                + (rows == 1 ? "it" : "them") + " by training compute.")
                : new Warning(
                        "loss_missing",
                        have + (rows == 1 ? " and stays" : " and stay")
                                + " out of the fit; add the loss of their checkpoints.");
    }

    /** Designs from which no law can be learnt. */
    private static Optional<Warning> unfit(Task task, Rows rows, EmergenceLawForm form) {
        if (rows.isEmpty()) return refuse("no_observations", "There is no row to fit: submit small-model results.");
        if (rows.checkpoints().size() == 1)
            return refuse(
                    "one_checkpoint",
                    "All rows come from one checkpoint: accuracy over loss cannot be seen. Add at least five more.");
        if (rows.stream()
                        .map(row -> row.checkpoint().pretrainLossNats())
                        .distinct()
                        .count()
                == 1)
            return refuse("identical_losses", "All checkpoints have the same pretraining loss. Add stronger ones.");
        TreeSet<Long> amounts = rows.amounts();
        if (amounts.isEmpty())
            return refuse(
                    "no_finetuned_loss",
                    "No finetuned row has a pretrain_loss_nats: the law is a function of loss. Add the losses of the"
                            + " checkpoints.");
        if (amounts.size() < 2)
            return refuse(
                    "one_data_amount",
                    "All finetuned rows have one data amount: how the elbow moves with data cannot be seen. Finetune on at"
                            + " least three amounts.");
        if (task.shots() == 0 && !form.hasAnchor())
            return refuse(
                    "zero_shot",
                    "The task is zero-shot, and the emergence law, a function of the logarithm of the number of examples,"
                            + " has no value at none. Choose the law with an anchor, which forecasts rest on and which has.");
        if (amounts.first() <= task.shots())
            return refuse(
                    "data_amounts_too_small",
                    "The smallest data amount, " + amounts.first() + ", is not above the " + task.shots()
                            + " shots to which the law is extrapolated. Finetune on more examples.");
        double least = rows.stream().mapToDouble(Observation::accuracy).min().orElseThrow();
        if (least >= Math.max(0.95, task.trivialAccuracy()))
            return refuse(
                    "all_saturated",
                    "Every accuracy is " + least + " or higher: no elbow is left to see. Add weaker checkpoints.");
        return Optional.empty();
    }

    private static Optional<Warning> refuse(String code, String message) {
        return Optional.of(new Warning(code, message));
    }

    /** Designs that give a law, but a weak one. */
    private static List<Warning> thin(Rows rows) {
        List<Warning> warnings = new ArrayList<>();
        int checkpoints = rows.checkpoints().size();
        if (checkpoints < FEW_CHECKPOINTS)
            warnings.add(new Warning(
                    "few_checkpoints",
                    "Only " + checkpoints + " checkpoints; with fewer than " + FEW_CHECKPOINTS
                            + " the interval rests on assumptions more than on data."));
        if (rows.finetuningSeeds().size() < 2)
            warnings.add(new Warning(
                    "few_seeds",
                    "One finetuning seed: what a subset of the data does to the elbow cannot be separated from the law."
                            + " Add a second seed."));
        if (rows.stream().noneMatch(row -> row.regime() == Regime.FEW_SHOT))
            warnings.add(new Warning(
                    "no_few_shot_rows",
                    "No few-shot row at the task's shots: the few-shot floor is taken from the finetuned rows."));
        return warnings;
    }
}
