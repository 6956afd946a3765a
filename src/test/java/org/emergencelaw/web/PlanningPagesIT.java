package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Tornado, plans, two families and the scoreboard in a real browser: charts, both colour schemes, wide and narrow. */
class PlanningPagesIT {

    /** Decided claims from which on the scoreboard draws a diagram. */
    private static final int CLAIMS = 20;

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static Chromium browser;
    private static String fit;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
        study("first", "f", LedgerSite.smallStudy());
        study("second", "g", LedgerSite.smallStudy("g", 1.85));
        fit = good(service.postJson("/api/v1/studies/first/fits", "{}")).header("Location");
        browser = Chromium.open(directory.resolve("profile"), service.url());
    }

    @AfterAll
    static void stop() {
        browser.close();
        service.close();
    }

    private static void study(String id, String family, String rows) {
        good(service.postJson(
                "/api/v1/studies",
                "{\"id\": \"%s\", \"name\": \"The %s\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"%s\"}"
                        .formatted(id, id, family)));
        good(service.postCsv("/api/v1/studies/" + id + "/observations", rows));
    }

    private static RunningService.Answer good(RunningService.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isLessThan(300);
        return answer;
    }

    /** A draft of a run of some billions of parameters; returns its path. */
    private static String draft(double billions) {
        return good(service.postJson(
                        fit + "/forecasts",
                        String.format(Locale.ROOT, "{\"params\": \"%.1fB\", \"tokens\": \"100B\"}", billions)))
                .header("Location");
    }

    @Test
    void anAssumptionMovesTheForecast() throws IOException {
        String draft = draft(4), page = "/forecasts/" + LedgerSite.id(draft) + "/tornado";
        browser.go(page);
        assertThat(browser.text()).contains("As it stands", "Change one assumption at a time");
        browser.check("tornado-begun");
        browser.click("form[action$='/tornado'] button");
        service.ended("/api/v1/jobs/"
                + service.postJson(draft + "/tornado", "").json().get("id").asText());
        browser.go(page);
        assertThat(browser.text()).contains("The compute at 0.400 depends most on", "P(reaches 0.400) depends most on");
        assertThat(browser.all("#tornado svg path")).hasSizeGreaterThan(5);
        browser.check("tornado");
    }

    @Test
    void plansAreRanked() throws IOException {
        browser.go("/studies/first/plans");
        browser.type("#plans-text", "name,params,tokens\nsmall,1B,20B\nlarge,7B,1T\n");
        browser.click("form[method=post][action$='/plans'] button");
        assertThat(browser.text()).contains("small", "large", "P(exceeds trivial accuracy)");
        browser.check("plans");
        browser.click("a[href$='/against/second']");
        assertThat(browser.text()).contains("Two families, one task", "The first", "The second");
        assertThat(browser.all("figure svg")).hasSize(2);
        browser.check("race");
    }

    private static final String LAST_LINK = "footer.bottom p:last-child a";

    @Test
    void aDesignIsComparedByKeyboardAlone() {
        browser.look("light", Chromium.WIDE);
        browser.go("/design");
        browser.tabTo("#params");
        browser.press("1B");
        browser.tabTo("#finetunes");
        browser.press("24");
        browser.tabTo("#flops");
        browser.press("1e22");
        browser.tabTo("form summary");
        browser.press(Keys.SPACE);
        browser.tabTo("#worlds");
        browser.press("2");
        browser.tabTo("form button[type=submit]");
        browser.follow(Keys.ENTER);
        assertThat(browser.text()).contains("The designs that were tried");
        browser.tabTo(LAST_LINK);
    }

    /** Columns of another name are picked, and the rows saved. */
    @Test
    void rowsArePickedAndSavedByKeyboardAlone() {
        good(
                service.postJson(
                        "/api/v1/studies",
                        "{\"id\": \"typed\", \"name\": \"Typed\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"f\"}"));
        browser.look("light", Chromium.WIDE);
        browser.go("/studies/typed/submit");
        browser.tabTo("[name=cell-0-0]");
        browser.press(Keys.ARROW_DOWN);
        assertThat(browser.run("return document.activeElement.name")).isEqualTo("cell-1-0");
        browser.go("/studies/typed/submit");
        browser.tabTo("[name=source]");
        browser.press(Keys.ARROW_RIGHT);
        browser.tabTo("#text");
        browser.press("task,family,model,params,tokens,pretrain_loss_nats,regime,examples,acc,n_eval\n"
                + "t,f,by-hand,1B,20B,2.2,few_shot,5,0.25,1000\n");
        browser.tabTo("button.quiet[value=preview]");
        browser.follow(Keys.ENTER);
        do browser.tabTo("select[name=pick]");
        while (!browser.run("return document.activeElement.labels[0].textContent")
                .equals("acc"));
        String chosen = String.valueOf(browser.run("return document.activeElement.selectedOptions[0].textContent"));
        assertThat(chosen).as("a guess of what acc is").startsWith("accuracy");
        browser.tabTo("button[value=save]");
        browser.follow(Keys.ENTER);
        assertThat(browser.text()).contains("1 row saved.");
        browser.tabTo(LAST_LINK);
    }

    @Test
    void aForecastIsRemarkedAndArchivedByKeyboardAlone() {
        String page = "/forecasts/" + LedgerSite.id(draft(5));
        browser.look("light", Chromium.WIDE);
        browser.go(page);
        browser.tabTo("#remark");
        browser.press("by hand");
        browser.tabTo("[name=archived]");
        browser.press(Keys.SPACE);
        browser.tabTo("form[action$='/annotation'] button");
        browser.follow(Keys.ENTER);
        assertThat(browser.find("#remark").getAttribute("value")).isEqualTo("by hand");
        browser.tabTo(LAST_LINK);
        browser.go("/studies/first/forecasts");
        browser.tabTo("a[href$='archived=true']");
        browser.follow(Keys.ENTER);
        assertThat(browser.text()).contains("by hand", "(archived)");
    }

    @Test
    void aSuiteIsForecastAndSortedByKeyboardAlone() {
        good(service.postJson("/api/v1/suites", "{\"id\": \"all\", \"name\": \"All\", \"family\": \"f\"}"));
        good(service.postCsv(
                "/api/v1/suites/all/observations", LedgerSite.smallStudy().replaceAll("(?m)^t,", "arc_easy,")));
        browser.look("light", Chromium.WIDE);
        browser.go("/suites/all");
        browser.tabTo("#params");
        browser.press("7B");
        browser.tabTo("#tokens");
        browser.press("1T");
        browser.follow(Keys.ENTER);
        browser.tabTo("th[aria-sort] a[href*='sort=accuracy']");
        browser.follow(Keys.ENTER);
        assertThat(browser.path()).contains("sort=accuracy");
        browser.tabTo("tbody th a");
        browser.follow(Keys.ENTER);
        assertThat(browser.find("#headline").getText()).contains("A run of 7B parameters on 1T tokens");
        browser.tabTo("#move");
        browser.tabTo(LAST_LINK);
    }

    @Test
    void enoughDecidedClaimsMakeADiagram() throws IOException {
        for (int i = 0; i < CLAIMS; i++) {
            String draft = draft(3 + i);
            good(LedgerSite.lock(service, draft));
            good(service.postCsv(
                    draft + "/outcome",
                    String.format(
                            Locale.ROOT,
                            "task,model,params,tokens,regime,examples,accuracy,n_eval%nt,big%d,%d.0B,100B,few_shot,5,%.3f,1000%n",
                            i,
                            3 + i,
                            i % 3 == 0 ? 0.25 : 0.4)));
        }
        browser.go("/scores");
        assertThat(browser.text()).contains("Stated probabilities and outcomes", "few-shot logistic");
        browser.check("scoreboard");
        browser.go("/ledger");
        assertThat(browser.all("table.ledger tbody tr")).hasSize(CLAIMS);
    }
}
