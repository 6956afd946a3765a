package org.emergencelaw.cli.study;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.AllTasksOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.report.ComparisonText;
import org.emergencelaw.report.PlanningText;
import org.emergencelaw.sweep.StudyAnswers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {"Compares predictions with held-out models, the rows with split = held_out.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Held-out rows never enter the fit.",
            "",
            FitInput.COLUMNS,
            "",
            "Example:",
            "  emergence-law compare observations.csv --task mmlu",
            "  emergence-law compare mmlu.csv --all-tasks > held-out.csv",
            "  emergence-law compare old-mix.csv --with new-mix.csv --task mmlu"
        })
public final class CompareCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FitInput study = new FitInput();

    @Mixin
    private AllTasksOptions allTasks = new AllTasksOptions();

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "Compare with another family on the same task instead: which has the ability first?")
    private Optional<String> with = Optional.empty();

    @Option(names = "--with-family", paramLabel = "NAME", description = "Family of the other file, if it has several.")
    private Optional<String> withFamily = Optional.empty();

    public CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (allTasks.given()) {
            if (with.isPresent()) throw new IllegalArgumentException("--all-tasks and --with exclude each other");
            return allTasks.run(
                    terminal,
                    study,
                    new AllTasksOptions.Asked(
                            StudyAnswers.COMPARISONS,
                            "",
                            StudyAnswers::compare,
                            (answers, each) -> HeldOutComparison.of(answers.forecaster(answers.fitted(each)))));
        }
        FittedStudy fitted = study.fit(terminal);
        // the text of a comparison with held-out models has all warnings of the fit
        if (study.json() || with.isPresent())
            fitted.study()
                    .losses()
                    .warning(fitted.study().borrowed())
                    .ifPresent(warning -> terminal.warn(warning.message()));
        if (with.isPresent()) return race(fitted, study.fit(with.get(), withFamily, terminal));
        HeldOutComparison comparison = HeldOutComparison.of(study.forecaster(fitted));
        terminal.out().println(study.json() ? FitInput.json(comparison) : ComparisonText.of(comparison, fitted.fit()));
        return 0;
    }

    private static FamilyComparison.Entrant entrant(FittedStudy of) {
        return new FamilyComparison.Entrant(of.rows().list().get(0).checkpoint().family(), of);
    }

    private int race(FittedStudy one, FittedStudy other) throws IOException {
        FamilyComparison race = FamilyComparison.of(entrant(one), entrant(other), study.usualLevel(one));
        terminal.out().println(study.json() ? FitInput.json(race) : PlanningText.race(race));
        return 0;
    }
}
