package org.emergencelaw.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.emergencelaw.cli.calibrate.CalibrateCommand;
import org.emergencelaw.cli.calibrate.CalibrateComputeCommand;
import org.emergencelaw.cli.calibrate.CalibrateIntakeCommand;
import org.emergencelaw.cli.calibrate.CalibrateLossCommand;
import org.emergencelaw.cli.calibrate.CalibrateNextCommand;
import org.emergencelaw.cli.calibrate.PublishedFiguresCommand;
import org.emergencelaw.cli.database.BackupCommand;
import org.emergencelaw.cli.database.MigrateCommand;
import org.emergencelaw.cli.database.RestoreCommand;
import org.emergencelaw.cli.database.TokenCommand;
import org.emergencelaw.cli.database.VacuumCommand;
import org.emergencelaw.cli.lab.LabCommand;
import org.emergencelaw.cli.ledger.LedgerCommand;
import org.emergencelaw.cli.ledger.VerifyCommand;
import org.emergencelaw.cli.metrics.MetricsCommand;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.cli.study.BacktestCommand;
import org.emergencelaw.cli.study.BenchmarkCommand;
import org.emergencelaw.cli.study.CompareCommand;
import org.emergencelaw.cli.study.ExportCommand;
import org.emergencelaw.cli.study.FitCommand;
import org.emergencelaw.cli.study.ForecastCommand;
import org.emergencelaw.cli.study.ImportCommand;
import org.emergencelaw.cli.study.LossCommand;
import org.emergencelaw.cli.study.ReportCommand;
import org.emergencelaw.cli.study.ServeCommand;
import org.emergencelaw.cli.study.SweepCommand;
import org.emergencelaw.cli.study.WarmUpCommand;
import picocli.AutoComplete.GenerateCompletion;
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

    private static final String COMPLETION = "generate-completion";

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
        commands(terminal, Clock.systemUTC(), arguments).forEach(command -> line.addSubcommand(command.get()));
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

    /** The command that is asked for, or all of them: to know the options of every command takes as long as to list a ledger. */
    private static Collection<Supplier<Object>> commands(Terminal terminal, Clock clock, String... arguments) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> new ServeCommand(terminal, clock));
        commands.put("import", () -> new ImportCommand(terminal, clock));
        commands.put("export", () -> new ExportCommand(terminal, clock));
        commands.put("fit", () -> new FitCommand(terminal));
        commands.put("report", () -> new ReportCommand(terminal, clock));
        commands.put("forecast", () -> new ForecastCommand(terminal, clock));
        commands.put("ledger", () -> LedgerCommand.with(terminal, clock));
        commands.put("verify", () -> new VerifyCommand(terminal, clock));
        commands.put("backup", () -> new BackupCommand(terminal));
        commands.put("restore", () -> new RestoreCommand(terminal, clock));
        commands.put("migrate", () -> new MigrateCommand(terminal, clock));
        commands.put("vacuum", () -> new VacuumCommand(terminal, clock));
        commands.put("token", () -> new TokenCommand(terminal, clock));
        commands.put("compare", () -> new CompareCommand(terminal));
        commands.put("loss", () -> new LossCommand(terminal));
        commands.put("backtest", () -> new BacktestCommand(terminal));
        commands.put("sweep", () -> new SweepCommand(terminal));
        commands.put("benchmark", () -> new BenchmarkCommand(terminal));
        commands.put("calibrate", () -> new CalibrateCommand(terminal));
        commands.put("calibrate-loss", () -> new CalibrateLossCommand(terminal));
        commands.put("calibrate-compute", () -> new CalibrateComputeCommand(terminal));
        commands.put("calibrate-next", () -> new CalibrateNextCommand(terminal));
        commands.put("calibrate-intake", () -> new CalibrateIntakeCommand(terminal));
        commands.put("published-figures", () -> new PublishedFiguresCommand(terminal));
        commands.put("lab", () -> LabCommand.line(terminal, clock));
        commands.put("metrics", () -> MetricsCommand.of(terminal));
        commands.put("warm-up", () -> new WarmUpCommand(terminal, clock));
        commands.put(COMPLETION, GenerateCompletion::new);
        // it has to know all the others
        if (arguments.length > 0 && arguments[0].equals(COMPLETION)) return commands.values();
        Supplier<Object> asked = arguments.length == 0 ? null : commands.get(arguments[0]);
        return asked == null ? commands.values() : List.of(asked);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
