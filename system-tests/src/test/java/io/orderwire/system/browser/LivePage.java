package io.orderwire.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The live page in a browser, by what somebody who looks at it sees. */
final class LivePage {
    static final Duration SOON = Duration.ofMinutes(2);
    /** Where pictures are stored; a file that the property names gets a copy of the calm one. */
    static final Path PICTURES = Path.of("target", "screenshots");

    private static final String CALM_PICTURE = "orderwire.test.picture";

    private final Browser browser;
    private final String address;

    LivePage(Browser browser, String address) {
        this.browser = browser;
        this.address = address;
    }

    /** Loads the page with that part after #, in a wide window and in light colours. */
    void open(String hash) {
        browser.size(1280, 900);
        browser.scheme("light");
        browser.driver().get("about:blank");
        browser.driver().get(address + hash);
        await("stats on the page").atMost(SOON).until(() -> !figures().isEmpty());
    }

    /** The word for what the first line says. */
    String kind() {
        return browser.text("return document.getElementById('headline').dataset.kind");
    }

    /** Waits until the first line says that. */
    void awaitKind(String kind) {
        await("the headline " + kind)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(kind()).as(headline()).isEqualTo(kind));
    }

    String headline() {
        return text("headline") + " " + text("reasons");
    }

    /** The text of an element, as it is shown. */
    String text(String id) {
        return browser.text("return document.getElementById(arguments[0]).innerText", id);
    }

    /** The exact values of the tiles, by their names in /stats. */
    Map<String, String> figures() {
        Map<String, String> figures = new TreeMap<>();
        list("return [...document.querySelectorAll('[data-figure]')].map((e) => e.dataset.figure + '=' + e.dataset.value)")
                .forEach(figure -> figures.put(
                        figure.substring(0, figure.indexOf('=')), figure.substring(figure.indexOf('=') + 1)));
        return figures;
    }

    /** The texts of a column of a table's rows that are shown, by the id of the table's body. */
    List<String> column(String body, int column) {
        return list(
                "return [...document.getElementById(arguments[0]).rows].filter((row) => !row.hidden)"
                        + ".map((row) => row.cells[arguments[1]].textContent)",
                body,
                column);
    }

    /** The texts that a script returns. */
    List<String> list(String script, Object... arguments) {
        return ((List<?>) browser.run(script, arguments))
                .stream().map(String::valueOf).toList();
    }

    /** Types into a field of the page, by its name, over what it contained. */
    void type(String field, String text) {
        WebElement input = browser.driver().findElement(By.name(field));
        input.clear();
        input.sendKeys(text);
    }

    void click(String id) {
        browser.driver().findElement(By.id(id)).click();
    }

    /** The part of the address after #; empty if there is none. */
    String hash() {
        return browser.text("return location.hash");
    }

    /** Stores a picture of the whole page, or of its upper part if it is longer than that. */
    void picture(String name, int width, int height) {
        browser.size(width, height);
        browser.run("scrollTo(0, 0)");
        // The charts follow the width in the next frame.
        browser.driver()
                .executeAsyncScript(
                        "const done = arguments[0]; requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done), 400))");
        try {
            Path file = PICTURES.resolve(name + ".png");
            browser.picture(file);
            String copy = System.getProperty(CALM_PICTURE, "");
            if (name.equals("calm") && !copy.isEmpty()) {
                Files.createDirectories(Path.of(copy).toAbsolutePath().getParent());
                Files.copy(file, Path.of(copy), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if a page has complained, or has requested what is not there, or from elsewhere. */
    void assertClean() throws IOException {
        assertThat(browser.complaints()).as("the console").isEmpty();
        assertThat(browser.requests()).allSatisfy(request -> {
            assertThat(isFromHere(request.url())).as(request.url()).isTrue();
            assertThat(request.status()).as(request.url()).isIn(0, 200, 304);
        });
    }

    private boolean isFromHere(String url) {
        return url.startsWith("data:")
                || url.equals("about:blank")
                || url.replaceFirst("^ws:", "http:").startsWith(address);
    }
}
