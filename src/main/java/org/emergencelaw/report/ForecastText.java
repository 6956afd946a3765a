package org.emergencelaw.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.LawForecast;
import org.emergencelaw.forecast.Occurrence;
import org.emergencelaw.forecast.Spread;
import org.emergencelaw.forecast.TrackRecord;
import org.emergencelaw.forecast.VoiceAnswer;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.workspace.ForecastAnswer;

/** A forecast for people. */
public final class ForecastText {

    private ForecastText() {}

    public static String of(ForecastAnswer report) {
        Forecast forecast = report.forecast();
        StringBuilder text = new StringBuilder();
        text.append(forecast.claim()).append("\n\n");
        forecast.spread().ifPresent(spread -> text.append(assumptions(spread)).append("\n\n"));
        text.append("Verdict on the law: ")
                .append(FitText.verdict(report.fit()))
                .append("\n\n");
        text.append(plan(forecast)).append('\n');
        if (forecast.pPastElbow().isPresent()) {
            text.append(answers(forecast)).append('\n');
            forecast.record().ifPresent(record -> text.append(record(record)).append("\n\n"));
            forecast.voices().ifPresent(voices -> text.append(voices(voices)).append('\n'));
            forecast.lawForecast()
                    .ifPresent(law -> text.append(law(law, report)).append('\n'));
        }
        text.append(FitText.warnings(forecast.warnings()));
        return text.append(
                        "Next: write the forecast down before the run (--json > forecast.json); after the run, add its"
                                + " rows with split = held_out and run emergence-law compare.")
                .toString();
    }

    /** The answer in one sentence, with how far it moves under other assumptions. */
    public static String lead(Optional<Forecast> asked) {
        if (asked.isEmpty()) return "Nothing is forecast: a field of the planned run is at fault.";
        Forecast forecast = asked.get();
        if (forecast.pReachesLevel().isEmpty()) return forecast.claim();
        return run(forecast.plannedRun()) + " reaches an accuracy of " + DisplayNumbers.decimal3(forecast.level())
                + " with probability " + DisplayNumbers.percent(forecast.pReachesLevel())
                + forecast.spread().map(ForecastText::spread).orElse("")
                + ".";
    }

    private static String run(Forecast.Planned run) {
        if (run.params().isPresent() && run.tokens().isPresent())
            return "A run of " + DisplayNumbers.count(run.params()) + " parameters on "
                    + DisplayNumbers.count(run.tokens()) + " tokens";
        if (run.trainFlops().isPresent()) return "A run of " + DisplayNumbers.flops(run.trainFlops()) + " FLOPs";
        return run.pretrainLossNats()
                .map(loss -> "A run that reaches " + DisplayNumbers.decimal3(loss.median()) + " nats")
                .orElse("The run");
    }

    private static String spread(Spread spread) {
        String range = spread.least().equals(spread.most())
                ? ""
                : "; " + end(spread.least()) + " to " + end(spread.most()) + " under other assumptions";
        String beyond = spread.beyond().stream().map(ForecastText::says).collect(Collectors.joining(", "));
        return range + (beyond.isEmpty() ? "" : "; " + beyond);
    }

    private static String end(Spread.Said one) {
        return DisplayNumbers.percent(one.pReachesLevel()) + " (" + one.words() + ")";
    }

    private static String says(Spread.Said one) {
        return one.words() + " says " + DisplayNumbers.percent(one.pReachesLevel());
    }

    /** Who says what of the level, in sentences. */
    public static String assumptions(Spread spread) {
        String voices = "P(reaches the level) by each voice alone: " + all(spread, Spread.Of.VOICE) + ".";
        String forms = all(spread, Spread.Of.LAW_FORM), curves = all(spread, Spread.Of.FEW_SHOT_CURVE);
        return voices + (forms.isEmpty() ? "" : " By the forecast with " + forms + ".")
                + " These lie " + DisplayNumbers.points(spread.width()) + " apart: the least is said by "
                + spread.least().words() + ", the most by " + spread.most().words() + "."
                + (curves.isEmpty() ? "" : " Curves that the forecast does not rest on: " + curves + ".");
    }

    private static String all(Spread spread, Spread.Of of) {
        return spread.said().stream()
                .filter(one -> one.of() == of)
                .map(one -> one.words() + " " + DisplayNumbers.percent(one.pReachesLevel()))
                .collect(Collectors.joining(", "));
    }

    private static String plan(Forecast forecast) {
        Forecast.Planned planned = forecast.plannedRun();
        String reach = forecast.extrapolationFactor().isPresent()
                ? DisplayNumbers.times(forecast.extrapolationFactor()) + " the largest submitted compute"
                : DisplayNumbers.ABSENT;
        return new ConsoleTable()
                .row("Planned run", "")
                .row("  parameters", DisplayNumbers.count(planned.params()))
                .row("  tokens", DisplayNumbers.count(planned.tokens()))
                .row("  compute, FLOPs", DisplayNumbers.flops(planned.trainFlops()))
                .row("  reach", reach)
                .row("  evaluated on", DisplayNumbers.plural(planned.evalItems(), "item"))
                .toString();
    }

    private static String answers(Forecast forecast) {
        return new ConsoleTable()
                .row("Expected", "median", "90% interval")
                .row(range("  pretraining loss, nats", forecast.plannedRun().pretrainLossNats()))
                .row(range("  few-shot accuracy", forecast.accuracy()))
                .row(onPath(forecast))
                .row(flops("  compute at the level", forecast.crossing()))
                .row(
                        "  P(reaches " + DisplayNumbers.decimal3(forecast.level()) + ")",
                        DisplayNumbers.percent(forecast.pReachesLevel()))
                .row(
                        "  P(scores " + DisplayNumbers.decimal3(forecast.level()) + ")",
                        DisplayNumbers.percent(forecast.pScoresLevel()))
                .row("  P(exceeds trivial accuracy)", DisplayNumbers.percent(forecast.pExceedsTrivial()))
                .row("  P(true accuracy above trivial)", DisplayNumbers.percent(forecast.pTrueAboveTrivial()))
                .row("  P(past the elbow)", DisplayNumbers.percent(forecast.pPastElbow()))
                .row(
                        "  P(stays at its floor for ever), by the voice of floor, elbow and rise",
                        DisplayNumbers.percent(forecast.pNever()))
                .toString();
    }

    private static String[] flops(String name, Optional<Occurrence> when) {
        return when.filter(found -> found.trainFlops().q05().isPresent())
                .map(found -> new String[] {
                    name,
                    DisplayNumbers.comes(found.trainFlops().median()),
                    DisplayNumbers.range(
                            DisplayNumbers.comes(found.trainFlops().q05()),
                            DisplayNumbers.comes(found.trainFlops().q95()))
                })
                .orElse(new String[] {name, DisplayNumbers.ABSENT, DisplayNumbers.ABSENT});
    }

    /** How forecasts like this one have done. */
    public static String record(TrackRecord record) {
        return "Forecasts like this one, " + record.horizon()
                + " doublings of compute ahead, "
                + (record.kind().equals("few_shot") ? "from few-shot rows alone" : "with finetuned rows")
                + ": " + DisplayNumbers.whole(record.held()) + " of " + DisplayNumbers.whole(record.of())
                + " 90% intervals of accuracy held, on public results of real models ("
                + record.studies() + (record.studies() == 1 ? " study" : " studies") + ").";
    }

    /** How far ahead anything was tested of what this forecast rests on. */
    public static String tested(Forecast forecast) {
        return "nothing was tested beyond " + DisplayNumbers.exact(TrackRecord.farthestTimes(forecast.basis())) + "×";
    }

    private static String voices(List<VoiceAnswer> voices) {
        ConsoleTable table = new ConsoleTable().row("Voices", "weight", "P(level)", "accuracy", "90% interval");
        for (VoiceAnswer voice : voices)
            table.row(
                    "  " + DisplayNames.label(voice.key()),
                    DisplayNumbers.percent(voice.weight()),
                    DisplayNumbers.percent(voice.pReachesLevel()),
                    DisplayNumbers.decimal3(voice.accuracy().median()),
                    DisplayNumbers.range3(
                            voice.accuracy().q05(), voice.accuracy().q95()));
        return table.toString();
    }

    private static String law(LawForecast law, ForecastAnswer report) {
        ConsoleTable table = new ConsoleTable()
                .row("The emergence law by itself", "median", "90% interval")
                .row(range("  few-shot accuracy", Optional.of(law.accuracy())))
                .row("  P(exceeds trivial accuracy)", DisplayNumbers.percent(law.pExceedsTrivial()))
                .row("  P(past the elbow)", DisplayNumbers.percent(law.pPastElbow()));
        law.overDoublings()
                .ifPresent(own -> table.row(
                        "  elbow over doublings, " + DisplayNames.label(own.verdict()),
                        DisplayNumbers.decimal3(own.elbow().median()),
                        DisplayNumbers.range3(own.elbow().q05(), own.elbow().q95())));
        return table + FitText.emergence(report.fit());
    }

    private static String[] onPath(Forecast forecast) {
        return forecast.emergenceOnPath()
                .map(found -> new String[] {
                    "  compute at emergence",
                    DisplayNumbers.comes(found.trainFlops().median()),
                    DisplayNumbers.range(
                                    DisplayNumbers.comes(found.trainFlops().q05()),
                                    DisplayNumbers.comes(found.trainFlops().q95()))
                            + ", along " + found.along()
                            + "; no compute on this path: " + DisplayNumbers.percent(found.pNever())
                })
                .orElse(new String[] {"  compute at emergence", DisplayNumbers.ABSENT, DisplayNumbers.ABSENT});
    }

    private static String[] range(String name, Optional<Interval90> range) {
        return range.map(found -> new String[] {
                    name, DisplayNumbers.decimal3(found.median()), DisplayNumbers.range3(found.q05(), found.q95())
                })
                .orElse(new String[] {name, DisplayNumbers.ABSENT, DisplayNumbers.ABSENT});
    }
}
