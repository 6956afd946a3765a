package org.emergencelaw.cli.ledger;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.workspace.ForecastLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resolve",
        description = {"Resolves a locked forecast: its frozen rule decides from results of the run.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Instead of FILE, say why the rule cannot decide (--void), withdraw the forecast before its outcome"
                    + " (--withdraw), or say why an outcome is not to be trusted (--dispute).",
            "",
            FitInput.COLUMNS,
            "",
            "Examples:",
            "  emergence-law ledger resolve 0c676820-f31c-4f0d-b8c9-5b42c7749e15 r.csv",
            "  emergence-law ledger resolve 0c676820-f31c-4f0d-b8c9-5b42c7749e15 \\",
            "    --void 'the run was cancelled'"
        })
final class LedgerResolveCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the forecast.")
    private String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Few-shot results of the run as CSV or JSON; - reads stdin.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--void", paramLabel = "REASON", description = "There will be no outcome.")
    private Optional<String> voided = Optional.empty();

    @Option(names = "--withdraw", paramLabel = "REASON", description = "Withdraw the forecast.")
    private Optional<String> withdrawn = Optional.empty();

    @Option(names = "--dispute", paramLabel = "REASON", description = "Dispute the outcome.")
    private Optional<String> disputed = Optional.empty();

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    LedgerResolveCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        long given = Stream.of(file, voided, withdrawn, disputed)
                .filter(Optional::isPresent)
                .count();
        if (given != 1)
            throw new IllegalArgumentException("give FILE, or one of --void, --withdraw and --dispute, and not two");
        try (LedgerLocation.Ledger ledger = place.open(clock)) {
            ForecastLedger.Entry entry = write(ledger);
            terminal.out().println(json ? FitInput.jsonThroughout(entry) : LedgerText.of(entry));
        }
        return 0;
    }

    private ForecastLedger.Entry write(LedgerLocation.Ledger ledger) throws IOException {
        if (voided.isPresent()) return ledger.state(Kind.VOID, id, new LedgerEntry.Reason(voided.get()));
        if (withdrawn.isPresent()) return ledger.state(Kind.WITHDRAWAL, id, new LedgerEntry.Reason(withdrawn.get()));
        if (disputed.isPresent()) return ledger.state(Kind.DISPUTE, id, new LedgerEntry.Reason(disputed.get()));
        return ledger.outcome(id, ObservationFile.read(file.orElseThrow(), terminal));
    }
}
