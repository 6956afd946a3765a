package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.RivalRanking;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;

/** Standings of backtests as CSV, a row a study, landmark and rival, best first. */
public final class BacktestCsv {

    private static final String HEADER = "task,family,landmark,cuts,rival,answered,abstained,covered,crps_nats,skill,"
            + "median_abs_error_nats,median_abs_doublings,ahead_by_error,ahead_by_interval,crps_doublings,log_score,"
            + "p_within_twofold,p_within_fourfold,p_within_eightfold\n";

    private BacktestCsv() {}

    public static String of(List<Backtest> studies) {
        StringBuilder table = new StringBuilder(header());
        for (Backtest study : studies) lines(study).forEach(table::append);
        return table.toString();
    }

    public static String header() {
        return HEADER;
    }

    /** Of one study, each with its end. */
    public static List<String> lines(Backtest study) {
        List<String> lines = new ArrayList<>();
        for (Backtest.Outcome outcome : study.outcomes())
            for (RivalRanking standing : outcome.standings()) lines.add(row(study, outcome, standing));
        return lines;
    }

    private static String row(Backtest study, Backtest.Outcome outcome, RivalRanking standing) {
        return CsvWriter.line(List.of(
                study.task(),
                study.family(),
                DisplayNames.key(outcome.truth().landmark()),
                Integer.toString(outcome.cuts()),
                standing.rival(),
                Integer.toString(standing.answered()),
                Integer.toString(standing.abstained()),
                Integer.toString(standing.covered()),
                four(OptionalDouble.of(standing.crps())),
                four(standing.skill()),
                four(standing.medianAbsErrorNats()),
                four(standing.medianAbsDoublings()),
                four(standing.aheadByError()),
                four(standing.aheadByInterval()),
                four(standing.crpsDoublings()),
                four(standing.logScore()),
                four(standing.pWithinTwofold()),
                four(standing.pWithinFourfold()),
                four(standing.pWithinEightfold())));
    }

    /** Four digits after the point; empty where there is nothing. */
    static String four(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "";
    }
}
