package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emergencelaw.calibration.PublishedFigures;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.report.ConsoleTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "published-figures",
        description = {
            "Rebuilds figures of Snell et al. 2024 from published anchors: how many times the compute ahead, and how many"
                    + " params LLaMA-2 would need.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law published-figures"})
public final class PublishedFiguresCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public PublishedFiguresCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<PublishedFigures.Figure> figures = PublishedFigures.all();
        if (json) {
            terminal.out().println(FitInput.json(figures));
            return 0;
        }
        ConsoleTable table = new ConsoleTable().row("Figure", "rebuilt", "published", "unit");
        for (PublishedFigures.Figure figure : figures)
            table.row(figure.what(), number(figure.rebuilt()), number(figure.published()), figure.unit());
        terminal.out().println(table);
        return 0;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
