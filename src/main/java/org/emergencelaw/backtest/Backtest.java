package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rivals;

/**
 * The rivals tested on a study's own history: larger checkpoints are hidden, every rival predicts from the rest, and what came true
 * decides.
 *
 * @param level accuracy whose crossing counts for {@link EmergenceCriterion#CROSSING}
 * @param outcomes one for each landmark
 * @param trials cuts, least compute first
 * @param sizes truth at each size with held-out rows, and how far off the last cut was there
 * @param ablations of the fit of all visible rows by the emergence law
 * @param natsPerDoubling what a doubling of compute counts where the study has no losses and all nats are of its compute; absent where
 *     it has losses
 */
public record Backtest(
        String task,
        String family,
        double trivialAccuracy,
        int shots,
        double level,
        List<Outcome> outcomes,
        List<CutResult> trials,
        List<SizeResult> sizes,
        List<Ablated> ablations,
        String inputSha256,
        long seed,
        String version,
        OptionalDouble natsPerDoubling) {

    /**
     * Who did best, for one landmark.
     *
     * @param cuts before emergence, over which the rivals stand
     * @param standings best first; empty where no cut lies before emergence
     * @param takeaway in one or two sentences
     */
    public record Outcome(ObservedEmergence truth, int cuts, List<RivalRanking> standings, String takeaway) {

        static Outcome of(ObservedEmergence truth, List<CutResult> trials) {
            List<CutResult> ahead =
                    trials.stream().filter(trial -> trial.ahead(truth)).toList();
            List<RivalRanking> standings = ahead.isEmpty() ? List.of() : RivalRanking.of(truth, ahead);
            return new Outcome(truth, ahead.size(), standings, takeaway(truth, ahead.size(), standings));
        }

        private static String takeaway(ObservedEmergence truth, int cuts, List<RivalRanking> standings) {
            String what = DisplayNames.label(truth.landmark());
            if (truth.lossNats().isEmpty() && !truth.notYet())
                return "These rows do not show where the few-shot " + what
                        + " lies, so nothing is compared: every checkpoint may be past it, or there are too few.";
            String seen = truth.lossNats().isPresent()
                    ? "The few-shot " + what + " was observed at " + DisplayNumbers.decimal3(truth.lossNats())
                            + " nats."
                    : "The few-shot " + what + " was not observed down to "
                            + DisplayNumbers.decimal3(truth.leastLossNats())
                            + " nats; what is scored is whether a rival predicted that.";
            if (standings.isEmpty()) return seen + " No cut lies before it, so there is nothing to compare.";
            String words = lead(cuts, standings);
            return seen + words + ". Cuts of one study share their rows: this is one sample, not " + cuts + ".";
        }

        /** Best, then what the product answers, then its law. */
        private static String lead(int cuts, List<RivalRanking> standings) {
            RivalRanking best = RivalRanking.best(standings);
            RivalRanking combined = find(Rivals.COMBINED, standings), law = find(Rivals.LAW, standings);
            StringBuilder words = new StringBuilder();
            String over = DisplayNumbers.plural(cuts, "cut");
            if (best == combined || best == law)
                words.append(" The ").append(DisplayNames.label(best.rival())).append(" did best over " + over);
            else words.append(" Over " + over + " the best was ").append(DisplayNames.label(best.rival()));
            words.append(", CRPS ").append(DisplayNumbers.decimal3(best.crps())).append(" nats");
            if (best != combined)
                words.append("; the combined forecast has ").append(DisplayNumbers.decimal3(combined.crps()));
            if (law.answered() == 0) words.append("; the emergence law abstained");
            else if (best != law)
                words.append("; the emergence law has ")
                        .append(DisplayNumbers.decimal3(law.crps()))
                        .append(best.againstLaw()
                                .flatMap(paired ->
                                        paired.pValue().stream().boxed().findFirst())
                                .map(value -> ", Wilcoxon " + DisplayNumbers.pIs(value))
                                .orElse(""));
            return words.toString();
        }

        private static RivalRanking find(String rival, List<RivalRanking> standings) {
            return standings.stream()
                    .filter(standing -> standing.rival().equals(rival))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * One piece of the work: a cut or an ablation.
     *
     * @param trial all rivals at a cut
     * @param ablated what an ablation did
     */
    public record Part(Optional<CutResult> trial, Optional<Ablated> ablated) {}

    /** The work of a backtest, in parts that can be done in any order, and again with the same result. */
    public static final class Work {
        private final StudyRows study;
        private final boolean byCompute;
        private final long seed;
        private final History history;
        private final List<BacktestCut> cuts;
        private final List<Ablation> ablations;

        /**
         * @param study all rows, held-out ones too
         * @throws IllegalArgumentException if there are no few-shot rows, or no cut shows enough to fit anything
         */
        public Work(StudyRows study, long seed) {
            byCompute = ComputeAsLoss.applies(study);
            this.study = byCompute ? ComputeAsLoss.of(study) : study;
            this.seed = seed;
            history = History.of(this.study, seed);
            cuts = BacktestCut.of(this.study);
            if (cuts.isEmpty())
                throw new IllegalArgumentException("observations must have, beside held-out rows, at least four"
                        + " checkpoints and two finetuning data amounts, or three checkpoints with few-shot rows at"
                        + " the task's shots: no smaller history can be replayed");
            ablations = study.rows().visible().finetuned().isEmpty() ? List.of() : Ablation.of(this.study, seed);
        }

        /** How many parts there are. */
        public int parts() {
            return cuts.size() + ablations.size();
        }

        /** Does one part. */
        public Part part(int index) {
            if (index < cuts.size())
                return new Part(Optional.of(CutResult.of(cuts.get(index), history, seed)), Optional.empty());
            Ablation ablation = ablations.get(index - cuts.size());
            return new Part(
                    Optional.empty(),
                    Optional.of(Ablated.of(ablation, history.truths().get(EmergenceCriterion.ELBOW.ordinal()))));
        }

        /** @param parts all of them, in order */
        public Backtest report(List<Part> parts) {
            List<CutResult> trials = new ArrayList<>();
            List<Ablated> ablated = new ArrayList<>();
            for (Part part : parts) {
                part.trial().ifPresent(trials::add);
                part.ablated().ifPresent(ablated::add);
            }
            Task task = study.task();
            return new Backtest(
                    task.name(),
                    study.rows().list().get(0).checkpoint().family(),
                    task.trivialAccuracy(),
                    task.shots(),
                    EmergenceCriterion.level(task),
                    history.truths().stream()
                            .map(truth -> Outcome.of(truth, trials))
                            .toList(),
                    trials,
                    SizeResult.of(study, trials.get(trials.size() - 1)),
                    ablated,
                    study.rows().inputSha256(),
                    seed,
                    Version.CURRENT,
                    byCompute ? OptionalDouble.of(ComputeAsLoss.NATS_PER_DOUBLING) : OptionalDouble.empty());
        }
    }
}
