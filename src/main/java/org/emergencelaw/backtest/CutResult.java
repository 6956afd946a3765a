package org.emergencelaw.backtest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNumbers;
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
 * @param uses whether it is scored, one for each landmark; absent in results of version 0.1.0
 */
public record CutResult(
        OptionalDouble trainFlops,
        double leastLossNats,
        int checkpoints,
        int observations,
        List<Said> said,
        Optional<List<Use>> uses) {

    /**
     * Whether a cut is scored.
     *
     * @param whyNot absent where it is
     */
    public record Use(EmergenceCriterion landmark, boolean scored, Optional<String> whyNot) {}

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
        Optional<DoublingsScore.Origin> origin =
                history.axis().map(axis -> new DoublingsScore.Origin(axis, cut.leastLossNats()));
        return new CutResult(
                cut.trainFlops(),
                cut.leastLossNats(),
                cut.checkpoints(),
                cut.study().rows().size(),
                Rivals.all().stream()
                        .map(rival -> said(rival, rival.predict(cut.study(), seed), history, origin))
                        .toList(),
                Optional.of(
                        history.truths().stream().map(truth -> use(cut, truth)).toList()));
    }

    private static Said said(
            Rival rival, Prediction prediction, History history, Optional<DoublingsScore.Origin> origin) {
        if (prediction.abstains()) return new Said(rival.key(), prediction.abstention(), List.of());
        List<PredictionScore> scores = history.truths().stream()
                .map(truth -> PredictionScore.of(truth.landmark().draws(prediction), truth, history.curve(), origin))
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

    private static Use use(BacktestCut cut, ObservedEmergence truth) {
        if (ahead(cut.leastLossNats(), truth)) return new Use(truth.landmark(), true, Optional.empty());
        return new Use(
                truth.landmark(),
                false,
                Optional.of(
                        truth.lossNats().isPresent()
                                ? "The strongest checkpoint shown, at " + DisplayNumbers.decimal3(cut.leastLossNats())
                                        + " nats, is past what was observed at "
                                        + DisplayNumbers.decimal3(truth.lossNats())
                                        + " nats: nothing is left to predict."
                                : "All rows of the study together do not show where it lies: nothing can be compared."));
    }

    /** Whether the strongest checkpoint shown had not emerged yet; no cut is, where the rows do not say. */
    public boolean ahead(ObservedEmergence truth) {
        return ahead(leastLossNats, truth);
    }

    private static boolean ahead(double leastLossNats, ObservedEmergence truth) {
        return truth.lossNats().isPresent() ? leastLossNats >= truth.lossNats().getAsDouble() : truth.notYet();
    }
}
