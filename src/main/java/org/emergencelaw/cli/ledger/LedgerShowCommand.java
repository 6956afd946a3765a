package org.emergencelaw.cli.ledger;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.workspace.ForecastLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = {"Shows a locked forecast with all its entries.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law ledger show 0c676820-f31c-4f0d-b8c9-5b42c7749e15"})
final class LedgerShowCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(paramLabel = "ID", description = "Id of the forecast.")
    private String id = "";

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    LedgerShowCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        try (LedgerLocation.Ledger ledger = place.openToRead(clock)) {
            ForecastLedger.Entry entry = ledger.entry(id);
            terminal.out().println(json ? FitInput.jsonThroughout(entry) : LedgerText.of(entry));
        }
        return 0;
    }
}
