package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import org.emergencelaw.report.ScoreboardText;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.ForecastLedger;

/** {@code /scores}: how good the locked forecasts were. */
public final class ScoresPage {

    private final ForecastLedger ledger;
    private final Pages pages;

    public ScoresPage(ForecastLedger ledger, Pages pages) {
        this.ledger = ledger;
        this.pages = pages;
    }

    public void register(RoutesConfig routes) {
        routes.get(
                "/scores.csv",
                ctx -> ctx.contentType("text/csv; charset=utf-8").result(ScoreboardText.csv(ledger.scores())));
        pages.withTwin(routes, "/scores", "scores.jte", ctx -> ledger.scores());
    }
}
