package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * The combined forecast beside the held-out models, which never entered it; and what the emergence law says by itself, apart.
 *
 * @param basis what the forecast rests on; absent where these rows give none
 * @param level accuracy that is asked for on this task where nobody names one
 * @param predicted point of emergence as predicted, nats; absent where no loss is known
 * @param predictedDoublings the same in doublings past the strongest visible checkpoint
 * @param seen few-shot elbow seen with the held-out models, absent where it cannot be seen
 * @param seenDoublings the same in doublings, also where no loss is known
 * @param errorNats predicted median minus seen; positive means predicted for weaker models than came true
 * @param errorTimesCompute compute predicted over compute seen
 * @param seenWithinInterval whether the 90% interval holds what was seen
 * @param checkpoints held-out checkpoints, weakest first
 * @param covered how many of them scored within their 90% interval
 * @param law what the emergence law says by itself; absent where there is none
 * @param summary the comparison in one sentence
 */
public record HeldOutComparison(
        Optional<StudyForecast.Basis> basis,
        double level,
        Percentiles predicted,
        Percentiles predictedDoublings,
        Optional<HingeFit> seen,
        OptionalDouble seenDoublings,
        OptionalDouble errorNats,
        OptionalDouble errorTimesCompute,
        Optional<Boolean> seenWithinInterval,
        List<HeldOut> checkpoints,
        int covered,
        Optional<ByLaw> law,
        String summary) {

    private static final String NO_FORECAST = "these rows give no forecast";

    /**
     * One held-out checkpoint.
     *
     * @param doublings past the strongest visible checkpoint; absent where nothing places it
     * @param observed accuracy over all its few-shot rows
     * @param wilson90 90% Wilson interval of the observed accuracy
     * @param predicted accuracy predicted for its loss, else for its size; absent where there is no forecast or nothing places it
     * @param within whether the predicted interval holds the observed accuracy
     * @param pReachesLevel probability that it reaches the named level
     * @param reachedLevel whether its observed accuracy does
     * @param byLaw accuracy by the emergence law alone; absent where there is no law or its loss is not known
     */
    public record HeldOut(
            String model,
            OptionalDouble pretrainLossNats,
            OptionalDouble trainFlops,
            OptionalDouble doublings,
            double observed,
            int items,
            Accuracy.Interval wilson90,
            Optional<Interval90> predicted,
            Optional<Boolean> within,
            OptionalDouble pReachesLevel,
            boolean reachedLevel,
            Optional<Interval90> byLaw) {}

    /**
     * The emergence law by itself.
     *
     * @param predicted its point of emergence, nats
     * @param covered checkpoints within its 90% interval, of those that it speaks of
     */
    public record ByLaw(
            Percentiles predicted,
            OptionalDouble errorNats,
            Optional<Boolean> seenWithinInterval,
            int covered,
            int of) {}

    public static HeldOutComparison of(FittedStudy fitted) {
        return of(new Forecaster(fitted));
    }

    /** With its usual level. */
    public static HeldOutComparison of(Forecaster forecaster) {
        return new Builder(forecaster.fitted(), forecaster).comparison();
    }

    private record Builder(FittedStudy fitted, Forecaster forecaster) {

        HeldOutComparison comparison() {
            Rows fewShot = fitted.rows().fewShot(fitted.task());
            List<HeldOut> heldOut = heldOut(fewShot.heldOut());
            Optional<HingeFit> seen = heldOut.isEmpty()
                    ? Optional.empty()
                    : HingeFit.of(fitted.task().shots(), fewShot.withLoss().list());
            OptionalDouble seenDoublings = heldOut.isEmpty() ? OptionalDouble.empty() : seenDoublings(seen, fewShot);
            Percentiles predicted = predicted(), doublings = predictedDoublings();
            OptionalDouble error = error(predicted, seen);
            Optional<Boolean> within = seen.isPresent() ? within(predicted, seen) : within(doublings, seenDoublings);
            int covered = (int)
                    heldOut.stream().filter(row -> row.within().orElse(false)).count();
            return new HeldOutComparison(
                    forecaster.combined().map(StudyForecast::basis),
                    forecaster.usualLevel(),
                    predicted,
                    doublings,
                    seen,
                    seenDoublings,
                    error,
                    timesCompute(doublings, seenDoublings),
                    within,
                    heldOut,
                    covered,
                    law(heldOut, seen),
                    HeldOutSummary.of(forecaster, heldOut, seen, seenDoublings, error, within, covered));
        }

        private Percentiles predicted() {
            return forecaster
                    .combined()
                    .map(study -> OccurrenceOnPath.losses(study.pool().elbow().orElseThrow(), study.axis()))
                    .orElse(Percentiles.absent(NO_FORECAST));
        }

        private Percentiles predictedDoublings() {
            return forecaster
                    .combined()
                    .map(study ->
                            OccurrenceOnPath.percentiles(study.pool().elbow().orElseThrow()))
                    .orElse(Percentiles.absent(NO_FORECAST));
        }

        /** By the loss of the elbow; where no loss is known, by the places of the checkpoints themselves. */
        private OptionalDouble seenDoublings(Optional<HingeFit> seen, Rows fewShot) {
            Optional<DoublingsAxis> axis = forecaster.combined().map(StudyForecast::axis);
            if (axis.isEmpty()) return OptionalDouble.empty();
            if (seen.isPresent()) return axis.get().ofLoss(seen.get().lossNats());
            return SeenInDoublings.elbow(fitted.study().with(fewShot), axis.get());
        }

        private OptionalDouble timesCompute(Percentiles predicted, OptionalDouble seen) {
            boolean compute = forecaster
                    .combined()
                    .filter(study -> study.axis().onPath(fitted.path()).draws() > 0)
                    .isPresent();
            return compute && seen.isPresent() && predicted.median().isPresent()
                    ? OptionalDouble.of(Math.pow(2, predicted.median().getAsDouble() - seen.getAsDouble()))
                    : OptionalDouble.empty();
        }

        private List<HeldOut> heldOut(Rows heldOut) {
            List<HeldOut> result = new ArrayList<>();
            heldOut.by(Observation::checkpoint).forEach((checkpoint, rows) -> result.add(heldOut(checkpoint, rows)));
            result.sort(
                    Comparator.<HeldOut>comparingDouble(row -> row.doublings().orElse(Double.POSITIVE_INFINITY))
                            .thenComparingDouble(row -> -row.pretrainLossNats().orElse(0)));
            return result;
        }

        private HeldOut heldOut(Checkpoint checkpoint, Rows rows) {
            Accuracy accuracy = new Accuracy(rows.count().right(), rows.count().items());
            double level = forecaster.usualLevel();
            OptionalDouble place = forecaster
                    .combined()
                    .map(study -> study.axis().of(checkpoint, fitted.path()))
                    .orElse(OptionalDouble.empty());
            Optional<AccuracyDistribution> said = place.isEmpty()
                    ? Optional.empty()
                    : forecaster.combined().map(study -> study.pool().accuracy(place.getAsDouble(), accuracy.items()));
            Optional<Interval90> predicted = said.map(Forecaster::interval);
            return new HeldOut(
                    checkpoint.model(),
                    checkpoint.pretrainLossNats(),
                    rows.computeOf(checkpoint),
                    place,
                    accuracy.value(),
                    accuracy.items(),
                    accuracy.wilson(0.9),
                    predicted,
                    predicted.map(range -> range.holds(accuracy.value())),
                    place.isEmpty()
                            ? place
                            : OptionalDouble.of(
                                    forecaster.combined().orElseThrow().pReaches(level, place.getAsDouble())),
                    accuracy.value() >= level,
                    byLaw(checkpoint, accuracy.items()));
        }

        private Optional<Interval90> byLaw(Checkpoint checkpoint, int items) {
            if (fitted.draws().isEmpty() || checkpoint.pretrainLossNats().isEmpty()) return Optional.empty();
            return Optional.of(
                    forecaster.law().accuracyAt(checkpoint.pretrainLossNats().getAsDouble(), items));
        }

        private Optional<ByLaw> law(List<HeldOut> heldOut, Optional<HingeFit> seen) {
            Percentiles predicted = fitted.fit().emergence().lossNats();
            if (predicted.median().isEmpty() && predicted.mle().isEmpty()) return Optional.empty();
            List<HeldOut> spoken =
                    heldOut.stream().filter(row -> row.byLaw().isPresent()).toList();
            return Optional.of(new ByLaw(
                    predicted,
                    error(predicted, seen),
                    within(predicted, seen),
                    (int) spoken.stream()
                            .filter(row -> row.byLaw().orElseThrow().holds(row.observed()))
                            .count(),
                    spoken.size()));
        }

        private static OptionalDouble error(Percentiles predicted, Optional<HingeFit> seen) {
            OptionalDouble point = predicted.median().isPresent() ? predicted.median() : predicted.mle();
            return seen.isPresent() && point.isPresent()
                    ? OptionalDouble.of(point.getAsDouble() - seen.get().lossNats())
                    : OptionalDouble.empty();
        }

        private static Optional<Boolean> within(Percentiles predicted, Optional<HingeFit> seen) {
            return within(
                    predicted,
                    seen.map(fit -> OptionalDouble.of(fit.lossNats())).orElse(OptionalDouble.empty()));
        }

        private static Optional<Boolean> within(Percentiles predicted, OptionalDouble seen) {
            if (seen.isEmpty() || predicted.q05().isEmpty() || predicted.q95().isEmpty()) return Optional.empty();
            return Optional.of(seen.getAsDouble() >= predicted.q05().getAsDouble()
                    && seen.getAsDouble() <= predicted.q95().getAsDouble());
        }
    }
}
