package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emergencelaw.fit.loss.LossSource;
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
    private static final String NO_FINETUNING = "no_finetuning";

    /** @param form the law to be fitted: not all say something of a zero-shot task */
    public static RowSelection of(StudyRows study, EmergenceLawForm form) {
        Task task = study.task();
        List<Warning> warnings = new ArrayList<>(basis(study));
        Rows rows = usable(study, warnings);
        Optional<Warning> refusal = mixed(rows)
                .or(() -> otherParamCount(rows, study.losses()))
                .or(() -> unfinetuned(study))
                .or(() -> unfit(task, rows, form));
        warnings.addAll(PlausibilityCheck.warnings(study.rows().visible().list(), task.trivialAccuracy()));
        if (refusal.isEmpty() || refusal.get().code().equals(NO_FINETUNING))
            warnings.addAll(new LawFitness(task, rows).warnings());
        if (refusal.isEmpty()) {
            warnings.addAll(thin(rows));
            warnings.addAll(versions(rows));
            warnings.addAll(assumed(rows));
        }
        refusal.ifPresent(warnings::add);
        return new RowSelection(rows, warnings, refusal);
    }

    /**
     * The verdict of a fit in view of its rows.
     *
     * @param misfit whether the fit shows signs of one
     */
    Verdict judged(Verdict verdict, boolean misfit) {
        if (warning(LawFitness.BELOW).isPresent()) return Verdict.BELOW_CHANCE;
        boolean law = verdict == Verdict.IDENTIFIED || verdict == Verdict.WEAKLY_IDENTIFIED;
        // public models of equal loss differ enough to look like a fall: it takes the best verdict, no more
        boolean again =
                verdict == Verdict.IDENTIFIED && warning(LawFitness.FALLS_AGAIN).isPresent();
        return law && (misfit || again || warning(FEW_SHOT_FALLS).isPresent()) ? Verdict.MISFIT : verdict;
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
        Rows rows = atShots(study.task(), study.rows().visible());
        return mixed(rows).or(() -> otherParamCount(rows, study.losses()));
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

    /** What the losses rest on, where it is not the family's own measurement. */
    private static List<Warning> basis(StudyRows study) {
        if (study.losses().published().isEmpty()) return List.of();
        String name = study.losses().published().get().name();
        if (study.borrowed())
            return List.of(new Warning(
                    "published_loss_law",
                    "No loss was measured: every loss is what the published law " + name + " gives for the size of the"
                            + " checkpoint. Its corpus and tokenizer are not the family's, and its own error is in no"
                            + " interval; measured losses would be worth more."));
        return List.of(new Warning(
                "published_loss_law_unused",
                "The study names the published loss law " + name + ", but losses were measured, so the family's own"
                        + " are used and rows without a loss stay out."));
    }

    private static Rows usable(StudyRows study, List<Warning> warnings) {
        Task task = study.task();
        Rows visible = study.visible().rows(), withLoss = visible.withLoss();
        if (withLoss.size() < visible.size())
            warnings.add(
                    new Warning(
                            "loss_missing",
                            (visible.size() - withLoss.size())
                                    + " rows have no pretrain_loss_nats and stay out of the fit; add the loss of their checkpoints."));
        Rows atShots = atShots(task, withLoss);
        if (atShots.size() < withLoss.size())
            warnings.add(new Warning(
                    "other_shot_counts",
                    (withLoss.size() - atShots.size()) + " few-shot rows have another number of shots than the task's "
                            + task.shots() + " and stay out of the fit; the metrics page shows them."));
        return atShots;
    }

    /** One fit never mixes what cannot be compared. */
    private static Optional<Warning> mixed(Rows rows) {
        return mixed(rows, "tasks", "task", Observation::task)
                .or(() -> mixed(
                        rows, "families", "family", row -> row.checkpoint().family()))
                .or(() ->
                        mixed(stated(rows, RowSelection::corpus), "loss_corpora", "loss_corpus", RowSelection::corpus))
                .or(() -> mixed(stated(rows, Observation::metric), "metrics", "metric", Observation::metric))
                .or(() -> mixed(rows, "filters", "filter", Observation::filter));
    }

    private static Optional<Warning> mixed(Rows rows, String what, String column, Function<Observation, String> value) {
        TreeSet<String> values = new TreeSet<>();
        for (Observation row : rows) values.add(value.apply(row));
        if (values.size() < 2) return Optional.empty();
        List<String> named =
                values.stream().map(text -> text.isEmpty() ? "(none)" : text).toList();
        String why = what.equals("filters")
                ? " A strict parser at 0 beside a flexible one above chance is a broken parser, not pre-emergence."
                : " Their values cannot be compared.";
        return Optional.of(new Warning(
                "mixed_" + what,
                "The rows mix values of " + column + ": " + String.join(", ", named) + "." + why
                        + " Submit one of them as a study of its own."));
    }

    private static String corpus(Observation row) {
        return row.checkpoint().lossCorpus();
    }

    /** Rows that state a value, where the others can only be meant to have the same; else all. */
    private static Rows stated(Rows rows, Function<Observation, String> value) {
        Set<String> values =
                rows.stream().map(value).filter(text -> !text.isEmpty()).collect(Collectors.toSet());
        return values.size() == 1 ? rows.where(row -> !value.apply(row).isEmpty()) : rows;
    }

    /** What is taken for granted of rows that say less than the others. */
    private static List<Warning> assumed(Rows rows) {
        List<Warning> warnings = new ArrayList<>();
        assumed(rows, "loss_corpus", RowSelection::corpus).ifPresent(warnings::add);
        assumed(rows, "metric", Observation::metric).ifPresent(warnings::add);
        return warnings;
    }

    private static Optional<Warning> assumed(Rows rows, String column, Function<Observation, String> value) {
        Rows stated = stated(rows, value);
        if (stated.size() == rows.size()) return Optional.empty();
        int silent = rows.size() - stated.size();
        return Optional.of(new Warning(
                "assumed_" + column,
                silent + (silent == 1 ? " row states no " : " rows state no ") + column + "; it is taken to be "
                        + value.apply(stated.list().get(0)) + ", as all others say."));
    }

    /** Rows may say in a column of their own what their params count. */
    private static Optional<Warning> otherParamCount(Rows rows, LossSource losses) {
        TreeSet<String> counts = new TreeSet<>();
        for (Observation row : rows)
            if (row.notes().containsKey("param_count")) counts.add(row.notes().get("param_count"));
        counts.remove(losses.paramCount().key());
        if (counts.isEmpty()) return Optional.empty();
        return refuse(
                "mixed_param_counts",
                "Rows state param_count " + String.join(", ", counts) + ", the study counts "
                        + losses.paramCount().key() + ": the two are never mixed. Count params alike, or say so of the"
                        + " study.");
    }

    /** Versions of task and harness may be mixed, if one knows. */
    private static List<Warning> versions(Rows rows) {
        List<String> versions = rows.stream()
                .map(row -> row.versions().isEmpty() ? "(none stated)" : row.versions())
                .distinct()
                .sorted()
                .toList();
        if (versions.size() < 2) return List.of();
        return List.of(new Warning(
                "mixed_versions",
                "The rows were measured with several versions: " + String.join("; ", versions)
                        + ". Prompts and scoring differ between them, so accuracies may too."));
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
