package org.emergencelaw.report;

import org.emergencelaw.fit.loss.LossForecast;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Warning;

/** The pretraining loss of a planned run in words, the same on its page and on the console. */
public final class LossText {

    private LossText() {}

    /** The sentence, then each warning. */
    public static String of(LossForecast forecast) {
        StringBuilder text = new StringBuilder(claim(forecast));
        for (Warning warning : forecast.warnings())
            text.append("\n\n  ").append(warning.code()).append(": ").append(warning.message());
        return text.toString();
    }

    public static String claim(LossForecast forecast) {
        return "A run of " + DisplayNumbers.count(forecast.params()) + " parameters on "
                + DisplayNumbers.count(forecast.tokens()) + " tokens, " + DisplayNumbers.flops(forecast.trainFlops())
                + " FLOPs, is expected to have a pretraining loss of "
                + DisplayNumbers.decimal3(forecast.lossNats().median()) + " nats per token"
                + (measured(forecast)
                        ? " (" + interval(forecast) + "), by "
                                + DisplayNumbers.plural(forecast.checkpoints(), "checkpoint") + "."
                        : ", by a published law alone.");
    }

    /** Whether it rests on losses that were measured: a published law has no interval. */
    public static boolean measured(LossForecast forecast) {
        return forecast.checkpoints() > 0;
    }

    public static String interval(LossForecast forecast) {
        return "90% interval "
                + DisplayNumbers.range3(
                        forecast.lossNats().q05(), forecast.lossNats().q95());
    }
}
