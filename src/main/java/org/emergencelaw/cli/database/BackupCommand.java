package org.emergencelaw.cli.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.workspace.upkeep.Backups;
import org.emergencelaw.workspace.upkeep.DatabaseVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = {
            "Copies the database to a file, while a service may go on writing to it, and verifies the copy.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "cp of a database that is in use is no backup: what was written last lies in another file.",
            "Keep the number of entries and the digest that are printed somewhere else: emergence-law verify takes them.",
            "A running service gives the same by GET /api/v1/backup.",
            "",
            "Example:",
            "  emergence-law backup emergence-law-monday.db"
        })
public final class BackupCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "Where to write it; never replaces a file.")
    private Path file = Path.of("");

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What was written. */
    private record Written(
            String file, long bytes, int studies, int fits, long ledgerEntries, Optional<String> ledgerHeadSha256) {}

    @Override
    public Integer call() throws IOException {
        Backups.make(options.existingFile(), file);
        DatabaseVerification copy = DatabaseVerification.of(file, Optional.empty());
        if (!copy.whole()) {
            terminal.out().println(VerificationText.of(file.toString(), copy));
            return 1;
        }
        var chain = copy.ledger().orElseThrow();
        Written written = new Written(
                file.toString(), Files.size(file), copy.studies(), copy.fits(), chain.entries(), chain.headSha256());
        terminal.out().println(json ? FitInput.json(written) : VerificationText.of(file.toString(), copy));
        return 0;
    }
}
