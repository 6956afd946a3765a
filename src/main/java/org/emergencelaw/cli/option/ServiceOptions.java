package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.emergencelaw.config.ServiceConfig;
import picocli.CommandLine.Option;

/** Settings of the service, and where its database is. */
public final class ServiceOptions {

    private static final Path USUAL = Path.of("configs", "service.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the service (default: configs/service.yaml, where it exists).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "FILE",
            description = "SQLite file (default: that of the settings, emergence-law.db).")
    private Optional<String> database = Optional.empty();

    public boolean databaseGiven() {
        return database.isPresent();
    }

    public ServiceConfig settings() throws IOException {
        Optional<Path> file = config.or(() -> Optional.of(USUAL).filter(Files::exists));
        ServiceConfig settings = file.isPresent() ? ServiceConfig.read(file.get()) : ServiceConfig.DEFAULT;
        return database.map(settings::withDatabase).orElse(settings);
    }
}
