package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python client, as pip installs it, against the service of the jar; and the notebooks. What of Python is not there is said as the
 * reason why a test is skipped; {@code .ci/run} installs all of it.
 */
class PythonClientIT {

    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,]*[0-9]|[0-9]");

    @TempDir
    private static Path directory;

    private static ServiceProcess service;
    private static String python;
    private static Path project;

    private record Ran(int status, String output) {}

    @BeforeAll
    static void start() throws IOException {
        Optional<String> found =
                PYTHONS.stream().filter(name -> succeeds(name, "--version")).findFirst();
        need(found.isPresent(), "there is no python3, so the Python client is not tested");
        python = found.get();
        project = directory.resolve("python");
        copy(Path.of("src/python"), project);
        service = ServiceProcess.start(directory.resolve("studies.db"), "-Xmx192m");
    }

    @AfterAll
    static void stop() {
        if (service != null) service.close();
    }

    /** Skips a test aloud: what was not tested stands in the output of the build. */
    private static void need(boolean there, String otherwise) {
        if (!there) System.err.println("SKIPPED: " + otherwise + "; .ci/run installs it");
        assumeTrue(there, otherwise);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return run(directory, command).status() == 0;
        } catch (UncheckedIOException missing) {
            return false;
        }
    }

    private static Ran run(Path where, String... command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            environment.put("PYTHONPATH", directory.resolve("site").toString());
            environment.put("PYTHONDONTWRITEBYTECODE", "1");
            // nothing of a test goes into the home of whoever runs it
            for (String place : List.of("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"))
                environment.put(place, directory.resolve("home").toString());
            if (service != null) environment.put("EMERGENCE_LAW_URL", service.url());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Once for all tests: what pip puts into a folder. */
    private static synchronized void installed() {
        need(
                succeeds(python, "-c", "import setuptools, wheel, pip"),
                "pip, setuptools or wheel is not there, so the Python client is not installed");
        if (Files.exists(directory.resolve("site"))) return;
        Ran install = pip("install", "--target", directory.resolve("site").toString(), ".");
        assertThat(install.status()).as(install.output()).isZero();
    }

    private static Ran pip(String... arguments) {
        List<String> command = new ArrayList<>(List.of(python, "-m", "pip", arguments[0]));
        command.addAll(List.of("--no-index", "--no-build-isolation", "--no-deps"));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        return run(project, command.toArray(String[]::new));
    }

    @Test
    void theClientInstallsAndDoesWhatTheApiDoes() {
        installed();
        Ran tests = run(project.resolve("tests"), python, "-m", "unittest", "--verbose", "test_client");

        assertThat(tests.status()).as(tests.output()).isZero();
        assertThat(tests.output()).contains("Ran ").doesNotContain("Ran 0 tests");
    }

    @Test
    void aWheelHasThePackageWithItsTypes() throws IOException {
        installed();
        Ran made = pip("wheel", "--wheel-dir", directory.resolve("wheels").toString(), ".");

        assertThat(made.status()).as(made.output()).isZero();
        try (Stream<Path> wheels = Files.list(directory.resolve("wheels"))) {
            Path wheel = wheels.findFirst().orElseThrow();
            assertThat(wheel.getFileName().toString())
                    .startsWith("emergence_law-")
                    .endsWith("-py3-none-any.whl");
            Ran listed = run(directory, python, "-m", "zipfile", "--list", wheel.toString());
            assertThat(listed.output()).contains("emergence_law/client.py", "emergence_law/py.typed");
        }
    }

    @Test
    void notebooksRunAndSayTheNumbersThatAreKeptInThem() throws IOException {
        need(
                succeeds(python, "-c", "import nbconvert, ipykernel, pandas, matplotlib"),
                "nbconvert, ipykernel, pandas or matplotlib is not there, so no notebook is executed");
        installed();
        List<Path> notebooks;
        try (Stream<Path> files = Files.list(project.resolve("notebooks"))) {
            notebooks = files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
        assertThat(notebooks).hasSize(3);
        List<List<String>> kept = new ArrayList<>();
        for (Path notebook : notebooks) kept.add(said(notebook));
        List<String> command =
                new ArrayList<>(List.of(python, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"));
        notebooks.forEach(notebook -> command.add(notebook.getFileName().toString()));
        Ran ran = run(project.resolve("notebooks"), command.toArray(String[]::new));
        assertThat(ran.status()).as(ran.output()).isZero();
        for (int i = 0; i < notebooks.size(); i++)
            assertThat(said(notebooks.get(i)))
                    .as(notebooks.get(i) + " says the numbers that are kept in it")
                    .isNotEmpty()
                    .isEqualTo(kept.get(i));
    }

    /** Numbers that cells printed: sentences may be written better, and tables and pictures look other with other libraries. */
    private static List<String> said(Path notebook) throws IOException {
        StringBuilder said = new StringBuilder();
        for (JsonNode cell : Json.mapper().readTree(Files.readString(notebook)).get("cells"))
            for (JsonNode output : cell.path("outputs"))
                for (JsonNode line : output.path("text")) said.append(line.asText());
        return NUMBER.matcher(said).results().map(MatchResult::group).toList();
    }
}
