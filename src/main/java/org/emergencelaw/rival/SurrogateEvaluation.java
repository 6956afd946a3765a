package org.emergencelaw.rival;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.statistics.Interval90;

/**
 * Few-shot accuracies of held-out checkpoints as a rival predicts them from their loss, beside what came true.
 *
 * @param rival its key
 * @param rows held-out checkpoints, the weakest first
 * @param meanError mean |median predicted - observed|; absent without a prediction
 * @param within checkpoints inside their 90% interval
 * @param abstention why there is no prediction
 */
public record SurrogateEvaluation(
        String rival, List<Row> rows, OptionalDouble meanError, int within, Optional<String> abstention) {

    /** One held-out checkpoint. */
    public record Row(String model, double pretrainLossNats, double observed, Interval90 predicted) {}

    /**
     * @param study its held-out rows are hidden from the rival
     * @throws IllegalArgumentException if no few-shot row with a loss is held out
     */
    public static SurrogateEvaluation of(Rival rival, StudyRows study, long seed) {
        List<FewShotPoint> hidden = FewShotPoint.of(study.task().shots(), study.rows()).stream()
                .filter(point -> point.heldOut() && point.lossNats().isPresent())
                .toList();
        if (hidden.isEmpty())
            throw new IllegalArgumentException(
                    "no few-shot row with a pretrain_loss_nats has split = held_out, so there is nothing to predict");
        Prediction prediction = rival.predict(study, seed);
        if (prediction.abstains() || prediction.outlook().isEmpty())
            return new SurrogateEvaluation(rival.key(), List.of(), OptionalDouble.empty(), 0, prediction.abstention());
        List<Row> rows = new ArrayList<>();
        for (FewShotPoint point : hidden)
            // of its claims none is asked
            prediction.outlook().get().of(plan(point), 0).accuracy().ifPresent(range -> rows.add(row(point, range)));
        return new SurrogateEvaluation(
                rival.key(),
                rows,
                rows.stream()
                        .mapToDouble(row -> Math.abs(row.predicted().median() - row.observed()))
                        .average(),
                (int) rows.stream()
                        .filter(row -> row.predicted().holds(row.observed()))
                        .count(),
                Optional.empty());
    }

    private static PlannedRun plan(FewShotPoint point) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(
                none, none, none, point.lossNats(), point.accuracy().items());
    }

    private static Row row(FewShotPoint point, Interval90 predicted) {
        return new Row(
                point.checkpoint().model(),
                point.lossNats().orElseThrow(),
                point.accuracy().value(),
                predicted);
    }
}
