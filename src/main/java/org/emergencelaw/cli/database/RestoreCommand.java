package org.emergencelaw.cli.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.workspace.upkeep.Backups;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {"Puts a backup in the place of the database, after verifying it.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Stop the service first; while one serves the database, nothing is restored. What stands there now is backed up",
            "beside it.",
            "",
            "Example:",
            "  emergence-law restore emergence-law-monday.db"
        })
public final class RestoreCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(paramLabel = "FILE", description = "A backup.")
    private Path file = Path.of("");

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public RestoreCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /** What was done. */
    private record Done(String database, String restored, Optional<String> before) {}

    @Override
    public Integer call() throws IOException {
        Path database = options.file();
        Backups.Restored restored = Backups.restore(file, database, clock);
        if (json) {
            terminal.out()
                    .println(FitInput.json(new Done(
                            database.toString(),
                            file.toString(),
                            restored.before().map(Path::toString))));
            return 0;
        }
        terminal.out().println(VerificationText.of(file.toString(), restored.verification()));
        terminal.out().println("restored to " + database);
        restored.before().ifPresent(before -> terminal.out().println("what stood there is in " + before));
        return 0;
    }
}
