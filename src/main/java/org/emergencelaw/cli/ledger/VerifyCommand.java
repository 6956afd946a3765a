package org.emergencelaw.cli.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {"Recomputes the chain of the ledger and names the first broken entry.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Without FILE it verifies the ledger of the database, with the rows that its entries name. Exit status 1: broken.",
            "",
            "Examples:",
            "  emergence-law verify",
            "  emergence-law verify ledger.jsonl"
        })
public final class VerifyCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Chain as exported by ledger export; - reads stdin.")
    private Optional<String> file = Optional.empty();

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    public VerifyCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (file.isPresent() && options.databaseGiven())
            throw new IllegalArgumentException("give FILE or --database, not both");
        ChainVerification chain = file.isPresent() ? ofFile(file.get()) : ofDatabase();
        terminal.out().println(json ? FitInput.json(chain) : text(chain));
        return chain.whole() ? 0 : 1;
    }

    private ChainVerification ofDatabase() throws IOException {
        try (Workspace workspace = options.openToRead(clock)) {
            return workspace.ledger().verify();
        }
    }

    private ChainVerification ofFile(String name) throws IOException {
        try (InputStream in = name.equals("-") ? terminal.in() : Files.newInputStream(Path.of(name));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<ChainVerification.Link> links = new ArrayList<>();
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    LedgerEntry entry = LedgerEntry.ofLine(line);
                    links.add(new ChainVerification.Link(entry.text(), entry.sha256()));
                } catch (IllegalArgumentException | java.time.DateTimeException broken) {
                    ChainVerification before = ChainVerification.START.then(links);
                    return before.whole() ? before.brokenAt(number, "it is no entry: " + broken.getMessage()) : before;
                }
            }
            return ChainVerification.START.then(links);
        }
    }

    private static String text(ChainVerification chain) {
        String head = chain.headSha256()
                .map(digest -> "; the last has SHA-256 " + digest)
                .orElse("");
        return chain.broken()
                .map(broken -> "BROKEN at entry " + broken.sequence() + ": " + broken.reason() + "\n" + chain.entries()
                        + " entries before it are in order" + head)
                .orElse(chain.entries() + " entries in order" + head);
    }
}
