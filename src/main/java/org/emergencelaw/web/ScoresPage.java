package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import org.emergencelaw.forecast.Mean;

/** {@code /scores}: how good the locked forecasts were. */
public final class ScoresPage {

    private final LedgerDesk ledger;
    private final Pages pages;

    ScoresPage(LedgerDesk ledger, Pages pages) {
        this.ledger = ledger;
        this.pages = pages;
    }

    void register(RoutesConfig routes) {
        routes.get("/scores.json", ctx -> ctx.json(ledger.scores()));
        routes.get("/scores", ctx -> {
            LedgerDesk.Scores scores = ledger.scores();
            pages.show(ctx, "scores.jte", Map.of("view", scores, "data", pages.data(scores)));
        });
    }

    /** A mean with its interval where there is one. */
    public static String words(Mean mean) {
        if (mean.value().isEmpty()) return Numerals.ABSENT;
        String value = Numerals.three(mean.value());
        return mean.q05().isPresent()
                ? value + " (" + Numerals.three(mean.q05()) + " to " + Numerals.three(mean.q95()) + ")"
                : value;
    }

    /** A share of a count, {@code 9 of 10}. */
    public static String share(Mean mean) {
        return mean.value().isPresent()
                ? Math.round(mean.value().getAsDouble() * mean.count()) + " of " + mean.count()
                : Numerals.ABSENT;
    }
}
