package org.emergencelaw.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.forecast.Comparison;
import org.emergencelaw.forecast.FamilyRace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "  emergence-law compare observations.csv --task mmlu",
            "  emergence-law compare old-mix.csv --with new-mix.csv --task mmlu"
        })
final class CompareCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FittedFile study = new FittedFile();

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "Compare with another family on the same task instead: which has the ability first?")
    private Optional<String> with = Optional.empty();

    @Option(
            names = "--with-family",
            paramLabel = "NAME",
            description = "Family of the other file, where it holds several.")
    private Optional<String> withFamily = Optional.empty();

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        FittedFile.Fitted fitted = study.fit(terminal);
        if (with.isPresent()) return race(fitted, study.fit(with.get(), withFamily, terminal));
        Comparison comparison = Comparison.of(fitted.task(), fitted.fit(), fitted.forecaster(), fitted.rows());
        terminal.out()
                .println(
                        study.json()
                                ? FittedFile.json(comparison)
                                : ComparisonText.of(comparison, fitted.fit().fit()));
        return 0;
    }

    private int race(FittedFile.Fitted one, FittedFile.Fitted other) throws IOException {
        FamilyRace race = FamilyRace.of(one.entrant(), other.entrant());
        terminal.out().println(study.json() ? FittedFile.json(race) : PlanningText.race(race));
        return 0;
    }
}
