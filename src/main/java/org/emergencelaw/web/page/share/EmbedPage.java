package org.emergencelaw.web.page.share;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.observation.Task;
import org.emergencelaw.report.ForecastText;
import org.emergencelaw.report.Headline;
import org.emergencelaw.report.picture.Picture;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.page.Cockpit;
import org.emergencelaw.web.page.ForecastPage;
import org.emergencelaw.web.page.Form;
import org.emergencelaw.web.page.StudyPage;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.Workspace;

/** Headline or chart of a study or a forecast, and the claim of a locked forecast, for a frame of the sites that the settings name. */
public record EmbedPage(Workspace workspace, Pages pages) {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors ";

    /** What of it is shown. */
    public enum Part {
        ALL,
        HEADLINE,
        CHART
    }

    /**
     * What a frame shows.
     *
     * @param chip its class and its words
     * @param chart absent where there is none, or none was asked for
     * @param label what the chart shows, in words
     * @param address of the page, below the root
     */
    public record Card(
            String title,
            Optional<Chip> chip,
            String lead,
            Optional<Picture> chart,
            String label,
            String address,
            String version,
            Instant at) {

        /** The verdict in a word or two. */
        public record Chip(String look, String words) {

            static Chip of(Headline headline) {
                return new Chip(DisplayNames.key(headline.trust()), headline.words());
            }
        }

        Card only(Part part) {
            return new Card(
                    title,
                    chip.filter(any -> part != Part.CHART),
                    part == Part.CHART ? "" : lead,
                    chart.filter(any -> part != Part.HEADLINE),
                    label,
                    address,
                    version,
                    at);
        }
    }

    public void study(Context ctx) {
        StoredFit fit = workspace.fits().current(workspace.study(ctx.pathParam("id")));
        Form plan = new Cockpit(workspace).asked(ctx, fit);
        StudyPage.View view = StudyPage.View.of(workspace, workspace.study(ctx.pathParam("id")), fit, plan);
        plan.fault().ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        Card card = new Card(
                view.study().name(),
                Optional.of(Card.Chip.of(view.headline())),
                ForecastText.lead(view.cockpit().forecast()),
                picture(view.study().task(), view.cockpit()),
                label(view.cockpit()),
                "/studies/" + view.study().id() + Cockpit.query(view.cockpit()),
                view.fit().fit().version(),
                view.fit().createdAt());
        show(ctx, card.only(part(ctx)));
    }

    public void forecast(Context ctx) {
        ForecastPage.View view = ForecastPage.View.of(workspace, ctx.pathParam("id"));
        Card card = new Card(
                "Forecast for " + view.study().name(),
                Optional.of(Card.Chip.of(view.headline())),
                ForecastText.lead(view.cockpit().forecast()),
                picture(view.study().task(), view.cockpit()),
                label(view.cockpit()),
                "/forecasts/" + view.forecast().id(),
                view.forecast().report().fit().version(),
                view.forecast().createdAt());
        show(ctx, card.only(part(ctx)));
    }

    public void entry(Context ctx) {
        ForecastLedger.Entry view = workspace.ledger().entry(ctx.pathParam("id"));
        String state = DisplayNames.key(view.standing().state());
        show(
                ctx,
                new Card(
                        "Locked forecast, entry " + view.standing().sequence() + " of the ledger",
                        Optional.of(new Card.Chip(
                                state, DisplayNames.label(view.standing().state()))),
                        view.lock().claim(),
                        Optional.empty(),
                        "",
                        "/ledger/" + view.standing().forecastId(),
                        view.lock().version(),
                        view.standing().lockedAt()));
    }

    private static Optional<Picture> picture(Task task, Cockpit.View cockpit) {
        return cockpit.chart().map(any -> Cockpit.picture(task, cockpit, Picture.Screen.WIDE));
    }

    private static String label(Cockpit.View cockpit) {
        return cockpit.chart().map(any -> Cockpit.takeaway(cockpit)).orElse("");
    }

    private static Part part(Context ctx) {
        return Queries.chosen(ctx, "show", Part.values()).orElse(Part.ALL);
    }

    private void show(Context ctx, Card card) {
        pages.show(ctx, "embed.jte", Map.of("card", card));
        ctx.header("Content-Security-Policy", POLICY + sites(pages.framedBy()));
    }

    private static String sites(List<String> origins) {
        return origins.isEmpty() ? "'none'" : String.join(" ", origins);
    }
}
