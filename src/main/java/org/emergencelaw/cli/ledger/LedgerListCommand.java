package org.emergencelaw.cli.ledger;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.workspace.ForecastLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = {"Lists locked forecasts, the newest first.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law ledger list --state open --task mmlu"})
final class LedgerListCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.class,
            description = "Only these: ${COMPLETION-CANDIDATES}.")
    private Optional<LedgerStanding.State> state = Optional.empty();

    @Option(names = "--task", paramLabel = "NAME", description = "Only forecasts of this task.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Maximum number of forecasts listed (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    /** States as the API names them. */
    static final class States extends FitInput.Words {
        States() {
            super(LedgerStanding.State.values());
        }
    }

    LedgerListCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        try (LedgerLocation.Ledger ledger = place.openToRead(clock)) {
            ForecastLedger.Page page = ledger.list(LedgerQuery.everything(state, task, limit));
            terminal.out().println(json ? FitInput.jsonThroughout(page) : LedgerText.list(page.items(), page.total()));
        }
        return 0;
    }
}
