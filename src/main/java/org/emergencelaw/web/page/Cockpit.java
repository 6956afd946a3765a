package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.forecast.chart.FanChart;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.law.ComputePrice;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.report.ForecastText;
import org.emergencelaw.report.Headline;
import org.emergencelaw.report.picture.FanPicture;
import org.emergencelaw.report.picture.Picture;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Workspace;

/**
 * The planned run that an address holds, with its answer: a GET form, so that every state of it is an address, with a chart of the
 * small models, the forecast along the plan's path and the run itself.
 */
public record Cockpit(Workspace workspace) {

    static final List<String> PLAN =
            List.of("params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items", "path", "level");

    /** Compute of the run that is shown before anybody planned one, over the largest visible compute. */
    private static final double ASSUMED_TIMES = 8;

    /**
     * What the page and its JSON show.
     *
     * @param assumed whether nobody planned this run: it stands there to begin with
     * @param forecast absent where what was asked is at fault
     * @param chart absent where these rows give no forecast
     * @param cost absent where nothing tells the compute of the run
     */
    public record View(
            boolean assumed,
            Optional<Forecast> forecast,
            Optional<FanChart> chart,
            List<Mark> marks,
            ComputePrice price,
            Optional<ComputePrice.Cost> cost) {}

    /**
     * The accuracy of a checkpoint at one data amount, with its place in the chart.
     *
     * @param x where a run of the path has the same loss; absent outside the chart
     */
    public record Mark(SeedAverage point, OptionalDouble x) {}

    /** The cockpit of a study by itself. */
    public record Alone(Study study, Headline headline, View cockpit) {

        static Alone of(Workspace workspace, Study study, StoredFit fit, View cockpit) {
            HeldOutComparison heldOut = workspace.reports().compare(fit);
            return new Alone(study, Headline.of(fit.fitted().fit(), cockpit.forecast, heldOut), cockpit);
        }
    }

    /** What an address asks. */
    public Form asked(Context ctx, StoredFit fit) {
        return form(field -> Queries.text(ctx, field), fit);
    }

    /** What a form that was sent asks. */
    Form sent(Context ctx, StoredFit fit) {
        return form(field -> FormFields.value(ctx, field).orElse(""), fit);
    }

    /** What was asked, as it was typed, with what is usual where nothing was. */
    public Form form(UnaryOperator<String> typed, StoredFit fit) {
        FittedStudy fitted = workspace.fits().beside(fit);
        Map<String, String> values = new LinkedHashMap<>();
        for (List<String> fields : List.of(PLAN, ComputePriceForm.FIELDS))
            for (String field : fields) values.put(field, typed.apply(field).strip());
        values.replace("eval_items", "", Integer.toString(workspace.forecasts().usualItems(fit)));
        values.replace("path", "", DisplayNames.key(PathChoice.OWN_RATIO));
        values.replace("level", "", NumberText.text(workspace.forecasts().usualLevel(fitted.task())));
        ComputePriceForm.usual(values);
        return Form.filled(values);
    }

    /** The plan of a form; absent where it is at fault. */
    static Optional<PlannedRun> plan(Form form) {
        OptionalDouble params = form.quantity("params");
        OptionalDouble tokens = form.quantity("tokens");
        OptionalDouble flops = form.quantity("train_flops");
        OptionalDouble loss = form.quantity("pretrain_loss_nats");
        OptionalDouble level = form.quantity("level");
        Optional<PathChoice> path = form.text("path").isEmpty()
                ? Optional.of(PathChoice.OWN_RATIO)
                : form.chosen("path", PathChoice.values());
        int items = (int) form.whole("eval_items", 1, Integer.MAX_VALUE).orElse(PlannedRun.DEFAULT_EVAL_ITEMS);
        return form.submit(() -> new PlannedRun(params, tokens, flops, loss, items, path.orElseThrow(), level));
    }

    /** The cockpit by itself, which a page that is open follows. */
    public Alone view(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        StoredFit fit = workspace.fits().current(study);
        Form form = asked(ctx, fit);
        return Alone.of(workspace, study, fit, sound(form, view(fit, form)));
    }

    public void show(Context ctx, Pages pages) {
        Study study = workspace.study(ctx.pathParam("id"));
        StoredFit fit = workspace.fits().current(study);
        Form form = asked(ctx, fit);
        Alone view = Alone.of(workspace, study, fit, view(fit, form));
        if (form.faulty()) ctx.status(422);
        pages.show(ctx, "cockpit.jte", Map.of("view", view, "data", pages.data(view), "form", form));
    }

    /** For programs, which want to be told. */
    static View sound(Form form, View view) {
        form.fault().ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return view;
    }

    /** The answer to a form; faults stand at its fields afterwards. */
    View view(StoredFit fit, Form form) {
        Forecaster forecaster = workspace.forecasts().forecaster(fit);
        boolean assumed =
                PLAN.subList(0, 4).stream().allMatch(field -> form.text(field).isEmpty());
        Optional<PlannedRun> plan = assumed ? assumed(forecaster, form) : plan(form);
        ComputePrice price = ComputePriceForm.price(form).orElse(ComputePrice.USUAL);
        Optional<Forecast> forecast =
                plan.flatMap(run -> form.submit(() -> workspace.forecasts().answer(fit, run)));
        Optional<FanChart> chart =
                forecast.flatMap(answer -> plan.flatMap(run -> FanChart.of(forecaster, run, answer)));
        return new View(
                assumed,
                forecast,
                chart,
                marks(forecaster, chart),
                price,
                forecast.flatMap(answer -> cost(answer, price)));
    }

    private static Optional<ComputePrice.Cost> cost(Forecast forecast, ComputePrice price) {
        OptionalDouble flops = forecast.plannedRun().trainFlops();
        return flops.isPresent() ? Optional.of(price.of(flops.getAsDouble())) : Optional.empty();
    }

    /** Of a forecast that was kept. */
    View kept(StoredFit fit, StoredForecast kept) {
        Forecaster forecaster = workspace.forecasts().beside(fit);
        Forecast forecast = kept.forecast();
        Optional<FanChart> chart = workspace.forecasts().chart(kept, fit);
        return new View(
                false,
                Optional.of(forecast),
                chart,
                marks(forecaster, chart),
                ComputePrice.USUAL,
                cost(forecast, ComputePrice.USUAL));
    }

    /** Eight times the largest visible compute; three doublings past the strongest checkpoint where no compute is known. */
    private static Optional<PlannedRun> assumed(Forecaster forecaster, Form form) {
        OptionalDouble largest = forecaster.fitted().study().visible().rows().largestFlops();
        OptionalDouble none = OptionalDouble.empty();
        OptionalDouble flops = largest.isPresent() ? twoDigits(ASSUMED_TIMES * largest.getAsDouble()) : none;
        OptionalDouble loss = flops.isPresent()
                ? none
                : forecaster.combined().stream()
                        .mapToDouble(study -> study.axis().lossesNats(3)[0])
                        .findFirst();
        if (flops.isEmpty() && loss.isEmpty()) return Optional.empty();
        OptionalDouble level = form.quantity("level");
        int items = (int) form.whole("eval_items", 1, Integer.MAX_VALUE).orElse(PlannedRun.DEFAULT_EVAL_ITEMS);
        Optional<PathChoice> path = form.chosen("path", PathChoice.values());
        return form.submit(() -> new PlannedRun(none, none, flops, loss, items, path.orElseThrow(), level));
    }

    /** Whether a chart over the loss has anything to show. */
    public static boolean lossesKnown(View view) {
        return view.marks.stream()
                .anyMatch(mark -> mark.point().pretrainLossNats().isPresent());
    }

    /** The query that asks for a run. */
    public static String address(PlannedRun run) {
        StringBuilder query =
                new StringBuilder("eval_items=" + run.evalItems() + "&path=" + DisplayNames.key(run.path()));
        append(query, "params", run.params());
        append(query, "tokens", run.tokens());
        append(
                query,
                "train_flops",
                run.params().isPresent() && run.tokens().isPresent() ? OptionalDouble.empty() : run.trainFlops());
        append(query, "pretrain_loss_nats", run.pretrainLossNats());
        append(query, "level", run.level());
        return query.toString();
    }

    /** The query of what is shown; empty where nobody planned a run. */
    public static String query(View view) {
        return view.assumed
                ? ""
                : view.forecast.map(told -> "?" + address(told.again())).orElse("");
    }

    private static void append(StringBuilder query, String field, OptionalDouble value) {
        value.ifPresent(known -> query.append('&').append(field).append('=').append(NumberText.text(known)));
    }

    /** The chart drawn without a script; only where there is one. */
    public static Picture picture(Task task, View view, Picture.Screen screen) {
        return new FanPicture(
                        task,
                        view.forecast().orElseThrow(),
                        view.chart().orElseThrow(),
                        view.marks.stream()
                                .map(mark -> new FanPicture.Placed(mark.point(), mark.x()))
                                .toList())
                .picture(screen);
    }

    /** What the chart shows, for whoever does not see it. */
    public static String takeaway(View view) {
        Forecast forecast = view.forecast().orElseThrow();
        return ForecastText.lead(view.forecast())
                + forecast.accuracy()
                        .map(score -> " It is expected to score " + DisplayNumbers.decimal3(score.median())
                                + ", 90% interval " + DisplayNumbers.range3(score.q05(), score.q95()) + ".")
                        .orElse("");
    }

    /** A compute that can be typed again. */
    private static OptionalDouble twoDigits(double flops) {
        return OptionalDouble.of(Double.parseDouble(String.format(Locale.ROOT, "%.1e", flops)));
    }

    private static List<Mark> marks(Forecaster forecaster, Optional<FanChart> chart) {
        FittedStudy fitted = forecaster.fitted();
        return SeedAverage.of(fitted.task().shots(), fitted.rows()).stream()
                .map(point -> new Mark(point, x(point, forecaster, chart)))
                .toList();
    }

    private static OptionalDouble x(SeedAverage point, Forecaster forecaster, Optional<FanChart> chart) {
        if (chart.isEmpty()) return OptionalDouble.empty();
        Optional<RunSize> size = DoublingsAxis.size(
                point.params(),
                point.tokens(),
                point.trainFlops(),
                forecaster.fitted().path());
        OptionalDouble place = forecaster.combined().orElseThrow().axis().place(point.pretrainLossNats(), size);
        return place.isPresent() ? chart.get().at(place.getAsDouble()) : place;
    }
}
