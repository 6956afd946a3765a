package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.web.LedgerSite;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A quantity of a study has one value and one spelling: in claims, on pages and on the console, rounded from the same JSON. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneWordingTest {

    private static final String FILE = "data/synthetic/observations.csv";
    private static final String STUDY = "/api/v1/studies/s";
    private static final DoubleFunction<String> NATS = DisplayNumbers::decimal3;
    private static final DoubleFunction<String> FLOPS = DisplayNumbers::flops;
    private static final DoubleFunction<String> PROBABILITY = DisplayNumbers::percent;

    private RunningService service;
    private String fit;

    @BeforeAll
    void submit(@TempDir Path directory) throws Exception {
        service = RunningService.in(directory);
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"s\", \"name\": \"n\", \"task\": \"synthetic_four_choice\", \"family\": \"synthetic\"}");
        service.postCsv(STUDY + "/observations", Files.readString(Path.of(FILE)));
        fit = service.postJson(STUDY + "/fits", "{}").header("Location");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    /** The first is nearly certain, P = 0.994; the last nearly hopeless. */
    @ParameterizedTest
    @CsvSource({"150B, 3T", "34B, 4T", "13B, 1T", "1B, 20B"})
    void aForecast(String params, String tokens) {
        RunningService.Answer made = service.postJson(
                fit + "/forecasts", "{\"params\": \"%s\", \"tokens\": \"%s\"}".formatted(params, tokens));
        JsonNode json = made.json();
        String page = page("/forecasts/" + LedgerSite.id(made.header("Location")));
        String console = console("forecast", FILE, "--params", params, "--tokens", tokens);
        String claim = json.get("claim").asText();

        String exceeds = text(json.at("/p_exceeds_trivial"), PROBABILITY);
        String reaches = text(json.at("/p_reaches_level"), PROBABILITY);
        String level = text(json.at("/level"), NATS);
        assertThat(claim).contains("with probability " + reaches + ";");
        assertThat(page).contains("reaches an accuracy of " + level + " with probability " + reaches + ";");
        same(reaches, row(console, "P(reaches " + level + ")"), figure(page, "P(reaches " + level + ")"));
        same(exceeds, row(console, "P(exceeds trivial accuracy)"), figure(page, "P(exceeds trivial accuracy)"));
        String scores = text(json.at("/p_scores_level"), PROBABILITY);
        same(scores, row(console, "P(scores " + level + ")"), figure(page, "P(scores " + level + ")"));
        String truly = text(json.at("/p_true_above_trivial"), PROBABILITY);
        same(truly, row(console, "P(true accuracy above trivial)"), figure(page, "P(true accuracy above trivial)"));
        String past = text(json.at("/p_past_elbow"), PROBABILITY);
        same(past, row(console, "P(past the elbow)"), figure(page, "P(past the elbow)"));

        String accuracy = spread(json.at("/accuracy"), NATS);
        assertThat(claim).contains("to score " + spread(json.at("/accuracy"), NATS, " (90% interval ") + ").");
        same(accuracy, row(console, "few-shot accuracy"), figure(page, "Expected accuracy"));
        same(
                spread(json.at("/planned_run/pretrain_loss_nats"), NATS),
                row(console, "pretraining loss, nats"),
                figure(page, "Pretraining loss"));

        JsonNode crossing = json.at("/crossing/train_flops");
        assertThat(claim).contains(FLOPS.apply(crossing.get("median").asDouble()) + " FLOPs");
        same(spread(crossing, FLOPS), row(console, "compute at the level"), figure(page, "Compute at the level"));
        JsonNode flops = json.at("/emergence_on_path/train_flops");
        String never = text(json.at("/emergence_on_path/p_never"), PROBABILITY);
        assertThat(row(console, "compute at emergence"))
                .contains(spread(flops, FLOPS), "; no compute on this path: " + never);
        assertThat(figure(page, "Compute at emergence")).isEqualTo(spread(flops, FLOPS));
        assertThat(figure(page, "Never off its floor on this path")).startsWith(never);

        String times = DisplayNumbers.times(json.at("/extrapolation_factor").asDouble());
        assertThat(row(console, "reach")).startsWith(times);
        assertThat(figure(page, "Over the largest submitted compute")).startsWith(times);
        assertThat(row(console, "compute, FLOPs")).isEqualTo(text(json.at("/planned_run/train_flops"), FLOPS));
        assertThat(page).contains(claim, params + " parameters", tokens + " tokens");
        assertThat(console).startsWith(claim);
        assertThat(row(console, "parameters")).isEqualTo(params);
        assertThat(row(console, "tokens")).isEqualTo(tokens);
    }

    @Test
    void aFit() {
        JsonNode json = service.get(fit).json();
        String page = page("/studies/s");
        String console = console("fit", FILE);

        assertThat(page).contains(json.get("summary").asText());
        assertThat(console).contains(json.get("summary").asText());
        for (String point : List.of("mle", "q05", "q10", "q25", "median", "q75", "q90", "q95")) {
            JsonNode loss = json.at("/emergence/loss_nats/" + point),
                    flops = json.at("/emergence/train_flops/" + point);
            assertThat(row(console, "loss, nats per token")).contains(text(loss, NATS));
            assertThat(row(console, "compute, FLOPs")).contains(text(flops, FLOPS));
            assertThat(page).contains(text(loss, NATS), text(flops, FLOPS));
        }
        JsonNode said = service.get("/studies/s.json").json().at("/cockpit/forecast");
        String combined = console.substring(console.indexOf("By the combined forecast"));
        for (String point : List.of("q05", "q25", "median", "q75", "q95")) {
            assertThat(row(combined, "loss, nats per token"))
                    .contains(text(said.at("/emergence/loss_nats/" + point), NATS));
            assertThat(row(combined, "compute, FLOPs"))
                    .contains(text(said.at("/emergence/train_flops/" + point), FLOPS));
            assertThat(row(combined, "compute at 0.400, FLOPs"))
                    .contains(text(said.at("/crossing/train_flops/" + point), FLOPS));
        }
        assertThat(page)
                .contains("90%: " + text(said.at("/emergence/train_flops/q05"), FLOPS) + " to "
                        + text(said.at("/emergence/train_flops/q95"), FLOPS));
        assertThat(service.get("/studies/s.json").json().at("/curves/takeaway").asText())
                .contains("it lies at " + text(json.at("/emergence/loss_nats/median"), NATS) + " nats");
    }

    @Test
    void aComparison() {
        JsonNode json = service.get(fit + "/comparison").json();
        String page = page("/studies/s/compare");
        String console = console("compare", FILE);

        String error = text(json.get("error_nats"), DisplayNumbers::signed3);
        assertThat(json.get("summary").asText()).contains("off by " + error + " nats");
        assertThat(figure(page, "Error")).startsWith(error);
        assertThat(row(console, "error, nats")).isEqualTo(error);
        String observed = text(json.at("/seen/loss_nats"), NATS);
        assertThat(figure(page, "Observed elbow")).startsWith(observed);
        assertThat(row(console, "observed, nats")).isEqualTo(observed);
        String predicted = text(json.at("/predicted/median"), NATS);
        assertThat(figure(page, "Predicted elbow")).startsWith(predicted);
        assertThat(row(console, "predicted, nats")).isEqualTo(predicted);
        String times = text(json.get("error_times_compute"), DisplayNumbers::times);
        assertThat(figure(page, "Predicted over observed compute")).startsWith(times);
        assertThat(row(console, "predicted over observed compute")).isEqualTo(times);
    }

    /** A tile of one name shows one value with one interval, whatever page it stands on. */
    @Test
    void onePlannedRunOnEveryPage() {
        String run = "params=50B&tokens=1.6T&eval_items=2000&level=0.45";
        String draft = service.postJson(
                        fit + "/forecasts",
                        "{\"params\": \"50B\", \"tokens\": \"1.6T\", \"eval_items\": 2000, \"level\": 0.45}")
                .header("Location");
        String id = LedgerSite.id(draft);
        JsonNode json = service.get(draft).json();
        service.postJson(
                draft + "/lock",
                "{\"deadline\": \"2027-06-01T00:00:00Z\", \"seen\": \"nothing_run\", \"assumptions\": \"a\","
                        + " \"event\": \"level\"}");
        List<String> pages = List.of(
                "/studies/s?" + run,
                "/studies/s/cockpit?" + run,
                "/studies/s/report.html?" + run,
                "/forecasts/" + id,
                "/forecasts/" + id + "/report.html",
                "/ledger/" + id,
                "/ledger/" + id + "/report.html");
        Map<String, Map<String, String>> values = new TreeMap<>();
        for (String at : pages)
            tiles(page(at))
                    .forEach((title, value) -> values.computeIfAbsent(title, any -> new TreeMap<>())
                            .put(at, value));

        assertThat(values)
                .allSatisfy((title, byPage) -> assertThat(Set.copyOf(byPage.values()))
                        .as(title + " " + byPage)
                        .hasSize(1));
        assertThat(values.get("P(reaches 0.450)"))
                .as("cockpit, forecast and entry")
                .hasSize(pages.size());
        assertThat(values.get("P(true accuracy above trivial)")).hasSize(4);
        for (String title : List.of("P(exceeds trivial accuracy)", "Compute at emergence", "Compute at the level"))
            assertThat(values.get(title)).as(title).hasSize(5);
        for (String title : List.of("Expected accuracy", "Over the largest submitted compute"))
            assertThat(values.get(title)).as(title).hasSize(pages.size());

        String reaches = text(json.at("/p_reaches_level"), PROBABILITY);
        String accuracy = text(json.at("/accuracy/median"), NATS);
        String lead = "A run of 50B parameters on 1.6T tokens reaches an accuracy of 0.450 with probability " + reaches;
        for (String at : List.of("/studies/s?" + run, "/studies/s/cockpit?" + run, "/forecasts/" + id))
            assertThat(page(at)).as(at).contains(lead);
        for (String at : List.of("/embed/studies/s?" + run, "/embed/forecasts/" + id))
            assertThat(page(at)).as(at).contains(lead);
        assertThat(page("/studies/s/forecasts"))
                .contains("<td>0.450</td><td>" + reaches + "</td>", "<td>" + accuracy + "</td>");
        String planned = service.post(
                        "/studies/s/plans",
                        "application/x-www-form-urlencoded",
                        "level=0.45&plans=params,tokens,eval_items%0A50B,1.6T,2000")
                .body();
        assertThat(planned)
                .contains("<td>0.450</td><td class=\"strong\">" + reaches + "</td>")
                .contains(
                        "<td>" + text(json.at("/accuracy/q05"), NATS) + " to " + text(json.at("/accuracy/q95"), NATS));
        assertThat(page("/ledger")).contains("<td class=\"strong\">" + text(json.at("/p_scores_level"), PROBABILITY));
    }

    /** A suite whose task has the very rows forecasts the same run alike. */
    @Test
    void theSameRunInASuite() throws Exception {
        service.postJson("/api/v1/suites", "{\"id\": \"all\", \"name\": \"All\", \"family\": \"synthetic\"}");
        service.postCsv("/api/v1/suites/all/observations", Files.readString(Path.of(FILE)));
        String run = "?params=50B&tokens=1.6T";
        JsonNode json = service.get("/studies/s.json" + run).json().at("/cockpit/forecast");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> service.get("/api/v1/suites/all/forecasts" + run + "&wait=10")
                                .json()
                                .at("/counts/pending")
                                .asInt()
                        == 0);
        String page = page("/suites/all" + run);
        JsonNode flops = json.at("/crossing/train_flops");

        assertThat(page)
                .contains("<b>" + text(json.at("/p_reaches_level"), PROBABILITY) + "</b>")
                .contains(">" + text(json.at("/accuracy/median"), NATS) + "<br>")
                .contains(text(json.at("/accuracy/q05"), NATS) + " to " + text(json.at("/accuracy/q95"), NATS))
                .contains(text(flops.get("median"), FLOPS) + "<br>")
                .contains(text(flops.get("q05"), FLOPS) + " to " + text(flops.get("q95"), FLOPS));
        Matcher link = Pattern.compile("href=\"(/studies/[^\"?]*\\?params=50B&amp;tokens=1.6T)\"")
                .matcher(page);
        assertThat(link.find()).as("a task opens at the run").isTrue();
        assertThat(page(link.group(1).replace("&amp;", "&")))
                .contains("with probability " + text(json.at("/p_reaches_level"), PROBABILITY));
    }

    /** Of the forecast: what the law says by itself has tiles of the same names in a section of its own. */
    private static Map<String, String> tiles(String page) {
        String own = page.replaceAll("(?s)<section aria-labelledby=\"law\">.*?</section>", "");
        Map<String, String> tiles = new TreeMap<>();
        Matcher tile = Pattern.compile("(?s)<dt>(.*?)</dt>\\s*<dd>(.*?)</dd>\\s*<dd class=\"range\">(.*?)</dd>")
                .matcher(own);
        while (tile.find()) {
            String range = plain(tile.group(3));
            tiles.put(plain(tile.group(1)), plain(tile.group(2)) + (range.startsWith("90%:") ? " " + range : ""));
        }
        return tiles;
    }

    private static String plain(String html) {
        return html.replaceAll("<[^>]*>", "").strip();
    }

    @Test
    void aLockedForecast() {
        String draft = service.postJson(fit + "/forecasts", "{\"params\": \"50B\", \"tokens\": \"1.6T\"}")
                .header("Location");
        JsonNode json = LedgerSite.lock(service, draft).json();
        String id = LedgerSite.id(draft);
        String page = page("/ledger/" + id);
        String console = console("ledger", "show", id, "--url", service.url());

        String probability = text(json.at("/lock/forecast/probability"), PROBABILITY);
        assertThat(figure(page, "Probability of the claim")).startsWith(probability);
        assertThat(row(console, "Probability of the claim")).isEqualTo(probability);
        assertThat(page("/ledger")).contains(">" + probability + "<");
        assertThat(console("ledger", "list", "--url", service.url())).contains(probability);
        assertThat(json.at("/lock/claim").asText()).contains("50B parameters, 1.6T tokens, 4.8 × 10²³ FLOPs");
        Stream<String> keys =
                Stream.concat(Stream.of("forecast"), Rivals.all().stream().map(one -> one.key()));
        assertThat(keys.map(DisplayNames::label)).allSatisfy(name -> {
            assertThat(page).contains(">" + name + "<");
            assertThat(console).contains("  " + name + " ");
        });
        for (JsonNode rival : json.at("/lock/rivals"))
            if (!rival.get("probability").isNull())
                assertThat(row(console, DisplayNames.label(rival.get("key").asText())))
                        .startsWith(text(rival.get("probability"), PROBABILITY));
    }

    private static void same(String expected, String console, String page) {
        assertThat(console).as("console").startsWith(expected);
        assertThat(page).as("page").startsWith(expected);
    }

    private String page(String path) {
        RunningService.Answer answer = service.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static String console(String... arguments) {
        Ran ran = Ran.of(arguments);
        assertThat(ran.status()).as(ran.err()).isZero();
        return ran.out();
    }

    private static String text(JsonNode number, DoubleFunction<String> format) {
        assertThat(number.isNumber()).as(number.toString()).isTrue();
        return format.apply(number.asDouble());
    }

    /** Median, then the bounds of the 90% interval. */
    private static String spread(JsonNode range, DoubleFunction<String> format) {
        return spread(range, format, " ");
    }

    private static String spread(JsonNode range, DoubleFunction<String> format, String between) {
        return text(range.get("median"), format) + between + text(range.get("q05"), format) + " to "
                + text(range.get("q95"), format);
    }

    /** Cells behind a name in a console table, one space between them. */
    private static String row(String console, String name) {
        Matcher row =
                Pattern.compile("(?m)^ *" + Pattern.quote(name) + "  +(.*)$").matcher(console);
        assertThat(row.find()).as(name + " in " + console).isTrue();
        return row.group(1).replaceAll(" +", " ");
    }

    /** The figure under a title of a page: its value, and its interval without the words around them. */
    private static String figure(String page, String title) {
        Matcher figure = Pattern.compile(
                        "<dt>" + Pattern.quote(title) + "</dt><dd><b>([^<]*)</b>[^<]*</dd><dd class=\"range\">([^<]*)")
                .matcher(page);
        assertThat(figure.find()).as(title).isTrue();
        return String.format(
                        Locale.ROOT, "%s %s", figure.group(1), figure.group(2).replaceFirst("^90%: ", ""))
                .strip();
    }
}
