package org.emergencelaw.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.emergencelaw.forecast.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "compare",
        description = {"Compares predictions with held-out models, the rows with split = held_out.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Main.CurrentVersion.class,
        footer = {
            "",
            "Held-out rows never enter the fit.",
            "",
            FittedFile.COLUMNS,
            "",
            "Example:",
            "  emergence-law compare observations.csv --task mmlu"
        })
final class CompareCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FittedFile study = new FittedFile();

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        FittedFile.Fitted fitted = study.fit(terminal);
        Comparison comparison = Comparison.of(fitted.task(), fitted.fit(), fitted.forecaster(), fitted.observations());
        terminal.out()
                .println(
                        study.json()
                                ? FittedFile.json(comparison)
                                : ComparisonText.of(comparison, fitted.fit().fit()));
        return 0;
    }
}
