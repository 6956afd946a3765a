package org.emergencelaw.cli;

import java.nio.file.Path;
import java.time.Clock;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.ingest.ServiceConfig;
import org.emergencelaw.ingest.TaskCatalogue;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.Server;

/** Builds the graph by hand. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ServiceConfig settings = ServiceConfig.DEFAULT;
        Database database = Database.open(Path.of(settings.database()), Json.mapper());
        Server server = Server.start(
                settings, Json.mapper(), database, TaskCatalogue.read(Path.of(settings.tasks())), Clock.systemUTC());
        System.out.println("http://127.0.0.1:" + server.port());
    }
}
