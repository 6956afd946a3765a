package org.emergencelaw.web.page;

import io.javalin.http.Context;
import org.emergencelaw.report.ScoreboardText;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LedgerScores;

/** How good the locked forecasts were. */
public record ScoresPage(ForecastLedger ledger) {

    public LedgerScores view(Context ctx) {
        return ledger.scores();
    }

    public void csv(Context ctx) {
        ctx.contentType("text/csv; charset=utf-8").result(ScoreboardText.csv(ledger.scores()));
    }
}
