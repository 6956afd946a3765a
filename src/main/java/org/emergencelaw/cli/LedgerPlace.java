package org.emergencelaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.ingest.ServiceConfig;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.Server;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the ledger is: in a database file, or behind the API of a running service. */
final class LedgerPlace {

    private static final String LOOPBACK = "127.0.0.1";

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Use a running service instead, such as http://127.0.0.1:8080.")
    private Optional<String> url = Optional.empty();

    /** Something asked of the API. */
    interface Question<T> {
        T ask(Api api) throws IOException;
    }

    /**
     * Asks the running service; where none is named, one of our own, on a free port of this machine and on the database file, for as
     * long as the question takes: so that a file and a service give the same answers by the same way.
     */
    <T> T ask(Clock clock, boolean mayCreate, Question<T> question) throws IOException {
        if (url.isPresent() && options.databaseGiven())
            throw new IllegalArgumentException("give --url or --database, not both");
        if (url.isPresent()) return question.ask(Api.at(url.get()));
        ServiceConfig settings = options.settings().withHost(LOOPBACK).withPort(0);
        Path file = Path.of(settings.database());
        if (!mayCreate && !Files.exists(file))
            throw new IllegalArgumentException("there is no database " + file + ": name it with --database");
        try (Database database = Database.open(file, Json.mapper());
                Server server =
                        Server.start(settings, Json.mapper(), database, ServeCommand.catalogue(settings), clock)) {
            return question.ask(Api.at("http://" + LOOPBACK + ":" + server.port()));
        }
    }
}
