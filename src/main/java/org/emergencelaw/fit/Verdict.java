package org.emergencelaw.fit;

import java.util.List;
import java.util.Locale;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Percentiles;

/**
 * What the data can say about the point of emergence, and the rule that turns diagnostics into it.
 *
 * <p>Of simulated tasks with three or more data amounts whose elbow is visibly inside the loss range and a 90% interval of at most
 * 0.3 nats, nine in ten were within 0.1 nats of the truth; of those with two and an interval of at most 0.6, more than half; of the
 * rest, a third ({@code data/calibration/verdicts.csv}). The prior alone, with the elbow at the largest data amount known, leaves
 * 0.72 nats: identified means that the data have taken away at least half of that, weakly identified that they have taken some.
 */
public enum Verdict {
    /** The interval may be relied on. */
    IDENTIFIED,
    /** The interval is wide, or rests on few data amounts. */
    WEAKLY_IDENTIFIED,
    /** These data cannot tell. */
    NOT_IDENTIFIED,
    /** Nothing rises above its floor anywhere. */
    NO_SIGNAL,
    /** The few-shot elbow lies within the submitted checkpoints. */
    ALREADY_EMERGED,
    /** Few-shot rows only: the law is about finetuned ones. */
    NO_FINETUNING,
    /** The law does not describe these rows. */
    MISFIT,
    /** Few-shot accuracy lies clearly below guessing everywhere. */
    BELOW_CHANCE;

    static final int LEVELS_FOR_IDENTIFIED = 3;
    static final int LEVELS_FOR_WEAKLY = 2;
    /** Widest 90% interval, nats. */
    static final double WIDTH_FOR_IDENTIFIED = 0.3;

    static final double WIDTH_FOR_WEAKLY = 0.6;
    /** The same two in doublings of compute: the prior alone leaves 12.1 where the elbow at the largest data amount is known. */
    static final double DOUBLINGS_FOR_IDENTIFIED = 6;

    static final double DOUBLINGS_FOR_WEAKLY = 12;
    private static final double EMERGED = 0.95;

    public static final String NOTHING_RISES =
            "Nothing rises above its floor at any data amount, so there is no elbow to extrapolate. Add stronger"
                    + " checkpoints or finetune on more examples.";

    public static final String FEW_SHOT_ONLY =
            "There is no finetuned row: how the elbow moves with data cannot be seen, so the emergence law says nothing."
                    + " Forecasts rest on the few-shot accuracies; finetune on at least three amounts to bring the law in.";

    /** Whether what a law fitted to such rows says is evidence of anything. */
    public boolean lawSpeaks() {
        return this != NO_SIGNAL && this != NO_FINETUNING && this != MISFIT && this != BELOW_CHANCE;
    }

    public static Verdict of(FitDesign data, SignalTest signal, Percentiles loss, List<LawDraw> draws) {
        double width = loss.q95().isPresent() && loss.q05().isPresent()
                ? loss.q95().getAsDouble() - loss.q05().getAsDouble()
                : Double.POSITIVE_INFINITY;
        return of(signal, shareEmerged(data, signal, draws), width);
    }

    /**
     * @param shareEmerged of the draws, see {@link #shareEmerged}
     * @param width of the 90% interval, nats; infinite where there is none
     */
    public static Verdict of(SignalTest signal, double shareEmerged, double width) {
        return of(signal, shareEmerged, width, WIDTH_FOR_IDENTIFIED, WIDTH_FOR_WEAKLY);
    }

    /** The same of the law over doublings of compute, by a width in doublings. */
    public static Verdict ofDoublings(SignalTest signal, double shareEmerged, double width) {
        return of(signal, shareEmerged, width, DOUBLINGS_FOR_IDENTIFIED, DOUBLINGS_FOR_WEAKLY);
    }

    private static Verdict of(SignalTest signal, double shareEmerged, double width, double identified, double weakly) {
        if (!signal.present()) return NO_SIGNAL;
        if (shareEmerged >= EMERGED) return ALREADY_EMERGED;
        if (signal.resolvedLevels() >= LEVELS_FOR_IDENTIFIED && width <= identified) return IDENTIFIED;
        // without an interval, a least-squares point is weak at best
        boolean narrow = width <= weakly || Double.isInfinite(width);
        return signal.resolvedLevels() >= LEVELS_FOR_WEAKLY && narrow ? WEAKLY_IDENTIFIED : NOT_IDENTIFIED;
    }

    /** Share of draws whose few-shot elbow lies above the smallest few-shot loss; 0 where no few-shot checkpoint beats guessing. */
    public static double shareEmerged(FitDesign data, SignalTest signal, List<LawDraw> draws) {
        if (!signal.fewShotRises()) return 0;
        double least = data.loss[0];
        return (double) draws.stream()
                        .filter(draw -> draw.emergenceLossNats() > least)
                        .count()
                / draws.size();
    }

    String summary(Percentiles loss, SignalTest signal) {
        String range = loss.q05().isPresent() && loss.q95().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.3f nats (90%% interval %.3f to %.3f)",
                        loss.median().orElseThrow(),
                        loss.q05().getAsDouble(),
                        loss.q95().getAsDouble())
                : String.format(Locale.ROOT, "%.3f nats", loss.mle().orElseThrow());
        String levels =
                signal.resolvedLevels() + (signal.resolvedLevels() == 1 ? " data amount shows" : " data amounts show");
        return switch (this) {
            case IDENTIFIED ->
                "Few-shot accuracy is expected to leave its floor at a pretraining loss of " + range + ".";
            case WEAKLY_IDENTIFIED ->
                "Few-shot accuracy may leave its floor at about " + range + ", but only " + levels
                        + " an elbow or the interval is wide: treat it as a range, not a point.";
            case ALREADY_EMERGED ->
                "Few-shot accuracy already rises within the submitted checkpoints, at about " + range + ".";
            case NOT_IDENTIFIED ->
                "These data cannot tell where few-shot accuracy leaves its floor: "
                        + (signal.resolvedLevels() < LEVELS_FOR_WEAKLY
                                ? levels + " an elbow inside the loss range, and it takes " + LEVELS_FOR_WEAKLY
                                        + " to see how it moves."
                                : "the 90% interval is wider than " + WIDTH_FOR_WEAKLY + " nats.");
            case NO_SIGNAL -> NOTHING_RISES;
            case NO_FINETUNING -> FEW_SHOT_ONLY;
            case MISFIT -> "The emergence law does not describe these rows; what it says is not to be relied on.";
            case BELOW_CHANCE ->
                "Few-shot accuracy lies below guessing everywhere: mend the rows before anything rests on them.";
        };
    }
}
