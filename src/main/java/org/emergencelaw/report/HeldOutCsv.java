package org.emergencelaw.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.backtest.AxisSpread;
import org.emergencelaw.backtest.DoublingsScore;
import org.emergencelaw.backtest.ElbowByAmount;
import org.emergencelaw.backtest.HeldOutForecast;
import org.emergencelaw.backtest.HeldOutRanking;
import org.emergencelaw.backtest.PredictionScore;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;

/** What families showed, as tables: forecasts of held-out sizes, their standings, elbows by data amount, and loss beside compute. */
public final class HeldOutCsv {

    private static final List<String> FORECASTS = List.of(
            "shown,family,task,params,landmark,seen_nats,seen_flops,not_yet,shown_flops,shown_nats,forecaster,abstains,median_nats,"
                    .concat("q05_nats,q95_nats,p_never,error_nats,error_doublings,holds,crps_nats,seen_doublings,")
                    .concat(
                            "median_doublings,crps_doublings,log_score,p_within_fourfold,p_by_four_times,came_by_four_times")
                    .split(","));

    private static final List<String> RANKING = List.of(
            "group,shown,landmark,forecaster,cases,families,answered,seen,held,median_abs_error_nats,median_abs_doublings,crps_nats,"
                    .concat("crps_doublings,log_score,brier_by_four_times,minus_combined,minus_combined_q05,")
                    .concat("minus_combined_q95,log_score_minus_combined,log_score_minus_combined_q05,")
                    .concat("log_score_minus_combined_q95")
                    .split(","));

    private static final List<String> ELBOWS = List.of(
            ("family,task,params,regime,examples,checkpoints,strongest_accuracy,elbow_nats,elbow_flops,crossing_nats,"
                            + "crossing_flops,slope_per_nat,slope_per_doubling")
                    .split(","));

    private static final List<String> AXES = List.of(
            ("family,task,landmark,sizes,loss_sd_nats,loss_sd_doublings,compute_sd_doublings,loss_drift_doublings,"
                            + "compute_drift_doublings")
                    .split(","));

    private HeldOutCsv() {}

    public static String forecasts(List<HeldOutForecast> all) {
        StringBuilder table = new StringBuilder(CsvWriter.line(FORECASTS));
        for (HeldOutForecast one : all) table.append(CsvWriter.line(row(one)));
        return table.toString();
    }

    private static List<String> row(HeldOutForecast one) {
        Optional<PredictionScore> score = one.score();
        Optional<DoublingsScore> doublings = score.flatMap(PredictionScore::inDoublings);
        OptionalDouble median = doublings
                .map(said -> said.quantiles().get(said.quantiles().size() / 2))
                .orElse(OptionalDouble.empty());
        return List.of(
                DisplayNames.key(one.shown()),
                one.family(),
                one.task(),
                whole(one.params()),
                DisplayNames.key(one.truth().landmark()),
                four(one.truth().lossNats()),
                compute(one.seenFlops()),
                Boolean.toString(one.truth().notYet()),
                compute(one.shownFlops()),
                four(OptionalDouble.of(one.shownNats())),
                one.forecaster(),
                Boolean.toString(one.abstention().isPresent()),
                four(score.map(PredictionScore::medianNats)),
                four(score.map(PredictionScore::q05Nats)),
                four(score.map(PredictionScore::q95Nats)),
                four(score.map(said -> OptionalDouble.of(said.pNever()))),
                four(score.map(PredictionScore::errorNats)),
                four(score.map(PredictionScore::doublings)),
                score.flatMap(PredictionScore::within).map(Object::toString).orElse(""),
                four(score.map(said -> OptionalDouble.of(said.crps()))),
                four(doublings.map(DoublingsScore::seen)),
                four(median),
                four(doublings.map(said -> OptionalDouble.of(said.crps()))),
                four(doublings.map(said -> OptionalDouble.of(said.logScore()))),
                four(doublings.map(DoublingsScore::pWithinFourfold)),
                four(one.byFourTimes().map(claim -> OptionalDouble.of(claim.p()))),
                one.byFourTimes().map(claim -> Boolean.toString(claim.came())).orElse(""));
    }

    /** @param groups standings by the name of a group of families, or of tasks */
    public static String rankings(Map<String, List<HeldOutRanking>> groups) {
        StringBuilder table = new StringBuilder(CsvWriter.line(RANKING));
        groups.forEach((group, rankings) -> {
            for (HeldOutRanking ranking : rankings)
                for (HeldOutRanking.Row row : ranking.rows())
                    table.append(CsvWriter.line(List.of(
                            group,
                            DisplayNames.key(ranking.shown()),
                            DisplayNames.key(ranking.landmark()),
                            row.forecaster(),
                            Integer.toString(row.cases()),
                            Integer.toString(row.families()),
                            Integer.toString(row.answered()),
                            Integer.toString(row.seen()),
                            Integer.toString(row.held()),
                            four(row.medianAbsErrorNats()),
                            four(row.medianAbsDoublings()),
                            four(row.crpsNats().value()),
                            four(row.crpsDoublings().value()),
                            four(row.logScore().value()),
                            four(row.brierByFourTimes().value()),
                            four(row.minusCombined().value()),
                            four(row.minusCombined().q05()),
                            four(row.minusCombined().q95()),
                            four(row.logScoreMinusCombined().value()),
                            four(row.logScoreMinusCombined().q05()),
                            four(row.logScoreMinusCombined().q95()))));
        });
        return table.toString();
    }

    public static String elbows(List<ElbowByAmount> all) {
        StringBuilder table = new StringBuilder(CsvWriter.line(ELBOWS));
        for (ElbowByAmount one : all)
            table.append(CsvWriter.line(List.of(
                    one.family(),
                    one.task(),
                    whole(one.params()),
                    DisplayNames.key(one.regime()),
                    Long.toString(one.examples()),
                    Integer.toString(one.checkpoints()),
                    four(OptionalDouble.of(one.strongest())),
                    four(one.elbowNats()),
                    compute(one.elbowFlops()),
                    four(one.crossingNats()),
                    compute(one.crossingFlops()),
                    four(one.slopePerNat()),
                    four(one.slopePerDoubling()))));
        return table.toString();
    }

    public static String axes(List<AxisSpread> all) {
        StringBuilder table = new StringBuilder(CsvWriter.line(AXES));
        for (AxisSpread one : all)
            table.append(CsvWriter.line(List.of(
                    one.family(),
                    one.task(),
                    DisplayNames.key(one.landmark()),
                    Integer.toString(one.sizes()),
                    four(OptionalDouble.of(one.lossSdNats())),
                    four(one.lossSdDoublings()),
                    four(OptionalDouble.of(one.computeSdDoublings())),
                    four(one.lossDriftDoublings()),
                    four(OptionalDouble.of(one.computeDriftDoublings())))));
        return table.toString();
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String compute(OptionalDouble flops) {
        return flops.isPresent() ? String.format(Locale.ROOT, "%.4e", flops.getAsDouble()) : "";
    }

    private static String four(Optional<OptionalDouble> value) {
        return four(value.orElse(OptionalDouble.empty()));
    }

    private static String four(OptionalDouble value) {
        return BacktestCsv.four(value);
    }
}
