package org.emergencelaw.cli.lab;

import java.time.Clock;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.lab.Lab;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "lab",
        description = {"Trains a family of tiny language models and measures when a few-shot ability emerges in it.", ""
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Whatever stops it, the same command goes on where it was and ends with the same rows.",
            "",
            "Examples:",
            "  emergence-law lab run configs/lab/tiny.yaml --folder tiny",
            "  emergence-law lab run configs/lab/family.yaml --folder family --only S,M"
        })
public final class LabCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private LabCommand() {}

    /** The command with its own commands. */
    public static CommandLine line(Terminal terminal, Clock clock) {
        CommandLine line = new CommandLine(new LabCommand());
        add(line, terminal, "train", Lab::train, "Pretrains the models and keeps their checkpoints.");
        add(line, terminal, "evaluate", Lab::evaluate, "Measures loss and few-shot accuracy of the checkpoints.");
        add(line, terminal, "finetune", Lab::finetune, "Measures accuracy after finetuning, by data amount.");
        add(line, terminal, "run", Lab::run, "All of it: train, evaluate, finetune.");
        line.addSubcommand(new LabSubmit(terminal, clock));
        line.addSubcommand(new LabExport(terminal));
        line.addSubcommand(new LabFindings(terminal));
        line.addSubcommand(new LabScore(terminal));
        line.addSubcommand(new LabVision(terminal));
        return line;
    }

    private static void add(CommandLine line, Terminal terminal, String name, LabWork.Step step, String description) {
        CommandLine work = new CommandLine(new LabWork(terminal, step));
        work.getCommandSpec().usageMessage().description(description, "");
        line.addSubcommand(name, work);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
