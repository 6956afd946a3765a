package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Version;
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
        String version) {

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
            String what = truth.landmark() == EmergenceCriterion.ELBOW ? "elbow" : "crossing";
            if (truth.lossNats().isEmpty() && !truth.notYet())
                return "Where the few-shot " + what
                        + " lies cannot be seen in these rows, so nothing is compared: every"
                        + " checkpoint may be past it, or too few are.";
            String seen = truth.lossNats().isPresent()
                    ? String.format(
                            Locale.ROOT,
                            "The few-shot %s was seen at %.3f nats.",
                            what,
                            truth.lossNats().getAsDouble())
                    : String.format(
                            Locale.ROOT,
                            "The few-shot %s is not seen down to %.3f nats; what is scored is whether a rival said so.",
                            what,
                            truth.leastLossNats());
            if (standings.isEmpty()) return seen + " No cut lies before it, so there is nothing to compare.";
            RivalRanking best = standings.get(0);
            RivalRanking law = standings.stream()
                    .filter(standing -> standing.rival().equals(Rivals.LAW))
                    .findFirst()
                    .orElseThrow();
            String p = best.againstLaw()
                    .flatMap(paired -> paired.pValue().stream().boxed().findFirst())
                    .map(value -> String.format(Locale.ROOT, ", Wilcoxon p = %.2g", value))
                    .orElse("");
            String lead = best == law
                    ? String.format(
                            Locale.ROOT, " The emergence law did best over %d cuts, CRPS %.4f nats", cuts, law.crps())
                    : String.format(
                            Locale.ROOT,
                            " Over %d cuts the best was %s, CRPS %.4f nats; the emergence law has %.4f%s",
                            cuts,
                            best.rival(),
                            best.crps(),
                            law.crps(),
                            p);
            return seen + lead + ". Cuts of one study share their rows: this is one sample, not " + cuts + ".";
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
        private final long seed;
        private final History history;
        private final List<BacktestCut> cuts;
        private final List<Ablation> ablations;

        /**
         * @param study all rows, held-out ones too
         * @throws IllegalArgumentException if there are no few-shot rows, or no cut shows enough to fit anything
         */
        public Work(StudyRows study, long seed) {
            this.study = study;
            this.seed = seed;
            history = History.of(study);
            cuts = BacktestCut.of(study);
            if (cuts.isEmpty())
                throw new IllegalArgumentException("observations must have, beside held-out rows, at least four"
                        + " checkpoints and two finetuning data amounts: no smaller history can be replayed");
            ablations = Ablation.of(study, seed);
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
                    Version.CURRENT);
        }
    }
}
