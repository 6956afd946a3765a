package org.emergencelaw.cli.study;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.AllTasksOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.report.FitText;
import org.emergencelaw.sweep.StudyAnswers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fit",
        description = {"Fits the emergence law to small-model results and says what they show.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law fit observations.csv --task mmlu",
            "  emergence-law fit rows.csv --trivial-accuracy 0.25 --shots 5 --json",
            "  emergence-law fit mmlu.csv --all-tasks > fits.csv",
            "  emergence-law fit mmlu.csv --all-tasks --json > fits.json",
            "  emergence-law export --study my-study | emergence-law fit - --task mmlu"
        })
public final class FitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FitInput study = new FitInput();

    @Mixin
    private AllTasksOptions allTasks = new AllTasksOptions();

    @Option(
            names = "--cdf",
            description = "Also print the cumulative distribution of the point of emergence; JSON always has it.")
    private boolean cdf;

    public FitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (allTasks.given())
            return allTasks.run(
                    terminal,
                    study,
                    new AllTasksOptions.Asked(
                            StudyAnswers.FITS,
                            "",
                            StudyAnswers::fit,
                            (answers, each) -> answers.fitted(each).fit()));
        FittedStudy fitted = study.fit(terminal);
        terminal.out()
                .println(
                        study.json()
                                ? FitInput.json(fitted.fit())
                                : FitText.of(
                                        fitted.fit(),
                                        new Forecaster(fitted, study.usualLevel(fitted)).unplanned(),
                                        NextMeasurement.of(fitted, study.usualLevel(fitted)),
                                        study.file()));
        if (cdf && !study.json()) terminal.out().print("\n" + FitText.cdf(fitted.fit()));
        return 0;
    }
}
