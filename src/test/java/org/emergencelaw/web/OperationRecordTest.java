package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the long commands of {@code src/bench} found, as {@code data/operation} keeps it. */
class OperationRecordTest {

    private static final Path RECORD = Path.of("data/operation");

    private static JsonNode read(String file) throws IOException {
        JsonNode found = Json.mapper().readTree(Files.readString(RECORD.resolve(file)));
        String[] words = found.get("command").asText().split(" ");
        assertThat(Stream.of(words).filter(word -> word.startsWith("src/bench/")))
                .singleElement()
                .satisfies(script -> assertThat(Path.of(script)).exists());
        assertThat(Files.readString(RECORD.resolve("SOURCE.md")))
                .contains("`" + file + "`")
                .contains(found.get("command").asText());
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kills.json", "kills-full-disk.json"})
    void noKillLostWhatWasAnswered(String file) throws Exception {
        JsonNode found = read(file);
        assertThat(found.get("lost").asInt()).isZero();
        assertThat(found.get("torn").asInt()).isZero();
        int answered = 0;
        for (String kind : List.of("import", "fit", "lock", "job")) {
            assertThat(found.get(kind).get("other")).as(kind).isEmpty();
            answered += found.get(kind).get("answered").asInt();
        }
        assertThat(answered).isGreaterThan(found.get("kills").asInt());
    }

    @Test
    void everyBackupUnderLoadIsRestored() throws Exception {
        JsonNode found = read("backups.json");
        assertThat(found.get("verified_and_restored_with_the_same_head").asInt())
                .isEqualTo(found.get("backups").asInt())
                .isPositive();
        assertThat(found.get("locks_meanwhile").asInt()).isPositive();
    }

    @Test
    void noRequestBreaksTheServiceNorLearnsOfItsInsides() throws Exception {
        JsonNode found = read("fuzz.json");
        assertThat(found.get("server_errors").asInt()).isZero();
        assertThat(found.get("leaks").asInt()).isZero();
        assertThat(found.get("broken_connections").asInt()).isZero();
        assertThat(found.get("alive_and_healthy_after").asBoolean()).isTrue();
        int answered = 0;
        for (JsonNode count : found.get("statuses")) answered += count.asInt();
        assertThat(answered).isEqualTo(found.get("requests").asInt());
    }

    @Test
    void aKeptForecastAndAnUnchangedPageCostLessThanInTheFirstVersion() throws Exception {
        JsonNode found = read("speed.json");
        assertThat(found.get("study_page_unchanged_ms").get("ratio").asDouble()).isGreaterThan(20);
        assertThat(found.get("forecast_ms").get("ratio").asDouble()).isGreaterThan(2);
        assertThat(found.get("resident_after_journeys_mb").get("present").asDouble())
                .isLessThan(220);
        assertThat(found.get("arithmetic").get("service_fit_over_posterior").asDouble())
                .isLessThan(2);
    }

    @Test
    void aMillionRowsTakeTheMemoryOfTenThousandAndLessTimeARow() throws Exception {
        JsonNode found = read("imports.json");
        JsonNode sizes = found.get("sizes");
        JsonNode few = sizes.get(0), many = sizes.get(sizes.size() - 1);
        assertThat(few.get("rows").asInt()).isEqualTo(10_000);
        assertThat(many.get("rows").asInt()).isEqualTo(1_000_000);
        String cost = "/import/processor_microseconds_a_row", heap = "/import/most_heap_after_collection_mib";
        assertThat(many.at(cost).asInt()).isLessThanOrEqualTo(few.at(cost).asInt());
        assertThat(many.at(heap).asInt()).isLessThan(few.at(heap).asInt() + 16);
        JsonNode service = found.get("service");
        assertThat(service.get("rows_given_back").asInt()).isEqualTo(1_000_000);
        assertThat(service.get("fit").asText()).isEqualTo("too_many_rows");
        assertThat(service.get("most_heap_mib").asInt()).isLessThan(192);
    }

    @Test
    void readsUnderLoadComeTenTimesSoonerThanFromTheFirstVersionAndHealthIsNotHeldUp() throws Exception {
        for (JsonNode round : read("mixed.json").get("rounds")) {
            assertThat(round.get("reads_p99_old_over_new").asDouble()).isGreaterThan(10);
            assertThat(round.get("health_p99_old_over_new").asDouble()).isGreaterThan(10);
            assertThat(round.at("/new/health_p99_seconds").asDouble()).isLessThan(0.1);
            // what is too much is refused
            assertThat(round.at("/new/answers/503").asInt()).isPositive();
            round.at("/new/answers")
                    .fieldNames()
                    .forEachRemaining(status -> assertThat(status).isIn("200", "201", "503"));
        }
    }

    @Test
    void whatALongLoadTookIsGivenBack() throws Exception {
        for (JsonNode round : read("memory.json").get("rounds"))
            assertThat(round.at("/new/resident_mb_after_two_minutes").asDouble())
                    .isLessThan(300)
                    .isLessThan(round.at("/new/resident_mb_most").asDouble());
    }

    @Test
    void theLauncherStartsSoonerThanTheFirstVersion() throws Exception {
        JsonNode found = read("start.json");
        for (String which : List.of("first", "later"))
            for (String kind : List.of("wall_seconds", "processor_seconds"))
                assertThat(found.get(which + "_" + kind).get("median_ratio").asDouble())
                        .as(which + " " + kind)
                        .isGreaterThan(1.5);
    }

    @Test
    void twoCoresAndAClusterSweepFasterThanOneCore() throws Exception {
        JsonNode found = Json.mapper().readTree(Files.readString(RECORD.resolve("sweep.json")));
        assertThat(Files.readString(RECORD.resolve("SOURCE.md")))
                .contains("`sweep.json`")
                .contains(found.get("command").asText());
        assertThat(found.get("two_cores_over_one").asDouble()).isGreaterThanOrEqualTo(1.7);
        assertThat(found.get("cluster_over_one").asDouble()).isGreaterThanOrEqualTo(1.3);
    }
}
