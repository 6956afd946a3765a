package org.emergencelaw.cli.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.PlanOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.cli.option.WorkProgress;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sweep",
        description = {
            "Fits and forecasts every study of a table, or of a folder of tables, on all cores or on a cluster.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "FILE is a table or a folder of them (.csv, .tsv, .json, each also .gz; .parquet). DIR gets forecasts.csv, a row a study"
                    + " and plan (fits.csv where no run is planned), backtests.csv with --backtest, faults.csv with what could"
                    + " not be used, and manifest.json. The same input and options give the same bytes on any number of"
                    + " threads, and on any cluster; what was cut short goes on where it stopped.",
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law sweep tables --out swept --params 34B --tokens 1.5T",
            "  emergence-law sweep rows.csv --out swept --plans plans.csv --backtest",
            "  emergence-law sweep rows.parquet --out swept --format parquet",
            "  java -cp \"$SPARK_HOME/jars/*:emergence-law.jar\" org.emergencelaw.cli.Main sweep tables --out swept \\",
            "    --master spark://host:7077"
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

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "Of the tables in DIR: csv or parquet (default: csv).")
    private Sweep.Format format = Sweep.Format.CSV;

    @Option(names = "--threads", paramLabel = "N", description = "Threads, without a cluster (default: all cores).")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        int cores = threads.orElse(Runtime.getRuntime().availableProcessors());
        if (cores < 1) throw new IllegalArgumentException("--threads must be at least 1, was " + cores);
        if (cluster.given() && threads.isPresent())
            throw new IllegalArgumentException("--threads and --master exclude each other");
        if (study.file().equals("-")) throw new IllegalArgumentException("FILE must be a file or a folder, was -");
        Path input = Path.of(study.file());
        Sweep sweep = new Sweep(study.answers(), study.rules(), plan.plans(terminal), backtest, format);
        try (WorkProgress bar = WorkProgress.of(terminal, "studies")) {
            Sweep.Progress told = told(bar);
            Sweep.Manifest made = cluster.given()
                    ? cluster.run("sweep", executors -> sweep.run(input, out, executors, told))
                    : sweep.run(input, out, cores, told);
            terminal.out()
                    .println(
                            study.json()
                                    ? FitInput.json(made)
                                    : DisplayNumbers.whole(made.studies()) + " studies, "
                                            + DisplayNumbers.plural(made.faults(), "fault") + ", written to " + out);
        }
        return 0;
    }

    private static Sweep.Progress told(WorkProgress bar) {
        return new Sweep.Progress() {
            @Override
            public void studies(int more) {
                bar.more(more);
            }

            @Override
            public void done() {
                bar.step();
            }
        };
    }
}
