package org.emergencelaw.cli.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FewShotFile;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.report.ConsoleTable;
import org.emergencelaw.report.EmergenceScoreText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "score",
        description = {
            "Emergence score of every few-shot series, under accuracy and under every other measure that the rows have.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "The score is sign(argmax - argmin) (max - min) / sqrt(median squared step): how far a series moves against its"
                    + " usual step from one checkpoint to the next. Measures beside accuracy are columns of the file: brier,"
                    + " log_likelihood, log_likelihood_raw, log_likelihood_per_token, token_edit_distance, exact_match,"
                    + " multiple_choice_grade.",
            "",
            "Example:",
            "  emergence-law metrics score observations.csv"
        })
final class ScoreCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FewShotFile file = new FewShotFile();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    ScoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The scores of one series, as JSON. */
    record Scores(String task, String family, int shots, List<FewShotSeries.Scored> scores) {}

    @Override
    public Integer call() throws IOException {
        List<Scores> all = new ArrayList<>();
        for (FewShotSeries series : file.read(terminal))
            all.add(new Scores(series.task(), series.family(), series.shots(), series.scores()));
        terminal.out().println(json ? FitInput.json(all) : text(all));
        return 0;
    }

    private static String text(List<Scores> all) {
        ConsoleTable table =
                new ConsoleTable().row("task", "shots", "measure", "checkpoints", "score", "range", "usual step");
        for (Scores series : all)
            for (FewShotSeries.Scored scored : series.scores())
                table.row(
                        series.task(),
                        Integer.toString(series.shots()),
                        DisplayNames.label(scored.measure()),
                        Integer.toString(scored.checkpoints()),
                        EmergenceScoreText.of(scored.score()),
                        DisplayNumbers.significant3(scored.score().range()),
                        DisplayNumbers.significant3(scored.score().usualStep()));
        return table.toString();
    }
}
