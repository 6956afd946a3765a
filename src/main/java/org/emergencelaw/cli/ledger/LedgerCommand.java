package org.emergencelaw.cli.ledger;

import java.time.Clock;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "ledger",
        description = {"Lists, shows, resolves and exports locked forecasts.", ""},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Forecasts are locked with emergence-law forecast --lock.",
            "",
            "Examples:",
            "  emergence-law ledger list --state open",
            "  emergence-law ledger show 0c676820-f31c-4f0d-b8c9-5b42c7749e15",
            "  emergence-law ledger resolve 0c676820-f31c-4f0d-b8c9-5b42c7749e15 r.csv",
            "  emergence-law ledger export > ledger.jsonl"
        })
public final class LedgerCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private LedgerCommand() {}

    public static CommandLine with(Terminal terminal, Clock clock) {
        return new CommandLine(new LedgerCommand())
                .addSubcommand(new LedgerListCommand(terminal, clock))
                .addSubcommand(new LedgerShowCommand(terminal, clock))
                .addSubcommand(new VerifyCommand(terminal, clock))
                .addSubcommand(new LedgerResolveCommand(terminal, clock))
                .addSubcommand(new LedgerExportCommand(terminal, clock));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
