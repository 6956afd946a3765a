package org.emergencelaw.cli;

import java.io.PrintWriter;
import java.time.Clock;
import org.emergencelaw.cli.calibrate.CalibrateCommand;
import org.emergencelaw.cli.calibrate.CalibrateComputeCommand;
import org.emergencelaw.cli.calibrate.CalibrateLossCommand;
import org.emergencelaw.cli.calibrate.CalibrateNextCommand;
import org.emergencelaw.cli.calibrate.PublishedFiguresCommand;
import org.emergencelaw.cli.lab.LabCommand;
import org.emergencelaw.cli.ledger.LedgerCommand;
import org.emergencelaw.cli.ledger.VerifyCommand;
import org.emergencelaw.cli.metrics.MetricsCommand;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.cli.study.BacktestCommand;
import org.emergencelaw.cli.study.CompareCommand;
import org.emergencelaw.cli.study.ExportCommand;
import org.emergencelaw.cli.study.FitCommand;
import org.emergencelaw.cli.study.ForecastCommand;
import org.emergencelaw.cli.study.ImportCommand;
import org.emergencelaw.cli.study.ServeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: builds the graph by hand and turns what went wrong into words and an exit status. */
@Command(
        name = "emergence-law",
        description = {
            "Forecasts, from small models that still score at chance, whether and at how much compute a capability"
                    + " emerges.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Begin with a table of small-model results (see `emergence-law fit --help`):",
            "  emergence-law fit observations.csv --task mmlu",
            "  emergence-law forecast observations.csv --task mmlu --params 13B --tokens 1T",
            "  emergence-law serve",
            "",
            "Exit status: 0 success, 1 error, 2 bad usage or bad input."
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where in the program an error came from.")
    private boolean debug;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Terminal.standard(), arguments));
    }

    /** Runs one command and returns its exit status. */
    static int run(Terminal terminal, String... arguments) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.addSubcommand(new ServeCommand(terminal, Clock.systemUTC()));
        line.addSubcommand(new ImportCommand(terminal, Clock.systemUTC()));
        line.addSubcommand(new ExportCommand(terminal, Clock.systemUTC()));
        line.addSubcommand(new FitCommand(terminal));
        line.addSubcommand(new ForecastCommand(terminal, Clock.systemUTC()));
        line.addSubcommand(LedgerCommand.with(terminal, Clock.systemUTC()));
        line.addSubcommand(new VerifyCommand(terminal, Clock.systemUTC()));
        line.addSubcommand(new CompareCommand(terminal));
        line.addSubcommand(new BacktestCommand(terminal));
        line.addSubcommand(new CalibrateCommand(terminal));
        line.addSubcommand(new CalibrateLossCommand(terminal));
        line.addSubcommand(new CalibrateComputeCommand(terminal));
        line.addSubcommand(new CalibrateNextCommand(terminal));
        line.addSubcommand(new PublishedFiguresCommand(terminal));
        line.addSubcommand(LabCommand.line(terminal, Clock.systemUTC()));
        line.addSubcommand(MetricsCommand.of(terminal));
        line.setDefaultValueProvider(FitInput::defaultOf);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(true);
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setErr(new PrintWriter(terminal.err(), true));
        ErrorReport complaints = new ErrorReport(terminal);
        line.setParameterExceptionHandler((misuse, given) -> complaints.misuse(misuse));
        line.setExecutionExceptionHandler((thrown, command, all) ->
                complaints.fault(thrown, command.getParseResult().hasMatchedOption("--json"), main.debug));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
