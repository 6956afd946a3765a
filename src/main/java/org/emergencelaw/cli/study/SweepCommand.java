package org.emergencelaw.cli.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.PlanOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.cli.option.WorkProgress;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sweep",
        description = {"Fits and forecasts every study of a table, or of a folder of tables, on all cores.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "FILE is a table or a folder of them (.csv, .tsv, .json, each also .gz). DIR gets forecasts.csv, a row a study and"
                    + " plan (fits.csv where no run is planned), backtests.csv with --backtest, faults.csv with what could not"
                    + " be used, and manifest.json. The same input and options give the same bytes on any number of threads;"
                    + " what was cut short goes on where it stopped.",
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law sweep tables --out swept --params 34B --tokens 1.5T",
            "  emergence-law sweep rows.csv --out swept --plans plans.csv --backtest"
        })
public final class SweepCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private FitInput study = new FitInput();

    @Mixin
    private PlanOptions plan = new PlanOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder of what is written.")
    private Path out = Path.of("");

    @Option(names = "--backtest", description = "Also replay the history of each study.")
    private boolean backtest;

    @Option(names = "--threads", paramLabel = "N", description = "Threads (default: all cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    public SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1) throw new IllegalArgumentException("--threads must be at least 1, was " + threads);
        if (study.file().equals("-")) throw new IllegalArgumentException("FILE must be a file or a folder, was -");
        List<SuitePlan> plans = plan.plans(terminal);
        Sweep sweep = new Sweep(study.answers(), study.rules(), plans, backtest);
        try (WorkProgress bar = WorkProgress.of(terminal, "studies")) {
            Sweep.Manifest made = sweep.run(Path.of(study.file()), out, threads, new Sweep.Progress() {
                @Override
                public void studies(int more) {
                    bar.more(more);
                }

                @Override
                public void done() {
                    bar.step();
                }
            });
            terminal.out()
                    .println(
                            study.json()
                                    ? FitInput.json(made)
                                    : DisplayNumbers.whole(made.studies()) + " studies, "
                                            + DisplayNumbers.plural(made.faults(), "fault") + ", written to " + out);
        }
        return 0;
    }
}
