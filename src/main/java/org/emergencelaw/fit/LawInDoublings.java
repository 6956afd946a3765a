package org.emergencelaw.fit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.fit.posterior.EmergenceParameters;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;

/**
 * Posterior of the emergence law over doublings of compute instead of nats, so that its priors mean the same in every family, whatever
 * its losses are measured in.
 *
 * @param form of the law
 * @param draws few-shot curves, of equal weight
 * @param verdict what may be relied on, by widths in doublings
 * @param shareEmerged of the draws, see {@link Verdict#shareEmerged}
 */
public record LawInDoublings(
        EmergenceLawForm form, List<Draw> draws, Verdict verdict, double shareEmerged, SamplingDiagnostics sampling) {

    /** Loss that stands for 0 doublings: any number that leaves all losses positive. */
    private static final double LOSS_AT_STRONGEST = 100;

    /**
     * A few-shot accuracy curve.
     *
     * @param elbow E(D0), doublings past the strongest visible checkpoint
     * @param slope A, accuracy a doubling
     * @param floor B + Delta
     * @param runNoise tau
     * @param checkpointSd standard deviation by which checkpoints of equal loss differ, doublings
     */
    public record Draw(double elbow, double slope, double floor, double runNoise, double checkpointSd) {}

    /** The loss that stands for a place. */
    public static double lossAt(double doublings) {
        return LOSS_AT_STRONGEST - doublings;
    }

    /**
     * @param placed visible rows, each of a checkpoint whose loss is that of its place, {@link #lossAt}
     * @return absent where no law can be fitted
     */
    public static Optional<LawInDoublings> of(StudyRows placed, FitOptions options) {
        // the rows as submitted were judged, and repeats left out, before they were placed: by losses that are places
        // neither can be told
        Rows rows = placed.rows().visible();
        if (RowSelection.refusal(placed, rows, options.law()).isPresent()) return Optional.empty();
        Task task = placed.task();
        FitDesign data = new FitDesign(task.shots(), rows.list());
        LeastSquares.Solution best = LeastSquares.fit(data, options.law(), options.fewShotShift());
        SignalTest signal = SignalTest.of(data, best, task.trivialAccuracy(), options.fewShotShift());
        Prior prior = prior(task.trivialAccuracy(), options);
        PosteriorSample sample = Posterior.sample(data, options.law(), prior, options.seed());
        double emerged = Verdict.shareEmerged(data, signal, sample.lawDraws());
        double width = sample.emergence().quantile(0.95) - sample.emergence().quantile(0.05);
        return Optional.of(new LawInDoublings(
                options.law(),
                sample.draws().stream().map(draw -> draw(draw, prior)).toList(),
                Verdict.ofDoublings(signal, emerged, width),
                emerged,
                sample.sampling()));
    }

    /** What is assumed before the data are seen. */
    public static Prior prior(double trivialAccuracy, FitOptions options) {
        Prior prior = options.law().hasAnchor() ? Prior.anchoredInDoublings(trivialAccuracy) : Prior.H4_IN_DOUBLINGS;
        return options.fewShotShift() ? prior : prior.withoutShift();
    }

    private static Draw draw(EmergenceParameters of, Prior prior) {
        return new Draw(
                LOSS_AT_STRONGEST - of.emergenceLossNats(),
                of.slope(),
                of.floor() + of.fewShotShift(),
                of.runNoise(),
                Math.hypot(of.checkpointSd(), prior.structure().checkpoint() * of.subsetSd()));
    }

    /** The few-shot elbow, doublings. */
    public Percentiles elbow() {
        return Percentiles.of(draws.stream().mapToDouble(Draw::elbow).toArray(), OptionalDouble.empty(), "");
    }
}
