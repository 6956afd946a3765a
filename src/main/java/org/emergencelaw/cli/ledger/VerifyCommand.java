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
import org.emergencelaw.cli.database.VerificationText;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.upkeep.DatabaseVerification;
import org.emergencelaw.workspace.upkeep.LedgerMark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Recomputes the chain of the ledger, and of a backup all that has a digest; names what is broken.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Without FILE it verifies the ledger of the database, with the rows that its entries name. FILE is a backup, of",
            "which a copy is verified, or an exported chain. Exit status 1: broken, or without any entry.",
            "",
            "Examples:",
            "  emergence-law verify",
            "  emergence-law verify monday.db --entries 12 --head 0c676820f31c...",
            "  emergence-law verify ledger.jsonl"
        })
public final class VerifyCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Backup, or chain as exported by ledger export; - reads a chain from stdin.")
    private Optional<String> file = Optional.empty();

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--head",
            paramLabel = "SHA256",
            description = "Digest that the entry with the number --entries had.")
    private Optional<String> head = Optional.empty();

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "Number of entries that the ledger had; 0 where an empty one is right.")
    private Optional<Long> entries = Optional.empty();

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
        boolean mayBeEmpty = entries.equals(Optional.of(0L)) && head.isEmpty();
        Optional<LedgerMark> mark = mayBeEmpty ? Optional.empty() : LedgerMark.of(entries, head);
        if (file.isPresent() && !file.get().equals("-") && DatabaseVerification.isDatabase(Path.of(file.get())))
            return ofBackup(Path.of(file.get()), mark, mayBeEmpty);
        ChainVerification chain = file.isPresent() ? ofFile(file.get(), mark) : ofDatabase(mark);
        if (file.isPresent()) chain = notEmpty(chain, mayBeEmpty);
        terminal.out().println(json ? FitInput.json(chain) : VerificationText.of(chain));
        return chain.whole() ? 0 : 1;
    }

    private static ChainVerification notEmpty(ChainVerification chain, boolean mayBeEmpty) {
        return mayBeEmpty || chain.entries() > 0 || !chain.whole()
                ? chain
                : chain.brokenAt(1, "there is no entry at all; where that is right, say --entries 0");
    }

    private int ofBackup(Path backup, Optional<LedgerMark> mark, boolean mayBeEmpty) throws IOException {
        DatabaseVerification found = DatabaseVerification.of(backup, mark);
        found = found.withLedger(found.ledger().map(chain -> notEmpty(chain, mayBeEmpty)));
        terminal.out().println(json ? FitInput.json(found) : VerificationText.of(backup.toString(), found));
        return found.whole() ? 0 : 1;
    }

    private ChainVerification ofDatabase(Optional<LedgerMark> mark) throws IOException {
        if (!options.isOfServer() && !DatabaseVerification.isCurrent(options.existingFile()))
            return ofOlder(options.existingFile(), mark);
        try (Workspace workspace = options.openToRead(clock)) {
            ChainVerification chain = workspace.ledger().verify();
            return mark.map(had -> had.check(chain, workspace.ledger()::digest)).orElse(chain);
        }
    }

    /** To read it as it is, its tables would have to be changed: a copy's are. */
    private static ChainVerification ofOlder(Path database, Optional<LedgerMark> mark) throws IOException {
        DatabaseVerification found = DatabaseVerification.of(database, mark);
        return found.ledger()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the database " + database + " cannot be verified: " + String.join("; ", found.faults())));
    }

    private ChainVerification ofFile(String name, Optional<LedgerMark> mark) throws IOException {
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
            ChainVerification chain = ChainVerification.START.then(links);
            return mark.map(had -> had.check(
                            chain,
                            entry -> links.get(Math.toIntExact(entry - 1)).sha256()))
                    .orElse(chain);
        }
    }
}
