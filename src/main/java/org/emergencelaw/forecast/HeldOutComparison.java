package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * Predictions of a fit beside the held-out models, which never entered it.
 *
 * @param predicted point of emergence as predicted, nats
 * @param seen few-shot elbow seen with the held-out models, absent where it cannot be seen
 * @param errorNats predicted median minus seen; positive means predicted for weaker models than came true
 * @param errorTimesCompute compute predicted over compute seen, by the study's loss law
 * @param seenWithinInterval whether the 90% interval holds what was seen
 * @param checkpoints held-out checkpoints, weakest first
 * @param covered how many of them scored within their 90% interval
 * @param summary the comparison in one sentence
 */
public record HeldOutComparison(
        Percentiles predicted,
        Optional<HingeFit> seen,
        OptionalDouble errorNats,
        OptionalDouble errorTimesCompute,
        Optional<Boolean> seenWithinInterval,
        List<HeldOut> checkpoints,
        int covered,
        String summary) {

    /**
     * One held-out checkpoint.
     *
     * @param observed accuracy over all its few-shot rows
     * @param wilson90 90% Wilson interval of the observed accuracy
     * @param predicted accuracy predicted for its loss; absent where there is no law
     * @param within whether the predicted interval holds the observed accuracy
     */
    public record HeldOut(
            String model,
            double pretrainLossNats,
            OptionalDouble trainFlops,
            double observed,
            int items,
            Accuracy.Interval wilson90,
            Optional<Interval90> predicted,
            Optional<Boolean> within) {}

    public static HeldOutComparison of(FittedStudy fitted) {
        Rows fewShot = fitted.study().fewShot().rows();
        List<HeldOut> heldOut = heldOut(new LawForecaster(fitted), fewShot.heldOut());
        Optional<HingeFit> seen =
                heldOut.isEmpty() ? Optional.empty() : HingeFit.of(fitted.task().shots(), fewShot.list());
        Percentiles predicted = fitted.fit().emergence().lossNats();
        OptionalDouble point = predicted.median().isPresent() ? predicted.median() : predicted.mle();
        OptionalDouble error = seen.isPresent() && point.isPresent()
                ? OptionalDouble.of(point.getAsDouble() - seen.get().lossNats())
                : OptionalDouble.empty();
        Optional<Boolean> within = seen.isPresent()
                        && predicted.q05().isPresent()
                        && predicted.q95().isPresent()
                ? Optional.of(seen.get().lossNats() >= predicted.q05().getAsDouble()
                        && seen.get().lossNats() <= predicted.q95().getAsDouble())
                : Optional.empty();
        int covered =
                (int) heldOut.stream().filter(row -> row.within().orElse(false)).count();
        return new HeldOutComparison(
                predicted,
                seen,
                error,
                timesCompute(fitted, point, seen),
                within,
                heldOut,
                covered,
                heldOut.isEmpty() ? nothing(fitted) : summary(heldOut, seen, error, within, covered));
    }

    private static List<HeldOut> heldOut(LawForecaster forecaster, Rows heldOut) {
        List<HeldOut> result = new ArrayList<>();
        heldOut.by(Observation::checkpoint)
                .forEach((checkpoint, rows) -> result.add(heldOut(forecaster, checkpoint, rows)));
        result.sort((a, b) -> Double.compare(b.pretrainLossNats(), a.pretrainLossNats()));
        return result;
    }

    private static HeldOut heldOut(LawForecaster forecaster, Checkpoint checkpoint, Rows rows) {
        Accuracy accuracy = new Accuracy(rows.count().right(), rows.count().items());
        double loss = checkpoint.pretrainLossNats().orElseThrow();
        Optional<Interval90> predicted = forecaster.fitted().draws().isEmpty()
                ? Optional.empty()
                : Optional.of(forecaster.accuracyAt(loss, accuracy.items()));
        return new HeldOut(
                checkpoint.model(),
                loss,
                rows.computeOf(checkpoint),
                accuracy.value(),
                accuracy.items(),
                accuracy.wilson(0.9),
                predicted,
                predicted.map(range -> range.holds(accuracy.value())));
    }

    /** Median over the loss laws of C(predicted) / C(seen); absent where either is out of reach of most of them. */
    private static OptionalDouble timesCompute(FittedStudy fitted, OptionalDouble predicted, Optional<HingeFit> seen) {
        if (predicted.isEmpty() || seen.isEmpty()) return OptionalDouble.empty();
        ComputePath path = fitted.path();
        double[] ratios = fitted.draws().stream()
                .flatMap(draw -> draw.lossLaw().stream())
                .mapToDouble(law -> law.trainFlops(predicted.getAsDouble(), path)
                        / law.trainFlops(seen.get().lossNats(), path))
                .map(ratio -> Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio)
                .sorted()
                .toArray();
        if (ratios.length == 0) return OptionalDouble.empty();
        double median = Percentiles.quantile(ratios, 0.5);
        return Double.isFinite(median) && median > 0 ? OptionalDouble.of(median) : OptionalDouble.empty();
    }

    /** Why there is nothing to compare. */
    private static String nothing(FittedStudy fitted) {
        int unplaced = fitted.rows().heldOut().fewShot(fitted.task()).size();
        return unplaced == 0
                ? "No held-out few-shot row yet: mark rows of larger models with split = held_out to compare."
                : DisplayNumbers.plural(unplaced, "held-out few-shot row")
                        + " without a pretraining loss, by which this page compares: add pretrain_loss_nats, or forecast"
                        + " these models by their compute.";
    }

    private static String summary(
            List<HeldOut> heldOut,
            Optional<HingeFit> seen,
            OptionalDouble error,
            Optional<Boolean> within,
            int covered) {
        boolean predicted = heldOut.get(0).predicted().isPresent();
        String coverage = predicted
                ? " " + covered + " of " + DisplayNumbers.plural(heldOut.size(), "held-out checkpoint")
                        + " scored within the predicted 90% interval."
                : " There is no prediction to compare them with.";
        if (seen.isEmpty()) return "The held-out models do not show the few-shot elbow yet." + coverage;
        String elbow = "The few-shot elbow was observed at "
                + DisplayNumbers.decimal3(seen.get().lossNats()) + " nats";
        if (error.isEmpty()) return elbow + "." + coverage;
        return elbow + "; the prediction was off by " + DisplayNumbers.signed3(error) + " nats"
                + within.map(held -> held ? ", within its 90% interval" : ", outside its 90% interval")
                        .orElse("")
                + "." + coverage;
    }
}
