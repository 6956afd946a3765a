package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.format.DisplayNumbers;

/** A comparison with held-out models in one sentence. */
final class HeldOutSummary {

    private HeldOutSummary() {}

    static String of(
            double level,
            List<HeldOutComparison.HeldOut> heldOut,
            Optional<HingeFit> seen,
            OptionalDouble seenDoublings,
            OptionalDouble errorNats,
            Optional<Boolean> within,
            int covered) {
        if (heldOut.isEmpty())
            return "No held-out few-shot row yet: mark rows of larger models with split = held_out to compare.";
        String coverage = coverage(heldOut, covered) + level(heldOut, level);
        if (seen.isEmpty() && seenDoublings.isEmpty())
            return "The held-out models do not show the few-shot elbow yet." + coverage;
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
