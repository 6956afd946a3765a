package org.emergencelaw.cli.ledger;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {"Writes the whole chain as JSON lines, which can be verified on their own.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Examples:",
            "  emergence-law ledger export > ledger.jsonl",
            "  emergence-law ledger export --csv > ledger.csv"
        })
final class LedgerExportCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    @Option(names = "--csv", description = "Write the table of locked forecasts instead, for spreadsheets.")
    private boolean csv;

    @Option(names = "--json", description = "JSON lines, as without it.")
    private boolean json;

    LedgerExportCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (csv && json) throw new IllegalArgumentException("give --csv or --json, not both");
        Writer out = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
        try (LedgerLocation.Ledger ledger = place.openToRead(clock)) {
            if (csv) out.write(ledger.table());
            else ledger.export(out);
        }
        out.flush();
        return 0;
    }
}
