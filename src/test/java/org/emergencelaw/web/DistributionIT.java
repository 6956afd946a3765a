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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code -Pdist} leaves, unpacked where there is no Java. */
@EnabledIfSystemProperty(named = "emergencelaw.distribution", matches = ".+")
class DistributionIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void itServesAndForecastsWithTheRuntimeThatItBrings() throws Exception {
        String archive = System.getProperty("emergencelaw.distribution");
        assertThat(run(directory, "tar", "-xzf", archive, "-C", directory.toString()))
                .isEmpty();
        Path folder = only(directory);
        assertThat(folder.resolve("share")).isDirectoryContaining("glob:**/emergence-law.service");
        assertThat(folder.resolve("share")).isDirectoryContaining("glob:**/Containerfile");
        assertThat(folder.resolve("share/bash-completion/completions/emergence-law"))
                .isRegularFile();
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        String law = folder.resolve("bin/emergence-law").toString();

        assertThat(run(elsewhere, law, "archive")).contains("warm");
        assertThat(folder.resolve("lib/emergence-law.jsa")).isNotEmptyFile();
        String answer = run(
                elsewhere,
                law,
                "forecast",
                folder.resolve("share/data/synthetic/observations.csv").toString(),
                "--task=synthetic_four_choice",
                "--params=34B",
                "--tokens=1.5T",
                "--json");
        assertThat(Json.mapper().readTree(answer).get("p_exceeds_trivial").asDouble())
                .isBetween(0.0, 1.0);

        Process service = process(elsewhere, law, "serve", "--port", "0").start();
        try {
            String line = new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            serves(line.substring(line.indexOf("http")));
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    private static void serves(String url) throws Exception {
        assertThat(ask(HttpRequest.newBuilder(URI.create(url + "/healthz"))).body())
                .isEqualTo("ok");
        HttpResponse<String> opened = ask(
                HttpRequest.newBuilder(URI.create(url + "/examples/synthetic")).POST(BodyPublishers.noBody()));
        assertThat(opened.statusCode()).isEqualTo(303);
        Awaitility.await()
                .until(() -> ask(HttpRequest.newBuilder(URI.create(url + "/api/v1/jobs?study=example-synthetic")))
                        .body()
                        .contains("\"done\""));
        String fit = Json.mapper()
                .readTree(ask(json(url + "/api/v1/studies/example-synthetic/fits", "{}"))
                        .body())
                .get("id")
                .asText();
        HttpResponse<String> forecast =
                ask(json(url + "/api/v1/fits/" + fit + "/forecasts", "{\"params\": \"34B\", \"tokens\": \"1.5T\"}"));
        assertThat(forecast.statusCode()).as(forecast.body()).isEqualTo(201);
        assertThat(Json.mapper()
                        .readTree(forecast.body())
                        .get("p_exceeds_trivial")
                        .asDouble())
                .isBetween(0.0, 1.0);
    }

    private static HttpRequest.Builder json(String address, String body) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static Path only(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList().get(0);
        }
    }

    /** Without JAVA_HOME, and with a path on which there is no Java. */
    private ProcessBuilder process(Path where, String... command) throws IOException {
        Path tools = directory.resolveSibling(directory.getFileName() + "-tools");
        Files.createDirectories(tools);
        for (String tool : List.of("sh", "dirname", "readlink", "rm", "tar", "gzip"))
            if (!Files.exists(tools.resolve(tool)))
                Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin", tool));
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(Arrays.asList(command))).directory(where.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", tools.toString(), "LANG", "C.UTF-8"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private String run(Path where, String... command) throws Exception {
        Process process = process(where, command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return out;
    }
}
