package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Task;

/**
 * All rivals at one cut of a study's history.
 *
 * @param trainFlops largest compute shown to them
 * @param leastLossNats loss of the strongest checkpoint shown
 * @param checkpoints how many were shown
 * @param observations rows shown
 * @param said by rival, in the order of {@link Rivals#all}
 */
public record Trial(
        OptionalDouble trainFlops, double leastLossNats, int checkpoints, int observations, List<Said> said) {

    /**
     * What one rival said, scored.
     *
     * @param rival its key
     * @param abstention why it said nothing
     * @param scores one for each landmark, in the order of {@link Landmark}; empty with an abstention
     */
    public record Said(String rival, Optional<String> abstention, List<Score> scores) {

        /** Absent with an abstention. */
        public Optional<Score> score(Landmark landmark) {
            return abstention.isPresent() ? Optional.empty() : Optional.of(scores.get(landmark.ordinal()));
        }
    }

    static Trial of(Cut cut, Task task, History history, long seed) {
        return new Trial(
                cut.trainFlops(),
                cut.leastLossNats(),
                cut.checkpoints(),
                cut.visible().size(),
                Rivals.all().stream()
                        .map(rival -> said(rival, rival.predict(task, cut.visible(), seed), history))
                        .toList());
    }

    private static Said said(Rival rival, Prediction prediction, History history) {
        if (prediction.abstains()) return new Said(rival.key(), prediction.abstention(), List.of());
        List<Score> scores = history.truths().stream()
                .map(truth -> Score.of(truth.landmark().draws(prediction), truth, history.curve()))
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
    public boolean ahead(Truth truth) {
        return truth.lossNats().isPresent() ? leastLossNats >= truth.lossNats().getAsDouble() : truth.notYet();
    }
}
