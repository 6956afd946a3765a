package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.emergencelaw.OfFilesAlone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A database that version 0.1.0 left behind opens, its chain holds, and every page still reads what was frozen in it. Made by {@code
 * src/bench/contract/make_legacy_db.py} with the jar of 0.1.0; never to be made again with another.
 */
@OfFilesAlone("version 0.1.0 knew no other")
class LegacyDatabaseTest {

    private static final String RESOURCE = "/contract/v0.1.0.sqlite.gz";
    private static final String HEAD = "ebf60fdee1074dbeefca1f368ac185d65f4eb18c280b966b94d08eb677fe902e";
    private static final int ENTRIES = 22;
    private static final String EMERGED = "fa85e3e8-4b3c-4815-97be-a414ba878571";
    private static final String PUBLISHED = "2b2b9377-2270-40e7-95bf-7fdabd74471e";

    /** After everything in it, before the deadline of its locks. */
    private static final Clock LATER = Clock.fixed(Instant.parse("2027-03-01T12:00:00Z"), ZoneOffset.UTC);

    private static final Pattern NOT_FINITE = Pattern.compile("\\b(NaN|Infinity)\\b");
    private static final List<String> OF_A_STUDY =
            List.of("", "/submit", "/compare", "/diagnostics", "/methods", "/plans", "/metrics");
    private static final List<String> ANYWHERE =
            List.of("/ledger", "/ledger/verification", "/scores", "/models", "/toy", "/meta-analysis");

    @TempDir
    private static Path directory;

    private static RunningService service;

    @BeforeAll
    static void open() throws Exception {
        service = openedCopy(directory);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static RunningService openedCopy(Path in) throws IOException {
        unpack(in.resolve("studies.db"));
        return RunningService.in(in, 20, LATER);
    }

    private static Path unpack(Path to) throws IOException {
        try (InputStream packed = Objects.requireNonNull(LegacyDatabaseTest.class.getResourceAsStream(RESOURCE));
                InputStream database = new GZIPInputStream(packed)) {
            Files.copy(database, to);
        }
        return to;
    }

    /** Every page with its twin, and what the API says of everything that is kept. */
    static Stream<String> addresses() throws Exception {
        Path untouched = unpack(directory.resolve("untouched.db"));
        List<String> addresses =
                new ArrayList<>(List.of("/", "/index.json", "/scores.csv", "/ledger.csv", "/ledger.jsonl"));
        for (String page : ANYWHERE) addTwins(addresses, page);
        for (String study : ids(untouched, "select id from study where id <> 'empty'")) {
            for (String page : OF_A_STUDY) addTwins(addresses, "/studies/" + study + page);
            addresses.add("/api/v1/studies/" + study);
            addresses.add("/api/v1/studies/" + study + "/observations.csv");
            addresses.add("/api/v1/studies/" + study + "/observations.json");
        }
        addTwins(addresses, "/studies/empty/submit");
        addTwins(addresses, "/studies/normal/against/later");
        for (String fit : ids(untouched, "select id from fit"))
            for (String part : List.of("", "/draws.csv", "/comparison", "/diagnostics"))
                addresses.add("/api/v1/fits/" + fit + part);
        for (String forecast : ids(untouched, "select id from forecast")) {
            addTwins(addresses, "/forecasts/" + forecast);
            addresses.add("/api/v1/forecasts/" + forecast);
        }
        // it refits: one a fit is enough
        for (String forecast : ids(untouched, "select min(id) from forecast group by fit_id"))
            addTwins(addresses, "/forecasts/" + forecast + "/tornado");
        for (String locked : ids(untouched, "select distinct forecast_id from ledger")) {
            addTwins(addresses, "/ledger/" + locked);
            addresses.add("/ledger/" + locked + ".jsonl");
            addresses.add("/api/v1/ledger/" + locked);
        }
        for (String rows : ids(untouched, "select sha256 from ledger_rows"))
            addresses.add("/api/v1/ledger/rows/" + rows);
        for (String job : ids(untouched, "select id from job")) {
            addTwins(addresses, "/jobs/" + job);
            addresses.add("/api/v1/jobs/" + job);
        }
        return addresses.stream();
    }

    private static void addTwins(List<String> addresses, String page) {
        addresses.add(page);
        addresses.add(page + ".json");
    }

    private static List<String> ids(Path database, String query) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                ResultSet row = connection.createStatement().executeQuery(query)) {
            while (row.next()) ids.add(row.getString(1));
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void everythingKeptCanStillBeRead(String address) {
        RunningService.Answer answer = service.get(address);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(NOT_FINITE.matcher(answer.body()).find())
                .as("a number that is none")
                .isFalse();
        if (answer.header("Content-Type").equals("application/json"))
            assertThat(answer.json()).isNotEmpty();
        else assertThat(answer.body()).isNotBlank();
    }

    /** They were made by the law alone; the chart is of the combined forecast of today, and says so. */
    @Test
    void forecastsHaveAChartThatSaysWhoseItIs() throws Exception {
        List<String> numbers = ids(
                unpack(directory.resolve("charts.db")),
                "select forecast.id from forecast join fit on fit.id = fit_id where json_array_length(fit.draws) > 0");
        int drawn = 0;
        for (String forecast : numbers) {
            JsonNode page = service.get("/forecasts/" + forecast + ".json").json();
            assertThat(page.at("/forecast/basis").isNull()).isTrue();
            if (page.at("/cockpit/chart/caveat").asText().contains("another version")) drawn++;
        }
        assertThat(drawn).isEqualTo(numbers.size()).isPositive();
    }

    @Test
    void theChainIsWholeAndEndsAsItDid() {
        JsonNode verified = service.get("/api/v1/ledger/verification").json();

        assertThat(verified.get("entries").asInt()).isEqualTo(ENTRIES);
        assertThat(verified.get("head_sha256").asText()).isEqualTo(HEAD);
        assertThat(verified.get("broken").isNull()).isTrue();
    }

    @Test
    void theChainGoesOn(@TempDir Path other) throws Exception {
        try (RunningService again = openedCopy(other)) {
            RunningService.Answer noted =
                    again.postJson("/api/v1/forecasts/" + PUBLISHED + "/note", "{\"note\": \"still here\"}");
            assertThat(noted.status()).as(noted.body()).isEqualTo(201);
            JsonNode verified = again.get("/api/v1/ledger/verification").json();
            assertThat(verified.get("entries").asInt()).isEqualTo(ENTRIES + 1);
            assertThat(verified.get("broken").isNull()).isTrue();
            assertThat(again.get("/ledger.jsonl").body())
                    .startsWith(service.get("/ledger.jsonl").body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a05fd474-12b4-45dc-ab15-c2cca2b8c94d, 0.609433814410342,    1, open,         false",
        "fa85e3e8-4b3c-4815-97be-a414ba878571, 0.609433814410342,    1, emerged,      false",
        "bf2cf3e4-80c2-4718-bc72-146b03481fc1, 0.031613167390951144, 1, not_emerged,  true",
        "fb5dd8b9-f4cc-4ea9-9374-2dfb0ca38fee, 0.7697976324142517,   1, inconclusive, false",
        "3096eda6-39bc-457f-9980-d0b1e443743b, 0.8144463964301768,   1, withdrawn,    false",
        "9e758b8e-4dda-49d7-81f8-db9d02680e51, 0.9413227047821326,   1, void,         false",
        "bc8ce1e6-64c3-460c-a944-eefe6ccd244d, 0.46491730114163904,  1, emerged,      false",
        "2b2b9377-2270-40e7-95bf-7fdabd74471e, 0.8294586884062067,   9, open,         false",
        "0858a7cf-99b1-4370-9a5d-6df0d36964d0, 0.6723739269132492,   9, emerged,      false",
        "3c615154-e260-47ec-b020-8b1d76011991, 0.9405079810749991,   1, open,         false",
    })
    void whatWasFrozenIsWhatIsRead(String id, double probability, int silent, String state, boolean disputed) {
        JsonNode entry = service.get("/api/v1/ledger/" + id).json();

        assertThat(entry.at("/lock/forecast/probability").asDouble()).isEqualTo(probability);
        assertThat(StreamSupport.stream(entry.at("/lock/rivals").spliterator(), false)
                        .filter(rival -> !rival.get("abstention").isNull()))
                .hasSize(silent);
        assertThat(entry.at("/standing/state").asText()).isEqualTo(state);
        assertThat(entry.at("/standing/disputed").asBoolean()).isEqualTo(disputed);
    }

    /** Rivals of a study without measured losses abstained in this version; what a later one would say does not matter. */
    @Test
    void frozenAbstentionsKeepTheirReason() {
        JsonNode rivals = service.get("/api/v1/ledger/" + PUBLISHED).json().at("/lock/rivals");

        assertThat(rivals.findValuesAsText("key")).contains("few_shot_relu", "four_times_compute");
        assertThat(StreamSupport.stream(rivals.spliterator(), false)
                        .filter(rival -> rival.get("key").asText().equals("few_shot_relu"))
                        .map(rival -> rival.get("abstention").asText()))
                .containsExactly("Fewer than 4 visible checkpoints have few-shot rows.");
    }

    @Test
    void aRepeatedRequestGetsTheAnswerThatWasKept() {
        String body =
                "{\"id\": \"empty\", \"name\": \"No rows yet\", \"task\": \"synthetic_four_choice\", \"family\": \"synthetic\"}";

        RunningService.Answer repeated = service.postJson("/api/v1/studies", body, "Idempotency-Key", "make-empty");
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.json().get("created_at").asText()).isEqualTo("2026-11-30T07:01:30.968809253Z");
        assertThat(service.postJson("/api/v1/studies", body).status()).isEqualTo(409);
    }
}
