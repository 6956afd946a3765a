package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Prediction;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;

/**
 * What one forecaster said of a model size of which it saw nothing, beside what came true at that size. It saw the last history of
 * the study in which the visible few-shot rows do not show the landmark yet.
 *
 * @param shown which rows forecasters were shown
 * @param params N of the held-out size
 * @param truth at this size
 * @param seenFlops compute of this size where it came, between measured checkpoints; absent where it was not seen
 * @param shownFlops largest compute shown
 * @param shownNats loss of the strongest checkpoint shown, from which doublings are counted
 * @param forecaster a rival's key, or {@code voice_} and that of a voice of the combined forecast
 * @param abstention why it said nothing
 * @param score its {@code doublings} are along this size's own training; absent with an abstention
 * @param byFourTimes "it comes by four times the compute shown", by the loss that goes with it
 */
public record HeldOutForecast(
        Shown shown,
        String family,
        String task,
        double params,
        ObservedEmergence truth,
        OptionalDouble seenFlops,
        OptionalDouble shownFlops,
        double shownNats,
        String forecaster,
        Optional<String> abstention,
        Optional<PredictionScore> score,
        Optional<Claim> byFourTimes) {

    private static final double FOUR_TIMES = 2;

    /** Which of the visible rows forecasters were shown. */
    public enum Shown {
        ALL_AMOUNTS,
        /** Without finetuned rows of no more examples than the task has shots: the emergence law is no forecast from them. */
        AMOUNTS_ABOVE_SHOTS;

        StudyRows of(StudyRows study) {
            return this == ALL_AMOUNTS
                    ? study
                    : study.with(study.rows()
                            .where(row -> row.regime() == Regime.FEW_SHOT
                                    || row.examples() > study.task().shots()));
        }
    }

    /**
     * A claim and what came of it.
     *
     * @param p stated probability
     * @param came whether it came true
     */
    public record Claim(double p, boolean came) {

        /** {@code (p - o)^2}. */
        double brier() {
            return (p - (came ? 1 : 0)) * (p - (came ? 1 : 0));
        }
    }

    /** The question that was asked: forecasters are paired by it. */
    record Case(String family, String task, double params, EmergenceCriterion landmark) {}

    Case asked() {
        return new Case(family, task, params, truth.landmark());
    }

    /** A held-out size as it was measured. */
    private record Size(double params, StudyRows fewShot) {}

    /**
     * Every forecaster on every size without a visible row, for both landmarks; a size whose rows show neither that it came nor that it
     * did not is left out, as is a landmark that every history shows already.
     *
     * @param study all rows
     */
    public static List<HeldOutForecast> of(StudyRows study, Shown shown, long seed) {
        History history = History.of(study, seed);
        List<BacktestCut> cuts = BacktestCut.of(shown.of(study));
        Map<BacktestCut, Map<String, Prediction>> said = new HashMap<>();
        List<HeldOutForecast> all = new ArrayList<>();
        for (EmergenceCriterion landmark : EmergenceCriterion.values()) {
            Optional<BacktestCut> cut = lastBefore(landmark, cuts);
            if (cut.isEmpty()) continue;
            for (Size size : heldOut(study)) {
                ObservedEmergence truth = ObservedEmergence.of(landmark, size.fewShot);
                if (truth.lossNats().isEmpty() && !truth.notYet()) continue;
                said.computeIfAbsent(cut.get(), last -> predictions(last.study(), seed))
                        .forEach((forecaster, prediction) ->
                                all.add(of(shown, size, truth, cut.get(), forecaster, prediction, history)));
            }
        }
        return all;
    }

    private static Optional<BacktestCut> lastBefore(EmergenceCriterion landmark, List<BacktestCut> cuts) {
        return cuts.stream()
                .filter(cut -> landmark.seen(cut.study().fewShot()).isEmpty())
                .reduce((earlier, later) -> later);
    }

    private static List<Size> heldOut(StudyRows study) {
        TreeMap<Double, Rows> sizes = new TreeMap<>(study.rows()
                .where(row -> row.checkpoint().params().isPresent())
                .by(row -> row.checkpoint().params().getAsDouble()));
        List<Size> heldOut = new ArrayList<>();
        sizes.forEach((params, rows) -> {
            StudyRows fewShot = study.with(rows).fewShot();
            if (rows.visible().isEmpty() && !fewShot.rows().isEmpty()) heldOut.add(new Size(params, fewShot));
        });
        return heldOut;
    }

    private static Map<String, Prediction> predictions(StudyRows study, long seed) {
        Map<String, Prediction> said = new LinkedHashMap<>();
        for (Rival rival : Rivals.all()) said.put(rival.key(), rival.predict(study, seed));
        said.putAll(Rivals.voices(study, seed));
        return said;
    }

    private static HeldOutForecast of(
            Shown shown,
            Size size,
            ObservedEmergence truth,
            BacktestCut cut,
            String forecaster,
            Prediction prediction,
            History history) {
        Optional<DoublingsScore.Origin> origin =
                history.axis().map(axis -> new DoublingsScore.Origin(axis, cut.leastLossNats()));
        Optional<LossCurve> curve = SizeResult.curve(size.params, size.fewShot);
        Optional<PredictionScore> score = prediction.abstains()
                ? Optional.empty()
                : Optional.of(PredictionScore.of(truth.landmark().draws(prediction), truth, curve, origin));
        Rows rows = size.fewShot.rows();
        return new HeldOutForecast(
                shown,
                rows.list().get(0).checkpoint().family(),
                size.fewShot.task().name(),
                size.params,
                truth,
                truth.lossNats().isPresent()
                        ? MeasuredLosses.of(rows).flopsAt(truth.lossNats().getAsDouble())
                        : OptionalDouble.empty(),
                cut.trainFlops(),
                cut.leastLossNats(),
                forecaster,
                prediction.abstention(),
                score,
                score.flatMap(PredictionScore::inDoublings)
                        .flatMap(doublings -> byFourTimes(doublings, truth, origin.orElseThrow())));
    }

    /** Absent where it was not seen, and the strongest checkpoint lies before four times the compute shown. */
    private static Optional<Claim> byFourTimes(
            DoublingsScore said, ObservedEmergence truth, DoublingsScore.Origin origin) {
        OptionalDouble last = origin.doublings(truth.leastLossNats());
        if (said.seen().isEmpty() && last.orElse(0) < FOUR_TIMES) return Optional.empty();
        double early = said.quantiles().stream()
                .filter(place -> place.isPresent() && place.getAsDouble() <= FOUR_TIMES)
                .count();
        return Optional.of(
                new Claim(early / said.quantiles().size(), said.seen().orElse(Double.POSITIVE_INFINITY) <= FOUR_TIMES));
    }
}
