package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.upkeep.Migration;
import picocli.CommandLine.Option;

/** Settings of the service, and where its database is. */
public final class ServiceOptions {

    /** Variable of the environment with the token for a service, which other users see on no command line. */
    private static final String TOKEN = "EMERGENCE_LAW_TOKEN";

    private static final Path USUAL = Path.of("configs", "service.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the service (default: configs/service.yaml, where it exists).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = {"--database", "--db"},
            paramLabel = "FILE",
            description = {
                "SQLite file (default: that of the settings, emergence-law.db), or the address",
                "of a PostgreSQL database, such as jdbc:postgresql://localhost/emergence."
            })
    private Optional<String> database = Optional.empty();

    /** The service at an address, where one is given. */
    Optional<ServiceClient> service(Optional<String> url) {
        if (url.isPresent() && databaseGiven())
            throw new IllegalArgumentException("give --url or --database, not both");
        return url.map(address -> ServiceClient.at(address, Optional.ofNullable(System.getenv(TOKEN))));
    }

    /** Opens or creates the database. */
    public Workspace open(Clock clock) throws IOException {
        return open(TaskCatalogue.of(settings()), clock);
    }

    /** @param tasks in the place of the catalogue of the settings */
    Workspace open(TaskCatalogue tasks, Clock clock) throws IOException {
        return Workspace.open(settings(), tasks, clock);
    }

    /** @throws IllegalArgumentException if there is no such file */
    public Workspace openExisting(Clock clock) throws IOException {
        existing();
        return open(clock);
    }

    /**
     * Opens a database to read what is in it, which takes neither the catalogue of tasks nor the published loss laws.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public Workspace openToRead(Clock clock) throws IOException {
        return Workspace.open(existing(), TaskCatalogue.empty(), new PublishedLossLaws(List.of()), clock);
    }

    /** Where the database is, or will be: a file, or the address of a server's. */
    public String database() throws IOException {
        // settings need not be read where they do not decide
        return database.isPresent() ? database.get() : settings().database();
    }

    public boolean isOfServer() throws IOException {
        return isOfServer(database());
    }

    /** Whether this is the address of a server's database, rather than a file. */
    public static boolean isOfServer(String database) {
        return Migration.isOfServer(database);
    }

    /**
     * As {@link #database()}.
     *
     * @throws IllegalArgumentException if it is a file that is not there
     */
    public String existing() throws IOException {
        if (!isOfServer()) existingFile();
        return database();
    }

    /**
     * Where the database file is, or will be.
     *
     * @throws IllegalArgumentException if the database is a server's
     */
    public Path file() throws IOException {
        if (isOfServer())
            throw new IllegalArgumentException(
                    "this is for SQLite files; a database of a PostgreSQL server is backed up"
                            + " by pg_dump, or by pg_basebackup with its log, and restored by pg_restore");
        return Path.of(database());
    }

    /**
     * Where the database file is.
     *
     * @throws IllegalArgumentException if there is no such file, or the database is a server's
     */
    public Path existingFile() throws IOException {
        Path file = file();
        if (!Files.exists(file))
            throw new IllegalArgumentException("there is no database " + file + ": name it with --database");
        return file;
    }

    public boolean databaseGiven() {
        return database.isPresent();
    }

    public ServiceConfig settings() throws IOException {
        Optional<Path> file = config.or(() -> Optional.of(USUAL).filter(Files::exists));
        ServiceConfig read = file.isPresent() ? ServiceConfig.read(file.get()) : ServiceConfig.DEFAULT;
        ServiceConfig settings = read.with(System.getenv());
        return database.map(named -> settings.with("database", named)).orElse(settings);
    }
}
