package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The three journeys in a real browser, against the jar that a person would start. */
class JourneysIT {

    @TempDir
    private static Path directory;

    private static final String KEEP = "button[formaction$='/forecasts']";

    private static ServiceProcess service;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        service = ServiceProcess.start(directory.resolve("journeys.db"));
        browser = Chromium.open(directory.resolve("profile"), service.url());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) browser.close();
        service.process().destroy();
        assertThat(service.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void rowsAreTypedPastedAndUploaded() throws IOException {
        browser.look("light", Chromium.WIDE);
        browser.go("/");
        browser.type("#study-name", "Journey");
        browser.type("#study-task", "synthetic_four_choice");
        browser.type("#study-family", "synthetic");
        browser.click("form[action='/studies'] button[type=submit]");
        assertThat(browser.path()).isEqualTo("/studies/journey/submit");

        List<String> csv = Files.readAllLines(Path.of("data/synthetic/observations.csv"));
        typeOneRow(csv.get(1).split(","));
        paste(csv.subList(0, 1), csv.subList(2, 60));
        upload(csv.subList(0, 1), csv.subList(60, csv.size()));

        assertThat(browser.text())
                .contains("55 rows saved.", "114 rows, 4 held out", "identified")
                // the typed row says neither, and joins the others
                .contains("1 row states no loss_corpus; it is taken to be simulated", "1 row states no metric")
                .doesNotContain("not identified");
        assertThat(browser.all("#plot svg path")).hasSizeGreaterThan(20);
        assertThat(browser.all("#fan svg path")).hasSizeGreaterThan(20);
        assertThat(browser.complaints()).isEmpty();
    }

    private static void typeOneRow(String[] cells) throws IOException {
        browser.type("[name=cell-0-0]", cells[2]);
        browser.type("[name=cell-0-3]", cells[6]);
        browser.choose("[name=cell-0-4] option[value=few_shot]");
        browser.type("[name=cell-0-5]", cells[9]);
        browser.type("[name=cell-0-6]", cells[10]);
        browser.type("[name=cell-0-7]", "25.07");
        browser.click("button.quiet[value=preview]");
        assertThat(browser.text()).contains("Nothing was saved: 1 error", "did you mean 0.2507?");
        browser.check("submit-refused");
        browser.type("[name=cell-0-7]", cells[11]);
        browser.type("[name=cell-0-1]", cells[3]);
        browser.type("[name=cell-0-2]", cells[4]);
        browser.choose("button[value=add-row]");
        assertThat(browser.find("[name=cell-0-0]").getAttribute("value")).isEqualTo(cells[2]);
        browser.choose("button[value=remove-3]");
        browser.click("button.quiet[value=preview]");
        assertThat(browser.text()).contains("1 row ready to save");
        browser.click("button[value=save]");
        assertThat(browser.text()).contains("1 row saved.");
    }

    private static void paste(List<String> header, List<String> rows) throws IOException {
        browser.go("/studies/journey/submit");
        browser.choose("input[value=paste]");
        assertThat(browser.find("#typed").isDisplayed()).isFalse();
        List<String> text = new ArrayList<>(header);
        text.addAll(rows);
        browser.paste("#text", String.join("\n", text) + "\n");
        browser.click("button.quiet[value=preview]");
        assertThat(browser.text()).contains("58 rows ready to save");
        browser.check("submit-preview");
        browser.click("button[value=save]");
        assertThat(browser.text()).contains("58 rows saved.");
    }

    private static void upload(List<String> header, List<String> rows) throws IOException {
        List<String> text = new ArrayList<>(header);
        text.addAll(rows);
        Path file = Files.write(directory.resolve("rest.csv"), text);
        browser.go("/studies/journey/submit");
        browser.choose("input[value=file]");
        browser.chooseFiles(file.toString());
        browser.click("button[value=save]");
    }

    @Test
    void harnessFilesAreMappedThenSaved() throws IOException {
        browser.look("light", Chromium.WIDE);
        browser.go("/");
        browser.type("#study-name", "Harness");
        browser.type("#study-task", "arc_easy");
        browser.type("#study-family", "ours");
        browser.click("form[action='/studies'] button[type=submit]");
        uploadHarness("old-160m-step1000.json", "small-limited.json");
        assertThat(browser.text()).contains("Complete these lines in models.csv", "ours/old-160m@step1000");
        browser.check("submit-harness-refused");
        // the files stay chosen
        browser.type("#models", Files.readString(Path.of("src/test/resources/lm-eval/models.csv")));
        browser.type("#metric", "acc");
        browser.click("button.quiet[value=preview]");
        assertThat(browser.text()).contains("2 rows ready to save", "task 0, harness before 0.4");
        browser.check("submit-harness");
        browser.click("button[value=save]");
        assertThat(browser.text()).contains("2 rows saved.");
    }

    private static void uploadHarness(String... names) {
        browser.choose("input[value=file]");
        String files = Arrays.stream(names)
                .map(name -> Path.of("src/test/resources/lm-eval", name)
                        .toAbsolutePath()
                        .toString())
                .collect(Collectors.joining("\n"));
        browser.chooseFiles(files);
    }

    @Test
    void aPlannedRunIsForecast() throws IOException {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        browser.type("#plan-params", "thirteen");
        browser.click(KEEP);
        assertThat(browser.text()).contains("params must be a number such as 13B");
        browser.type("#plan-params", "70B");
        browser.type("#plan-tokens", "2T");
        browser.type("#plan-items", "14042");
        browser.click(KEEP);

        assertThat(browser.path()).startsWith("/forecasts/");
        assertThat(browser.text()).contains("reaches an accuracy of 0.400 with probability", "8.4 × 10²³ FLOPs");
        assertThat(browser.all("figure.chart")).hasSize(1);
        browser.check("forecast");
    }

    /** By keyboard: the answer follows, and the address gives the same answer again. */
    @Test
    void thePlannedRunIsMoved() {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        String before = browser.find("#answers").getText();
        browser.find("#move").sendKeys(Keys.PAGE_DOWN);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> browser.path().contains("train_flops=")
                        && !browser.find("#answers").getText().equals(before));

        String moved = browser.find("#answers").getText();
        browser.go(browser.path());
        assertThat(browser.find("#answers").getText()).isEqualTo(moved);
        assertThat(browser.find("#headline").getText())
                .contains("A run of " + moved.lines().findFirst().orElseThrow().replaceFirst(" FLOPs.*", " FLOPs"));
        assertThat(browser.complaints()).isEmpty();
    }

    /** With the pointer: reaching for the picture brings the chart that can be dragged. */
    @Test
    void thePlannedRunIsDragged() {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        assertThat(browser.all("#fan .picture")).isNotEmpty();
        String before = browser.find("#answers").getText();
        browser.reachForCharts();
        assertThat(browser.all("#fan .picture")).isEmpty();
        Object planned = browser.run(
                "return Math.round(echarts.getInstanceByDom(document.getElementById('fan')).convertToPixel({xAxisIndex: 0},"
                        + " JSON.parse(document.getElementById('view').textContent).cockpit.chart.planned))");
        browser.drag("#fan", ((Number) planned).intValue(), -80);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> browser.path().contains("train_flops=")
                        && !browser.find("#answers").getText().equals(before));
        assertThat(browser.complaints()).isEmpty();
    }

    /** It takes longer than the page, and is worked out for those alone who come to it. */
    @Test
    void whatToMeasureNextIsToldToWhoeverComesToIt() {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        String advice = "No single next measurement is expected to narrow";
        assertThat(browser.text()).contains("is worked out beside the plans").doesNotContain(advice);
        browser.run("document.getElementById('advice').scrollIntoView()");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> browser.find("#advice").getText().startsWith(advice));
        String told = browser.find("#advice").getText();
        browser.click("section[aria-labelledby=next] a");
        assertThat(browser.text()).contains(told);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void thePredictionMeetsTheHeldOutModels() throws IOException {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        browser.check("study");
        browser.click("a[href$='/compare']");

        assertThat(browser.text()).contains("The few-shot elbow was observed at", "sim-70b");
        browser.check("compare");
    }

    /** The page of a job at work follows it by itself, and shows the standings when it has ended. */
    @Test
    void theLawMeetsItsRivals() throws IOException {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        browser.click("a[href$='/backtests']");
        browser.click("form[action$='/backtests'] button");
        assertThat(browser.path()).startsWith("/jobs/");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> browser.text().contains("Cut by cut")
                        && browser.all("#ablations svg path").size() > 20);

        assertThat(browser.text()).contains("few-shot logistic", "four times compute", "skill");
        browser.check("backtest");
        browser.go("/studies/example-synthetic/backtests");
        assertThat(browser.all("#ablations svg path")).hasSizeGreaterThan(20);
    }

    @Test
    void aForecastIsLockedAndResolved() throws IOException {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        browser.choose("form.plan summary");
        browser.type("#plan-flops", "1.9e23");
        browser.click(KEEP);
        browser.choose("section[aria-labelledby=lock] summary");
        browser.click("form[action$='/lock'] button[type=submit]");
        assertThat(browser.text()).contains("deadline must be a day such as 2027-06-30");
        browser.check("lock-refused");
        browser.type("#lock-deadline", "2099-06-30");
        browser.type("#lock-assumptions", "Same recipe, same data mix.");
        browser.click("form[action$='/lock'] button[type=submit]");
        assertThat(browser.path()).startsWith("/ledger/");
        assertThat(browser.text())
                .contains("reaches an accuracy of 0.4", "Predictions of the forecast and its rivals", "open");
        browser.check("entry-open");
        String entry = browser.path();

        browser.type(
                "#results",
                "task,model,train_flops,regime,examples,accuracy,n_eval\n"
                        + "synthetic_four_choice,ours,1.9e23,few_shot,5,0.31,14042\n");
        browser.click("form[action$='/outcome'] button[type=submit]");
        assertThat(browser.path()).isEqualTo(entry);
        assertThat(browser.text()).contains("not emerged", "4,353 of 14,042 items", "Dispute the outcome");
        browser.check("entry");
        browser.go("/ledger?sort=probability");
        browser.click("table.ledger tbody a");
        assertThat(browser.path()).isEqualTo(entry);
        browser.go("/ledger");
        browser.check("ledger");
        browser.go("/scores");
        assertThat(browser.text()).contains("Foresight", "always one half", "With fewer than 20 decided claims");
        browser.check("scores");
        browser.go("/ledger/verification");
        assertThat(browser.text()).contains("The chain is intact");
    }

    @Test
    void aFitIsDiagnosed() throws IOException {
        browser.look("light", Chromium.WIDE);
        openTheExample();
        browser.click("a[href$='/diagnostics']");
        assertThat(browser.text()).contains("What stands out", "Profile likelihood", "Prior against posterior");
        browser.check("diagnostics");
        browser.click("a[href$='/methods']");
        browser.click("form[action$='/methods'] button");
        browser.await("/studies/example-synthetic/methods");
        assertThat(browser.text()).contains("The same rows by every method", "bootstrap of groups");
        browser.check("methods");
    }

    @Test
    void everyOtherPageIsWithoutBarriers() throws IOException {
        browser.look("light", Chromium.WIDE);
        browser.go("/");
        browser.check("start");
        browser.go("/studies/nothing");
        assertThat(browser.text()).contains("Not found");
        browser.complaints(); // the browser itself notes that the page answered 404
        browser.click("main a.button");
        assertThat(browser.path()).isEqualTo("/");
    }

    private static void openTheExample() {
        browser.go("/");
        browser.click("form[action='/examples/synthetic'] button");
        // by its job's page, where that is not done at once
        browser.await("/studies/example-synthetic");
    }
}
