package org.emergencelaw.cli.study;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.web.Server;
import org.emergencelaw.workspace.Workspace;
import picocli.CommandLine.Command;

/** Uses what a person uses first, so that the archive of classes that the build makes at its end has them. */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Starts the service on a database of its own, looks at it, and stops.")
public final class WarmUpCommand implements Callable<Integer> {

    private static final List<String> FIRST =
            List.of("/", "/index.json", "/static/style.css", "/ledger", "/api/v1/studies", "/readyz", "/models");

    private final Terminal terminal;
    private final Clock clock;

    public WarmUpCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("emergence-law-");
        ServiceConfig settings = ServiceConfig.DEFAULT
                .with("port", 0)
                .with("database", directory.resolve("warm-up.db").toString());
        try (Workspace workspace = Workspace.open(settings, TaskCatalogue.of(settings), clock);
                Server server = Server.start(settings, workspace, clock)) {
            String url = "http://127.0.0.1:" + server.port();
            for (String path : FIRST) look(HttpRequest.newBuilder(URI.create(url + path)));
            look(HttpRequest.newBuilder(URI.create(url + "/examples/synthetic")).POST(BodyPublishers.noBody()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            delete(directory);
        }
        terminal.out().println("warm");
        return 0;
    }

    private static void look(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
