package org.emergencelaw.cli.metrics;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.InvalidInputException;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ingest.table.SeriesCsv;
import org.emergencelaw.metric.MetaAnalysis;
import org.emergencelaw.report.ConsoleTable;
import org.emergencelaw.report.EmergenceScoreText;
import org.emergencelaw.workspace.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "meta",
        description = {"Which metrics account for the sharp rises in a table of tasks, metrics and families.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Columns of FILE: task, metric, family, scale (any number that grows with the model), value, and if wanted"
                    + " higher_is_better (true or false).",
            "",
            "Example:",
            "  emergence-law metrics meta scores.csv --top 20"
        })
final class MetaCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "Scores as CSV; - reads stdin.")
    private String file = "";

    @Option(
            names = "--high",
            paramLabel = "SCORE",
            description = "Emergence score from which a series counts as high (default: ${DEFAULT-VALUE}).")
    private double high = MetaAnalysis.HIGH_FROM;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Series to print, the highest scores first (default: ${DEFAULT-VALUE}).")
    private int top = 20;

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    MetaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 0) throw new IllegalArgumentException("--top must be at least 0, was " + top);
        ObservationFile table = ObservationFile.read(file, terminal);
        SeriesCsv.Read read = SeriesCsv.read(new ByteArrayInputStream(table.content()));
        if (!read.refusal().accepted()) throw new InvalidInputException(table.name(), Problem.refusal(read.refusal()));
        MetaAnalysis analysis = MetaAnalysis.of(read.series(), high).first(top);
        terminal.out().println(json ? FitInput.json(analysis) : text(analysis));
        return 0;
    }

    private static String text(MetaAnalysis analysis) {
        ConsoleTable shares = new ConsoleTable()
                .row(
                        "metric",
                        "series",
                        "high",
                        "of them unbounded",
                        "share of high",
                        "share of series",
                        "median score");
        for (MetaAnalysis.Share share : analysis.metrics())
            shares.row(
                    share.metric(),
                    Integer.toString(share.series()),
                    Integer.toString(share.high()),
                    Integer.toString(share.unbounded()),
                    share.shareOfHigh().isPresent()
                            ? DisplayNumbers.share(share.shareOfHigh().getAsDouble())
                            : DisplayNumbers.ABSENT,
                    DisplayNumbers.share(share.shareOfSeries()),
                    EmergenceScoreText.median(share.medianScore()));
        ConsoleTable ranked = new ConsoleTable().row("task", "metric", "family", "points", "score", "range");
        for (MetaAnalysis.Scored scored : analysis.ranked())
            ranked.row(
                    scored.task(),
                    scored.metric(),
                    scored.family(),
                    Integer.toString(scored.points()),
                    EmergenceScoreText.of(scored.score()),
                    DisplayNumbers.significant3(scored.score().range()));
        return analysis.words() + "\n\n" + shares + (analysis.ranked().isEmpty() ? "" : "\n" + ranked);
    }
}
