package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.emergencelaw.cli.study.ServeCommand;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.format.Json;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.Server;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the ledger is: in a database file, or behind the API of a running service. */
public final class LedgerLocation {

    private static final String LOOPBACK = "127.0.0.1";

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Use a running service instead, such as http://127.0.0.1:8080.")
    private Optional<String> url = Optional.empty();

    /** Something asked of the API. */
    public interface Question<T> {
        public T ask(ServiceClient api) throws IOException;
    }

    /**
     * Asks the running service; where none is named, one of our own, on a free port of this machine and on the database file, for as
     * long as the question takes: so that a file and a service give the same answers by the same way.
     */
    public <T> T ask(Clock clock, boolean mayCreate, Question<T> question) throws IOException {
        if (url.isPresent() && options.databaseGiven())
            throw new IllegalArgumentException("give --url or --database, not both");
        if (url.isPresent()) return question.ask(ServiceClient.at(url.get()));
        ServiceConfig settings = options.settings().withHost(LOOPBACK).withPort(0);
        Path file = Path.of(settings.database());
        if (!mayCreate && !Files.exists(file))
            throw new IllegalArgumentException("there is no database " + file + ": name it with --database");
        try (Database database = Database.open(file, Json.mapper());
                Server server =
                        Server.start(settings, Json.mapper(), database, ServeCommand.catalogue(settings), clock)) {
            return question.ask(ServiceClient.at("http://" + LOOPBACK + ":" + server.port()));
        }
    }
}
