package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ledger.FrozenPrediction;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.workspace.ForecastLedger;

/** Locked forecasts on the console. */
public final class LedgerText {

    private static final String TRUE_ABOVE = "p_true_above_trivial";

    private LedgerText() {}

    /** A locked forecast with all its entries. */
    public static String of(ForecastLedger.Entry entry) {
        StringBuilder text = new StringBuilder();
        text.append(entry.lock().claim()).append("\n\n");
        text.append(standing(entry));
        text.append('\n').append(forecasters(entry.lock())).append('\n');
        entry.itemsCaveat().ifPresent(caveat -> text.append(caveat).append("\n\n"));
        entry.lock().otherName().ifPresent(known -> text.append(known).append("\n\n"));
        entry.rivalsCaveat().ifPresent(caveat -> text.append(caveat).append("\n\n"));
        for (ForecastLedger.Event event : entry.entries())
            text.append("entry ")
                    .append(event.sequence())
                    .append(", ")
                    .append(DisplayNumbers.minute(event.at()))
                    .append(", ")
                    .append(DisplayNames.label(event.kind()))
                    .append(": ")
                    .append(event.words())
                    .append("\n  SHA-256 ")
                    .append(event.sha256())
                    .append('\n');
        return text.toString().stripTrailing();
    }

    private static ConsoleTable standing(ForecastLedger.Entry entry) {
        LedgerSummary standing = entry.standing();
        LockedForecast lock = entry.lock();
        ConsoleTable table = new ConsoleTable()
                .row("State", DisplayNames.label(standing.state()) + (standing.disputed() ? ", disputed" : ""))
                .row("Probability of the claim", DisplayNumbers.percent(standing.probability()));
        if (lock.stated(TRUE_ABOVE).isPresent()) {
            OptionalDouble level = lock.terms().rule().namedLevel();
            if (level.isPresent())
                table.row(
                        "P(reaches " + DisplayNumbers.decimal3(level) + ")",
                        DisplayNumbers.percent(lock.stated("p_reaches_level")));
            table.row("P(true accuracy above trivial)", DisplayNumbers.percent(lock.stated(TRUE_ABOVE)));
        }
        if (entry.scoredProbability().isPresent())
            table.row("Scored by", DisplayNumbers.percent(entry.scoredProbability()));
        return table.row("Seen before", DisplayNames.label(standing.seen())).row("Forecast", standing.forecastId());
    }

    /** Several, a line each. */
    public static String list(List<LedgerSummary> lines, long total) {
        ConsoleTable table = new ConsoleTable()
                .row("Locked", "state", "probability", "compute, FLOPs", "results by", "task", "forecast");
        for (LedgerSummary line : lines)
            table.row(
                    DisplayNumbers.day(line.lockedAt()),
                    DisplayNames.label(line.state()),
                    DisplayNumbers.percent(line.probability()),
                    DisplayNumbers.flops(line.trainFlops()),
                    DisplayNumbers.day(line.deadline()),
                    line.task(),
                    line.forecastId());
        return table + "\n" + DisplayNumbers.whole(lines.size()) + " of "
                + DisplayNumbers.plural(total, "locked forecast");
    }

    /** What a probability is of: {@code claim}, {@code past elbow}. */
    public static String basis(FrozenPrediction prediction) {
        return prediction.basis().map(DisplayNames::label).orElse(DisplayNumbers.ABSENT);
    }

    private static ConsoleTable forecasters(LockedForecast lock) {
        ConsoleTable table = new ConsoleTable().row("Forecaster", "probability", "of");
        List<FrozenPrediction> all = new ArrayList<>();
        all.add(lock.forecast());
        all.addAll(lock.rivals());
        for (FrozenPrediction one : all)
            table.row(
                    "  " + DisplayNames.label(one.key()),
                    DisplayNumbers.percent(one.probability()),
                    one.abstention().isPresent() ? "abstained" : basis(one));
        return table;
    }
}
