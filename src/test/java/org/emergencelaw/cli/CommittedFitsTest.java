package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refits every {@code fits/<dataset>.<law>.json} from {@code data/<dataset>/observations.csv} with what the file says of itself. */
class CommittedFitsTest {

    /** Another processor may round powers and logarithms differently, and the search adds to that. */
    private static final double RELATIVE = 1e-6;

    private static final double ABSOLUTE = 1e-9;

    static List<Path> fits() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("fits"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyStudyOfObservationsHasOne() throws IOException {
        List<String> names =
                fits().stream().map(file -> file.getFileName().toString()).toList();
        try (Stream<Path> datasets = Files.list(Path.of("data"))) {
            // Simulated families have verdicts that are no fits; a test of the start page holds them.
            List<String> expected = datasets.filter(dataset -> Files.exists(dataset.resolve("observations.csv")))
                    .filter(dataset -> !dataset.endsWith("simulated"))
                    .map(dataset -> dataset.getFileName() + ".log_power.json")
                    .toList();
            assertThat(names).isNotEmpty().containsAll(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("fits")
    void theFitComesOutAgain(Path file) throws IOException {
        JsonNode kept = Json.mapper().readTree(Files.readString(file));
        String[] name = file.getFileName().toString().split("\\.");
        assertThat(kept.get("form").asText()).isEqualTo(name[1]);
        assertThat(kept.get("version").asText()).as("fits are made by the jar").isNotEqualTo("dev");
        assertThat(kept.get("method").asText())
                .as("made with the default options; if those changed, fits/SOURCE.md tells how to make them again")
                .isEqualTo(FitInput.defaultMethod());
        assertThat(kept.get("few_shot_shift").asBoolean()).isEqualTo(FitOptions.DEFAULT.fewShotShift());
        Ran again = Ran.of(
                "fit",
                "data/" + name[0] + "/observations.csv",
                "--task",
                kept.get("task").asText(),
                "--law",
                name[1],
                "--trivial-accuracy",
                kept.get("trivial_accuracy").asText(),
                "--shots",
                kept.get("shots").asText(),
                "--seed",
                kept.get("seed").asText(),
                "--json");
        assertThat(again.status()).as(again.err()).isZero();
        List<String> differences = new ArrayList<>();
        compare("", kept, Json.mapper().readTree(again.out()), differences);
        assertThat(differences).isEmpty();
    }

    private static void compare(String path, JsonNode kept, JsonNode again, List<String> differences) {
        if (path.equals("/version")) return;
        if (kept.isObject() && again.isObject()) {
            kept.fieldNames()
                    .forEachRemaining(
                            field -> compare(path + "/" + field, kept.get(field), again.path(field), differences));
            again.fieldNames().forEachRemaining(field -> {
                if (!kept.has(field)) differences.add(path + "/" + field + " is new");
            });
        } else if (kept.isNumber() && again.isNumber()) {
            double tolerance = ABSOLUTE + RELATIVE * Math.abs(kept.asDouble());
            if (Math.abs(kept.asDouble() - again.asDouble()) > tolerance)
                differences.add(path + ": " + kept + " became " + again);
        } else if (kept.isArray() && again.isArray() && kept.size() == again.size()) {
            for (int i = 0; i < kept.size(); i++) compare(path + "/" + i, kept.get(i), again.get(i), differences);
        } else if (!kept.equals(again)) differences.add(path + ": " + kept + " became " + again);
    }
}
