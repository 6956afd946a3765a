package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.OfFilesAlone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build leaves for people to start, from wherever and through whatever link they do. */
@OfFilesAlone("the archive of classes has those of SQLite")
class LauncherIT {

    private static final Path FOLDER = Path.of(System.getProperty("emergencelaw.launcher", "target/emergence-law"))
            .toAbsolutePath();

    @TempDir
    Path directory;

    private Process start(String options, String... arguments) throws IOException {
        Path link = directory.resolve("law");
        if (!Files.exists(link)) Files.createSymbolicLink(link, FOLDER.resolve("bin/emergence-law"));
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("EMERGENCE_LAW_JAVA_OPTIONS", options);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    void itServesWithItsArchiveAndTheHeapOfTheReadme() throws Exception {
        Path loaded = directory.resolve("classes.log");
        Process service =
                start("-Xshare:on -Xlog:class+load:file=" + loaded, "serve", "--port", "0", "--database", "studies.db");
        try {
            String line = new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            assertThat(line).startsWith("emergence-law ");
            URI address = URI.create(line.substring(line.indexOf("http")));
            HttpResponse<String> start = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(start.statusCode()).isEqualTo(200);
            assertThat(start.body()).as("the examples that came with it").contains("/examples/synthetic");
            assertThat(service.info().arguments().orElseThrow())
                    .contains("-Xmx192m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC");
        } finally {
            service.destroy();
            service.waitFor();
        }
        try (Stream<String> classes = Files.lines(loaded)) {
            List<String> own = classes.filter(line -> line.contains("org.emergencelaw.") && !line.contains("Lambda"))
                    .toList();
            assertThat(own).hasSizeGreaterThan(100);
            assertThat(own.stream()
                            .filter(line -> line.contains("shared objects file"))
                            .count())
                    .as("of " + own.size() + " classes of its own, from the archive")
                    .isGreaterThan(own.size() * 9L / 10);
        }
    }

    @Test
    void itRunsEveryCommandAndCompletesTheirNames() throws Exception {
        Process version = start("", "--version");
        assertThat(new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("emergence-law");
        assertThat(version.waitFor()).isZero();
        assertThat(Files.readString(FOLDER.resolve("share/bash-completion/completions/emergence-law")))
                .contains("serve", "backup", "restore", "forecast", "--trivial-accuracy");
    }
}
