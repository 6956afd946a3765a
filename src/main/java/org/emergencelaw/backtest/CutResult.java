package org.emergencelaw.backtest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Prediction;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;

/**
 * All rivals at one cut of a study's history.
 *
 * @param trainFlops largest compute shown to them
 * @param leastLossNats loss of the strongest checkpoint shown
 * @param checkpoints how many were shown
 * @param observations rows shown
 * @param said by rival, in the order of {@link Rivals#all}
 */
public record CutResult(
        OptionalDouble trainFlops, double leastLossNats, int checkpoints, int observations, List<Said> said) {

    /**
     * What one rival said, scored.
     *
     * @param rival its key
     * @param abstention why it said nothing
     * @param scores one for each landmark, in the order of {@link EmergenceCriterion}; empty with an abstention
     */
    public record Said(String rival, Optional<String> abstention, List<PredictionScore> scores) {

        /** Absent with an abstention. */
        public Optional<PredictionScore> score(EmergenceCriterion landmark) {
            return abstention.isPresent() ? Optional.empty() : Optional.of(scores.get(landmark.ordinal()));
        }
    }

    static CutResult of(BacktestCut cut, History history, long seed) {
        return new CutResult(
                cut.trainFlops(),
                cut.leastLossNats(),
                cut.checkpoints(),
                cut.study().rows().size(),
                Rivals.all().stream()
                        .map(rival -> said(rival, rival.predict(cut.study(), seed), history))
                        .toList());
    }

    private static Said said(Rival rival, Prediction prediction, History history) {
        if (prediction.abstains()) return new Said(rival.key(), prediction.abstention(), List.of());
        List<PredictionScore> scores = history.truths().stream()
                .map(truth -> PredictionScore.of(truth.landmark().draws(prediction), truth, history.curve()))
                .toList();
        return new Said(rival.key(), Optional.empty(), scores);
    }

    /** What a rival said. */
    public Said said(String rival) {
        return said.stream()
                .filter(one -> one.rival().equals(rival))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the strongest checkpoint shown had not emerged yet; no cut is, where the rows do not say. */
    public boolean ahead(ObservedEmergence truth) {
        return truth.lossNats().isPresent() ? leastLossNats >= truth.lossNats().getAsDouble() : truth.notYet();
    }
}
