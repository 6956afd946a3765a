package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.TestDatabase;

/** The service of the jar in a process of its own, to be killed. */
record ServiceProcess(Process process, String url) implements AutoCloseable {

    /** As the build leaves it for people: with the archive of its classes beside it, from which it starts in half the time. */
    private static final Path JAR =
            Path.of(System.getProperty("emergencelaw.jar", "target/emergence-law/lib/emergence-law.jar"));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /**
     * @param database a file, or what stands for it where tests run on a server
     * @param options of the JVM
     */
    static ServiceProcess start(Path database, String... options) throws IOException {
        return startWith(TestDatabase.at(database), List.of(options));
    }

    /** @param database a file, or the address of a server's */
    static ServiceProcess start(String database) throws IOException {
        return startWith(database, List.of());
    }

    /**
     * @param options of the JVM
     * @param arguments of serve
     */
    static ServiceProcess startWith(String database, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:SharedArchiveFile=" + JAR.resolveSibling("emergence-law.jsa"));
        command.addAll(List.of("-Xlog:cds=off", "-Xlog:class+path=off"));
        command.addAll(List.of(
                System.getProperty("emergencelaw.jvm", "-XX:+UseSerialGC").split(" ")));
        command.add("-Dorg.sqlite.lib.path=" + JAR.getParent());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of("serve", "--port", "0", "--database", database));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).as("first line of serve").startsWith("emergence-law ");
        return new ServiceProcess(process, line.substring(line.indexOf("http")));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
    }

    /** @param headers name, value, name, value */
    HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", type);
        if (headers.length > 0) request.headers(headers);
        return CLIENT.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
