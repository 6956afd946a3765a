package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Accuracy;

/** A comparison with held-out models in one sentence. */
final class HeldOutSummary {

    private HeldOutSummary() {}

    static String of(
            Forecaster forecaster,
            List<HeldOutComparison.HeldOut> heldOut,
            Optional<HingeFit> seen,
            OptionalDouble seenDoublings,
            OptionalDouble errorNats,
            Optional<Boolean> within,
            int covered) {
        if (heldOut.isEmpty())
            return "No held-out few-shot row yet: mark rows of larger models with split = held_out to compare.";
        String coverage = coverage(heldOut, covered) + level(heldOut, forecaster.usualLevel());
        if (seen.isEmpty() && seenDoublings.isEmpty())
            return unseen(heldOut, forecaster.fitted().task().trivialAccuracy()) + coverage;
        String elbow = "The few-shot elbow was observed at "
                + (seen.isPresent()
                        ? DisplayNumbers.decimal3(seen.get().lossNats()) + " nats"
                        : place(seenDoublings.getAsDouble()));
        String error = errorNats.isPresent()
                ? "; the prediction was off by " + DisplayNumbers.signed3(errorNats) + " nats"
                : "";
        return elbow + error
                + within.map(held -> held ? ", within its 90% interval" : ", outside its 90% interval")
                        .orElse("")
                + "." + coverage;
    }

    /** Models that beat guessing are no longer before the elbow, though nothing may show where it lies. */
    private static String unseen(List<HeldOutComparison.HeldOut> heldOut, double trivialAccuracy) {
        long above = heldOut.stream()
                .filter(row -> Math.round(row.observed() * row.items())
                        >= Accuracy.minRightAboveTrivial(
                                row.items(), trivialAccuracy, Forecaster.TEST_LEVEL / heldOut.size()))
                .count();
        if (above == 0) return "The held-out models do not show the few-shot elbow yet.";
        return (above == heldOut.size() ? "All" : Long.toString(above)) + " of "
                + DisplayNumbers.plural(heldOut.size(), "held-out model")
                + (above == 1 ? " scores" : " score")
                + " clearly above guessing, past the few-shot elbow or on a floor above guessing; these rows do not show"
                + " where the elbow lies.";
    }

    /** Where something lies, beside the strongest visible checkpoint. */
    private static String place(double doublings) {
        return DisplayNumbers.significant3(Math.abs(doublings)) + " doublings of compute "
                + (doublings < 0 ? "before" : "past") + " the strongest visible checkpoint";
    }

    private static String coverage(List<HeldOutComparison.HeldOut> heldOut, int covered) {
        long told = heldOut.stream().filter(row -> row.predicted().isPresent()).count();
        if (told == 0) return " There is no prediction to compare them with.";
        String placeless = told < heldOut.size()
                ? " " + DisplayNumbers.plural(heldOut.size() - told, "other")
                        + " could not be placed beside the visible checkpoints: add pretrain_loss_nats, params and tokens,"
                        + " or train_flops."
                : "";
        return " " + covered + " of " + DisplayNumbers.plural(told, "held-out checkpoint")
                + " scored within the predicted 90% interval." + placeless;
    }

    private static String level(List<HeldOutComparison.HeldOut> heldOut, double level) {
        List<HeldOutComparison.HeldOut> told =
                heldOut.stream().filter(row -> row.pReachesLevel().isPresent()).toList();
        if (told.isEmpty()) return "";
        double expected = told.stream()
                .mapToDouble(row -> row.pReachesLevel().orElseThrow())
                .sum();
        long reached =
                told.stream().filter(HeldOutComparison.HeldOut::reachedLevel).count();
        return " The named level, " + DisplayNumbers.decimal3(level) + ", was reached by " + reached + " of them; "
                + DisplayNumbers.significant3(expected) + " were expected to.";
    }
}
