package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * Answer for one planned run: that of the combined forecast, with its voices and with what the emergence law says by itself.
 *
 * <p>Forecasts of version 0.1.0 were the law's alone; what they do not have is absent.
 *
 * @param plannedRun what was asked, completed by C = 6 N T or as the study counts, with the loss that it is expected to reach
 * @param level the named level, an accuracy
 * @param pReachesLevel probability that the run's true accuracy, whatever it is evaluated on, has reached the named level
 * @param pScoresLevel probability that the share of right answers on its items is at least the named level: what decides a lock
 * @param pExceedsTrivial probability that the run, evaluated on its items, beats trivial accuracy by a one-sided exact
 *     binomial test at {@link Forecaster#TEST_LEVEL}
 * @param pTrueAboveTrivial probability that its true accuracy, that on items without end, lies above trivial accuracy: what
 *     {@code pExceedsTrivial} tends to as items grow
 * @param exceedingIsNews whether that says anything: not where one right answer suffices, nor where every visible model does it
 *     already, on a floor that lies above guessing or past it
 * @param pPastElbow probability that few-shot accuracy has left its floor at the run
 * @param accuracy few-shot accuracy that the run will score, run noise and finite items included
 * @param emergence where few-shot accuracy leaves its floor
 * @param crossing where it reaches the named level
 * @param pNever probability that it stays at its floor at every compute
 * @param basis what the forecast rests on
 * @param voices the members of the combined forecast, each with its own answer
 * @param spread how far {@code pReachesLevel} moves under other assumptions; absent where nobody asked
 * @param record how forecasts like this one have done
 * @param extrapolationFactor planned compute over the largest submitted compute
 * @param emergenceOnPath compute at emergence along the plan's path; absent where nothing links the study to compute
 * @param lawForecast what the emergence law says by itself; absent where there is none
 * @param claim the answer in one sentence
 * @param reason why numbers are absent
 */
public record Forecast(
        Planned plannedRun,
        OptionalDouble level,
        OptionalDouble pReachesLevel,
        OptionalDouble pScoresLevel,
        OptionalDouble pExceedsTrivial,
        OptionalDouble pTrueAboveTrivial,
        Optional<Boolean> exceedingIsNews,
        OptionalDouble pPastElbow,
        Optional<Interval90> accuracy,
        Optional<Occurrence> emergence,
        Optional<Occurrence> crossing,
        OptionalDouble pNever,
        Optional<StudyForecast.Basis> basis,
        Optional<List<VoiceAnswer>> voices,
        Optional<Spread> spread,
        Optional<TrackRecord> record,
        OptionalDouble extrapolationFactor,
        Optional<EmergenceOnPath> emergenceOnPath,
        Optional<LawForecast> lawForecast,
        String claim,
        List<Warning> warnings,
        Optional<String> reason) {

    /**
     * The planned run with its place.
     *
     * @param lossStated whether the loss was given, not estimated
     * @param doublings of compute past the strongest visible checkpoint
     */
    public record Planned(
            OptionalDouble params,
            OptionalDouble tokens,
            OptionalDouble trainFlops,
            Optional<Interval90> pretrainLossNats,
            boolean lossStated,
            int evalItems,
            PathChoice path,
            OptionalDouble doublings) {}

    /** The same with the law's point of emergence where it has none of its own. */
    public Forecast orEmergence(EmergenceFit.Emergence ofLaw) {
        if (emergence.isPresent()) return this;
        return with(
                Optional.of(new Occurrence(
                        ofLaw.lossNats(), ofLaw.trainFlops(), Percentiles.absent("the law by itself counts in nats"))),
                spread);
    }

    /** The same with how far other assumptions move it. */
    public Forecast with(Spread moved) {
        return with(emergence, Optional.of(moved));
    }

    private Forecast with(Optional<Occurrence> otherEmergence, Optional<Spread> otherSpread) {
        return new Forecast(
                plannedRun,
                level,
                pReachesLevel,
                pScoresLevel,
                pExceedsTrivial,
                pTrueAboveTrivial,
                exceedingIsNews,
                pPastElbow,
                accuracy,
                otherEmergence,
                crossing,
                pNever,
                basis,
                voices,
                otherSpread,
                record,
                extrapolationFactor,
                emergenceOnPath,
                lawForecast,
                claim,
                warnings,
                reason);
    }

    /** What was planned, to forecast it again. */
    public PlannedRun again() {
        return new PlannedRun(
                plannedRun.params,
                plannedRun.tokens,
                plannedRun.trainFlops,
                plannedRun.lossStated
                        ? OptionalDouble.of(
                                plannedRun.pretrainLossNats.orElseThrow().median())
                        : OptionalDouble.empty(),
                plannedRun.evalItems,
                plannedRun.path,
                level);
    }
}
