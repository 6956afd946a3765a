package org.emergencelaw.cli.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FewShotFile;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.metric.mirage.ImpliedCurve;
import org.emergencelaw.metric.mirage.ImpliedCurve.Scale;
import org.emergencelaw.metric.mirage.PerTokenLaw;
import org.emergencelaw.metric.mirage.ToyCurves;
import org.emergencelaw.report.ConsoleTable;
import org.emergencelaw.report.EmergenceScoreText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "toy",
        description = {
            "The toy model: forwards, what each metric makes of a smooth per-token law; backwards, with a FILE, which smooth"
                    + " per-token law its accuracies imply, and whether it explains and predicts them.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Rows with split = held_out do not enter the law that predicts them; where there are none, the strongest fifth of"
                    + " the checkpoints is held out.",
            "",
            "Examples:",
            "  emergence-law metrics toy --alpha -0.3 --c 1B --answer-tokens 5 --items 200",
            "  emergence-law metrics toy observations.csv --scale train_flops --answer-tokens 3"
        })
final class ToyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FewShotFile file = new FewShotFile();

    @Option(
            names = "--alpha",
            paramLabel = "X",
            description = "Exponent of the loss per token (default: ${DEFAULT-VALUE}).")
    private double alpha = ToyCurves.Settings.DEFAULT.alpha();

    @Option(names = "--c", paramLabel = "N", description = "Parameters at which the loss is 1 nat (default: 1B).")
    private Optional<String> c = Optional.empty();

    @Option(
            names = "--answer-tokens",
            paramLabel = "L",
            description = "Tokens of an answer (default: ${DEFAULT-VALUE}).")
    private int answerTokens = ToyCurves.Settings.DEFAULT.answerTokens();

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Answers of which one must be right (default: ${DEFAULT-VALUE}).")
    private int samples = ToyCurves.Settings.DEFAULT.samples();

    @Option(names = "--items", paramLabel = "N", description = "Items of the measurement (default: ${DEFAULT-VALUE}).")
    private int items = ToyCurves.Settings.DEFAULT.items();

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            description = "Backwards: what the law is over, params, train_flops or pretrain_loss_nats (default:"
                    + " ${DEFAULT-VALUE}).")
    private Scale scale = Scale.TRAIN_FLOPS;

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    ToyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The curve behind one series, as JSON. */
    record Backwards(String task, String family, int shots, ImpliedCurve curve, String words) {}

    @Override
    public Integer call() throws IOException {
        if (file.given()) {
            List<Backwards> all = new ArrayList<>();
            for (FewShotSeries series : file.read(terminal)) {
                double trivial = file.trivialAccuracy(series.task());
                ImpliedCurve curve = ImpliedCurve.of(series, scale, answerTokens, trivial);
                all.add(new Backwards(series.task(), series.family(), series.shots(), curve, curve.words()));
            }
            terminal.out().println(json ? FitInput.json(all) : backwards(all));
        } else {
            ToyCurves curves = ToyCurves.of(new ToyCurves.Settings(
                    alpha,
                    NumberText.quantity("--c", c).orElse(ToyCurves.Settings.DEFAULT.c()),
                    answerTokens,
                    samples,
                    items,
                    ToyCurves.Settings.DEFAULT.from(),
                    ToyCurves.Settings.DEFAULT.to()));
            terminal.out().println(json ? FitInput.json(curves) : forwards(curves));
        }
        return 0;
    }

    private static String forwards(ToyCurves curves) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "parameters",
                        "loss, nats",
                        "p",
                        "exact match",
                        "edit distance",
                        "Brier",
                        "measured, 90%",
                        "P(reads 0)");
        for (ToyCurves.Point point : curves.points())
            table.row(
                    DisplayNumbers.count(point.params()),
                    DisplayNumbers.significant3(point.lossPerToken()),
                    DisplayNumbers.significant3(point.tokenAccuracy()),
                    DisplayNumbers.significant3(point.exactMatch()),
                    DisplayNumbers.decimal3(point.tokenEditDistance()),
                    DisplayNumbers.decimal3(point.brier()),
                    DisplayNumbers.range3(
                            point.measured90().low(), point.measured90().high()),
                    DisplayNumbers.percent(point.readsZero()));
        ConsoleTable scores = new ConsoleTable().row("Emergence score", "");
        for (FewShotSeries.Scored scored : curves.scores())
            scores.row("  " + DisplayNames.label(scored.measure()), EmergenceScoreText.of(scored.score()));
        return table + "\n" + scores;
    }

    private static String backwards(List<Backwards> all) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "task",
                        "shots",
                        "points",
                        "alpha",
                        "explained",
                        "dispersion",
                        "p",
                        "held out",
                        "mean |error|",
                        "if constant",
                        "90% coverage");
        StringBuilder words = new StringBuilder();
        for (Backwards one : all) {
            row(table, one);
            words.append("\n")
                    .append(one.task())
                    .append(", ")
                    .append(one.shots())
                    .append(" shots: ");
            words.append(one.words()).append("\n");
        }
        return table + words.toString();
    }

    private static void row(ConsoleTable table, Backwards one) {
        ImpliedCurve curve = one.curve();
        Optional<PerTokenLaw> law = curve.whole().law();
        table.row(
                one.task(),
                Integer.toString(one.shots()),
                Integer.toString(curve.points().size()),
                law.map(found -> DisplayNumbers.significant3(found.alpha())).orElse(DisplayNumbers.ABSENT),
                law.map(found -> DisplayNumbers.share(found.devianceExplained()))
                        .orElse(DisplayNumbers.ABSENT),
                law.map(found -> DisplayNumbers.significant3(found.dispersion()))
                        .orElse(DisplayNumbers.ABSENT),
                law.map(found -> DisplayNumbers.pValue(found.pValue())).orElse(DisplayNumbers.ABSENT),
                Integer.toString(curve.heldOut().size()),
                DisplayNumbers.decimal3(curve.heldOutError()),
                DisplayNumbers.decimal3(curve.constantError()),
                curve.heldOut().stream().filter(ImpliedCurve.HeldOut::within).count() + " of "
                        + curve.heldOut().size());
    }
}
