package org.emergencelaw.cli.metrics;

import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "metrics",
        description = {"Asks whether a jump is made by the metric, or by too few items, rather than by the model.", ""},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class)
public final class MetricsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private MetricsCommand() {}

    public static CommandLine of(Terminal terminal) {
        CommandLine line = new CommandLine(new MetricsCommand());
        line.addSubcommand(new ScoreCommand(terminal));
        line.addSubcommand(new ResolutionCommand(terminal));
        line.addSubcommand(new ToyCommand(terminal));
        line.addSubcommand(new MirageCommand(terminal));
        line.addSubcommand(new SurrogateCommand(terminal));
        line.addSubcommand(new MetaCommand(terminal));
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command of metrics is missing");
    }
}
