package org.emergencelaw.cli.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.upkeep.Migration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "migrate",
        description = {
            "Copies all that a database holds into an empty one, from a file to a PostgreSQL server or back.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Stop the services of both first. Everything goes over, in one transaction, or nothing; each table is compared by",
            "its digest, and the chain of the ledger is verified, before it is kept. What was copied from stays as it is.",
            "",
            "Examples:",
            "  emergence-law migrate emergence-law.db jdbc:postgresql://localhost/emergence",
            "  emergence-law migrate jdbc:postgresql://localhost/emergence copy.db"
        })
public final class MigrateCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(index = "0", paramLabel = "FROM", description = "SQLite file, or address of a PostgreSQL database.")
    private String from = "";

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "Address of an empty PostgreSQL database, or a file that is not there.")
    private String to = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public MigrateCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        if (!ServiceOptions.isOfServer(from) && !Files.exists(Path.of(from)))
            throw new IllegalArgumentException("there is no database " + from);
        // what is of an earlier version is brought up to date as a service does it
        Workspace.open(from, TaskCatalogue.empty(), new PublishedLossLaws(List.of()), clock)
                .close();
        var tables = new Migration(from, to).run();
        if (json) terminal.out().println(FitInput.json(tables));
        else
            tables.forEach(table -> terminal.out()
                    .println(DisplayNumbers.plural(table.rows(), "row") + " of " + table.name() + ", SHA-256 "
                            + table.sha256()));
        return 0;
    }
}
