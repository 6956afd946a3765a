package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the service: reports that need nothing else, zips, and how to cite a study, a forecast, an entry and a suite. */
class ShareTest {

    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern LEAD = Pattern.compile("<p class=\"lead\">(.*?)</p>");
    private static final Pattern LINK = Pattern.compile(" href=\"([^\"]*)\"");

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static String forecast;
    private static String suite;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.in(directory);
        String draft = LedgerSite.draft(service, LedgerSite.fit(service));
        LedgerSite.lock(service, draft);
        forecast = LedgerSite.id(draft);
        RunningService.Answer made = service.postCsv(
                "/api/v1/suites/all/observations?name=All&family=f", SuiteRows.of(List.of("arc_easy", "own_task"), 6));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        suite = "/suites/all";
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String sha256() {
        return service.get("/studies/synthetic.json")
                .json()
                .at("/fit/input_sha256")
                .asText();
    }

    /** The report below a page, after looking whether it is one file that asks for nothing. */
    private static String report(String page, String query) throws Exception {
        RunningService.Answer answer = service.get(page + "/report.html" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String html = answer.body();
        assertThat(html).doesNotContain("<script", "<link", "<form", "<noscript", "src=", "@import", "class=\"tabs\"");
        Matcher links = LINK.matcher(html);
        while (links.find()) assertThat(links.group(1)).matches("(#|http://|https://).*");
        Matcher style = STYLE.matcher(html);
        assertThat(style.find()).isTrue();
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        String policy = answer.header("Content-Security-Policy");
        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "style-src 'sha256-" + Base64.getEncoder().encodeToString(sum) + "'",
                        "frame-ancestors 'none'");
        assertThat(html).contains("Where this report comes from", "Cite this", "@misc{emergence-law-");
        assertThat(lead(html)).isEqualTo(lead(service.get(page + query).body()));
        assertThat(service.get(page + query).body()).contains("href=\"" + page + "/report.html");
        return html;
    }

    private static String lead(String html) {
        Matcher lead = LEAD.matcher(html);
        assertThat(lead.find()).as("a headline").isTrue();
        return lead.group(1);
    }

    @Test
    void aStudyIsOneFileWithItsChartsAndWhatTheyRestOn() throws Exception {
        String html = report("/studies/synthetic", "");

        assertThat(html)
                .contains("<svg class=\"picture\"", "The emergence law by itself", sha256(), "seed ")
                .contains(">planned run</text>", "Numbers of the chart", "<details open>");
        assertThat(html.split("<svg class=\"picture\"", -1)).as("two charts").hasSize(3);
    }

    @Test
    void theRunOfTheAddressIsThatOfTheReport() throws Exception {
        String asked = "?params=50B&tokens=1.6T&level=0.5";

        assertThat(report("/studies/synthetic", asked)).contains("50B parameters", "level 0.500</text>");
        assertThat(service.get("/studies/synthetic/report.html?params=few").status())
                .isEqualTo(422);
        assertThat(service.get("/studies/synthetic/report.html?colour=red").status())
                .isEqualTo(422);
        assertThat(service.get("/studies/nothing/report.html").status()).isEqualTo(404);
    }

    @Test
    void aForecastAndItsEntryAreOneFileEach() throws Exception {
        assertThat(report("/forecasts/" + forecast, ""))
                .contains("<svg class=\"picture\"", sha256(), "This forecast was locked on");
        String entry = service.get("/api/v1/ledger/" + forecast)
                .json()
                .at("/entries/0/sha256")
                .asText();
        assertThat(report("/ledger/" + forecast, ""))
                .contains(entry, "Predictions of the forecast and its rivals", "25 equally likely places");
    }

    @Test
    void aSuiteIsOneFileOnceItsTasksAreForecast() throws Exception {
        String plan = "?params=34B&tokens=1.5T";
        service.get("/api" + "/v1" + suite + "/forecasts" + plan + "&wait=10");

        assertThat(report(suite, plan)).contains("arc_<wbr>easy", "own_<wbr>task", "class=\"forest\"");
    }

    @Test
    void aPageSaysHowToCiteIt() {
        String study = service.get("/studies/synthetic").body();

        assertThat(study)
                .contains("rows SHA-256 " + sha256(), service.url() + "/studies/synthetic")
                .contains("year = {2026}", "month = mar", "url = {" + service.url() + "/studies/synthetic}");
        assertThat(service.get("/forecasts/" + forecast).body()).contains("@misc{", "Forecast for n");
        assertThat(service.get("/ledger/" + forecast).body()).contains("@misc{", "ledger entry 1 SHA-256");
        assertThat(service.get(suite).body()).contains("@misc{", "rows of all tasks SHA-256");
        assertThat(key(service.get("/forecasts/" + forecast).body()))
                .as("the rows are the same, the forecast is one of many")
                .isEqualTo(forecast.replace("-", "").substring(0, 12))
                .isNotEqualTo(key(study));
    }

    private static String key(String page) {
        return page.replaceAll("(?s).*@misc\\{emergence-law-([0-9a-f]+),.*", "$1");
    }

    /** A page that is remembered names the host by which it was asked for, not that of whoever came first. */
    @Test
    void theAddressIsThatOfWhoeverAsks() throws Exception {
        String port = service.url().replaceFirst(".*:", "");
        String other = HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create("http://localhost:" + port + "/studies/synthetic"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(service.get("/studies/synthetic").body()).contains("url = {http://127.0.0.1:");
        assertThat(other).contains("url = {http://localhost:").doesNotContain("url = {http://127.0.0.1:");
    }

    @Test
    void zipsHoldRowsFitsMetadataAndReadMe() throws Exception {
        Map<String, String> draft = zip("/forecasts/" + forecast + "/forecast.zip");
        assertThat(draft).containsOnlyKeys("README.txt", "rows.csv", "fit.json", "forecast.json", "metadata.json");
        assertThat(Json.mapper()
                        .readTree(draft.get("metadata.json"))
                        .get("input_sha256")
                        .asText())
                .isEqualTo(sha256(draft.get("rows.csv")))
                .isEqualTo(sha256());

        Map<String, String> entry = zip("/ledger/" + forecast + "/entry.zip");
        assertThat(entry)
                .containsOnlyKeys(
                        "README.txt", "rows.csv", "fit.json", "forecast.json", "entries.jsonl", "metadata.json");
        assertThat(entry.get("entries.jsonl"))
                .isEqualTo(service.get("/ledger/" + forecast + ".jsonl").body());
        assertThat(sha256(entry.get("rows.csv"))).isEqualTo(sha256());

        Map<String, String> all = zip(suite + "/suite.zip");
        assertThat(all)
                .containsOnlyKeys(
                        "README.txt",
                        "rows/all-arc-easy.csv",
                        "rows/all-own-task.csv",
                        "fits/all-arc-easy.json",
                        "fits/all-own-task.json",
                        "metadata.json");
        assertThat(Json.mapper()
                        .readTree(all.get("metadata.json"))
                        .at("/tasks/0/input_sha256")
                        .asText())
                .isEqualTo(sha256(all.get("rows/all-arc-easy.csv")));
    }

    private static String sha256(String text) throws Exception {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return java.util.HexFormat.of().formatHex(sum);
    }

    private static Map<String, String> zip(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                HttpClient.newHttpClient().send(service.request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .as("the list of files that it ends with")
                .contains("PK\005\006");
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry())
                files.put(file.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
        return files;
    }
}
