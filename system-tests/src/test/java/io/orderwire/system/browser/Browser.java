package io.orderwire.system.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium without a window, with an empty profile. Everything that its pages request or complain about is collected. Not
 * thread-safe.
 */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private String page = "";

    /** A request of a page: the status is 0 until its response has come. */
    record Request(String url, int status) {}

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        driver.manage().timeouts().scriptTimeout(SCRIPT_TIMEOUT);
    }

    /** Starts it; skips the running test if there is none. */
    static Browser open(Path profile) {
        Path chromium = program("chromium");
        Path driver = program("chromedriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--hide-scrollbars",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--force-device-scale-factor=1",
                "--window-size=1280,900",
                "--lang=en");
        if (System.getProperty("user.name").equals("root")) {
            options.addArguments("--no-sandbox");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        // With an explicit program, Selenium looks for none and downloads none.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Path program(String name) {
        List<Path> found = SearchPath.find(name);
        if (found.isEmpty()) {
            throw Prerequisite.BROWSER.missing("there is no " + name + " in the PATH");
        }
        return found.get(0);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Runs a script in the page and returns what it returns. */
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that returns a text. */
    String text(String script, Object... arguments) {
        return String.valueOf(run(script, arguments));
    }

    /** A command of the protocol of Chromium's developer tools. */
    Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** Sets the width and height of the page's viewport, as on a phone if it is narrow. */
    void size(int width, int height) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Makes the page light or dark. */
    void scheme(String scheme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Opens another tab in front of the page. */
    void hide() {
        page = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
    }

    /** Closes the tab in front of the page. */
    void show() {
        driver.close();
        driver.switchTo().window(page);
        command("Page.bringToFront", Map.of());
    }

    /** Stores a picture of the viewport. */
    void picture(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Bytes of the page's heap that are in use after a collection. */
    long heapBytes() {
        command("HeapProfiler.collectGarbage", Map.of());
        return metric("JSHeapUsedSize");
    }

    /** A metric of the page, by the name that the developer tools have for it. */
    long metric(String name) {
        command("Performance.enable", Map.of());
        List<?> metrics = (List<?>) command("Performance.getMetrics", Map.of()).get("metrics");
        for (Object metric : metrics) {
            Map<?, ?> named = (Map<?, ?>) metric;
            if (name.equals(named.get("name")) && named.get("value") instanceof Number value) {
                return value.longValue();
            }
        }
        throw new AssertionError("no metric " + name + " in " + metrics);
    }

    /** All messages of warnings and errors on the console so far, violations of the security policy included. */
    List<String> complaints() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                complaints.add(entry.getMessage());
            }
        }
        return complaints;
    }

    /** All requests of pages so far, and the status of each response. */
    List<Request> requests() throws IOException {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = JSON.readTree(entry.getMessage()).path("message");
            JsonNode parameters = message.path("params");
            switch (message.path("method").asText()) {
                case "Network.requestWillBeSent" ->
                    requests.add(
                            new Request(parameters.path("request").path("url").asText(), 0));
                case "Network.responseReceived" ->
                    requests.add(new Request(
                            parameters.path("response").path("url").asText(),
                            parameters.path("response").path("status").asInt()));
                case "Network.webSocketCreated" ->
                    requests.add(new Request(parameters.path("url").asText(), 0));
                default -> {
                    // Frames of WebSockets, above all.
                }
            }
        }
        return requests;
    }

    /** Forgets complaints and requests. */
    void forget() throws IOException {
        complaints();
        requests();
        complaints.clear();
        requests.clear();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
