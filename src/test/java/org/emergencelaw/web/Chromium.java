package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless browser with a fresh profile, and what is looked at on every page. */
final class Chromium implements AutoCloseable {

    static final int WIDE = 1280;
    static final int PHONE = 360;
    /** Nothing may stick out there: what is left of a wide screen at a zoom of 400%. */
    static final int NARROW = 320;

    private static final Path PICTURES = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long axe may look at one. */
    private static final Duration LONG_PAGE = Duration.ofMinutes(3);
    /** Where the tab key stops on a page, at most. */
    private static final int MOST_STOPS = 300;

    private static final String AXE = resource("/axe.min.js");

    private final ChromeDriver driver;
    private final String address;

    private Chromium(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    static Chromium open(Path profile, String address) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new java.io.File("/usr/bin/chromedriver"))
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(LONG_PAGE);
        return new Chromium(driver, address);
    }

    private static String resource(String name) {
        try (InputStream file = Chromium.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** {@code light} or {@code dark}, at this width in CSS pixels. */
    void look(String scheme, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void go(String path) {
        visit(path);
        waitForCharts();
    }

    /** Without waiting for charts, which may be what does not come. */
    void visit(String path) {
        driver.get(address + path);
    }

    /** What the network does not give from now on, by patterns of addresses. */
    void block(String... addresses) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
    }

    String path() {
        return driver.getCurrentUrl().replace(address, "");
    }

    /** Waits until a page has led on to another. */
    void await(String path) {
        new WebDriverWait(driver, Duration.ofMinutes(2)).until(any -> path().equals(path));
        waitForCharts();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text() {
        return find("body").getText();
    }

    /** Chooses files for the form of rows, which reads them at once, and waits for what it says. */
    void chooseFiles(String files) {
        driver.executeScript("document.getElementById('rows').waiting = true");
        find("#file").sendKeys(files);
        new WebDriverWait(driver, PATIENCE)
                .ignoring(WebDriverException.class)
                .until(any -> Boolean.TRUE.equals(
                        driver.executeScript("return document.getElementById('rows').waiting === undefined")));
    }

    /** Clicks what leads to another page, and waits for it. */
    void click(String css) {
        driver.executeScript("window.leaving = true");
        choose(css);
        left();
    }

    /** Clicks what stays on the page. */
    void choose(String css) {
        WebElement element = find(css);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
        element.click();
    }

    /** Drags what lies so many pixels from the left of an element, in the middle of its height. */
    void drag(String css, int from, int by) {
        WebElement element = find(css);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
        new Actions(driver)
                .moveToElement(element, from - element.getSize().width / 2, 0)
                .clickAndHold()
                .moveByOffset(by / 2, 0)
                .moveByOffset(by - by / 2, 0)
                .release()
                .perform();
    }

    void type(String css, String text) {
        WebElement field = find(css);
        field.clear();
        field.sendKeys(text);
    }

    /** As from the clipboard, all at once. */
    void paste(String css, String text) {
        driver.executeScript(
                "arguments[0].select(); document.execCommand('insertText', false, arguments[1])", find(css), text);
    }

    /** Keys go to whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Goes on by the tab key until it is there; whatever it stops at on the way is seen to have the focus. */
    void tabTo(String css) {
        for (int stop = 0; stop < MOST_STOPS; stop++) {
            press(Keys.TAB);
            assertThat(run("const at = document.activeElement; if (at === document.body) return '';"
                            + " const style = getComputedStyle(at), box = at.getBoundingClientRect();"
                            + " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0"
                            + " ? '' : at.outerHTML.slice(0, 200)"))
                    .as("has the focus and does not show it")
                    .isEqualTo("");
            if (Boolean.TRUE.equals(run("return document.activeElement.matches(\"" + css + "\")"))) return;
        }
        throw new AssertionError("the tab key does not lead to " + css);
    }

    /** Presses what has the focus and leads to another page, and waits for it. */
    void follow(CharSequence key) {
        driver.executeScript("window.leaving = true");
        press(key);
        left();
    }

    private void left() {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(WebDriverException.class)
                .until(any -> Boolean.TRUE.equals(driver.executeScript("return window.leaving === undefined")));
        waitForCharts();
    }

    private void waitForCharts() {
        new WebDriverWait(driver, PATIENCE)
                .until(any -> Boolean.TRUE.equals(driver.executeScript("return document.readyState === 'complete'"
                        + " && [...document.querySelectorAll('.plot')].every(p => p.querySelector('svg path'))")));
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Reaches for every chart, and waits until all are drawn: those that the server drew before give way to them. */
    void reachForCharts() {
        driver.executeScript(
                "document.querySelectorAll('.plot').forEach(p => p.dispatchEvent(new Event('pointerenter')))");
        new WebDriverWait(driver, PATIENCE)
                .until(
                        any -> Boolean.TRUE.equals(
                                driver.executeScript(
                                        "return [...document.querySelectorAll('.plot')].every(p => p.dataset.drawn && p.querySelector('svg path'))")));
    }

    /**
     * Looks at the page wide and light, and as on a phone and dark: no barrier, no complaint, nothing that sticks out. Colours do not
     * depend on the width, nor the layout on colours. Charts that the server drew are looked at as they come, and then as somebody who
     * reaches for them sees them.
     */
    void check(String name) throws IOException {
        if (!all(".plot .picture").isEmpty()) {
            look("light", PHONE);
            picture(PICTURES.resolve(name + "-untouched-" + PHONE + ".png"));
            assertThat(barriers()).as(name + " untouched").isEmpty();
            look("light", WIDE);
        }
        reachForCharts();
        view(name, "light", WIDE);
        view(name, "dark", PHONE);
        look("light", NARROW);
        nothingSticksOut(name + " at " + NARROW);
        look("light", WIDE);
        assertThat(complaints().stream().filter(line -> !line.contains("422")))
                .as(name)
                .isEmpty();
    }

    private void view(String name, String scheme, int width) throws IOException {
        String view = name + "-" + scheme + "-" + width;
        look(scheme, width);
        picture(PICTURES.resolve(view + ".png"));
        assertThat(barriers()).as(view).isEmpty();
        nothingSticksOut(view);
    }

    private void nothingSticksOut(String view) {
        assertThat(run("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing sticks out of " + view)
                .isEqualTo(true);
    }

    /** What a page of any site shows in its frame; empty where the browser refuses to. */
    String framed(String url) {
        driver.get(url);
        driver.switchTo().frame(driver.findElement(By.tagName("iframe")));
        try {
            return find("body").getText();
        } finally {
            driver.switchTo().defaultContent();
        }
    }

    /** Findings of axe-core but for minor ones, one line each. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        // half a megabyte, once a page
        if (Boolean.TRUE.equals(run("return window.axe === undefined"))) run(AXE);
        Object found = driver.executeAsyncScript("const done = arguments[0];"
                + "axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations"
                + ".filter(v => v.impact !== 'minor')"
                + ".map(v => v.id + ': ' + v.help + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))),"
                + " e => done(['axe failed: ' + e]))");
        return (List<String>) found;
    }

    /** What the console has complained about since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** The whole page as a picture. */
    void picture(Path file) throws IOException {
        long height = ((Number) driver.executeScript("return document.documentElement.scrollHeight")).longValue();
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of(
                                "captureBeyondViewport",
                                true,
                                "optimizeForSpeed",
                                true,
                                "clip",
                                Map.of(
                                        "x",
                                        0,
                                        "y",
                                        0,
                                        "width",
                                        driver.executeScript("return innerWidth"),
                                        "height",
                                        height,
                                        "scale",
                                        1)))
                .get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, OutputType.BYTES.convertFromBase64Png(picture.toString()));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
