package io.orderwire.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.system.process.Stats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The live page while the pipeline is well. */
@Tag("tools")
@Timeout(300)
class LivePageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE_USER = "0x00000000000000000000000000000000000000ab";
    private static final int CALM_RATE = 200;

    @TempDir
    private static Path folder;

    private static PageStand stand;
    private static Browser browser;
    private static PagePipeline pipeline;
    private static PageNode node;
    private static LivePage page;

    @BeforeAll
    static void start() throws IOException {
        stand = PageStand.start(folder, CALM_RATE);
        browser = stand.browser();
        pipeline = stand.pipeline();
        node = stand.node();
        page = stand.page();
    }

    @AfterAll
    static void stop() {
        // Null if it did not start.
        if (stand != null) {
            stand.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        node.silent(false);
        browser.forget();
        page.open("");
    }

    @AfterEach
    void shouldComplainAboutNothing() throws IOException {
        page.assertClean();
    }

    private static JsonNode stats() throws IOException, InterruptedException {
        return JSON.readTree(Stats.get(pipeline.page() + "stats").body());
    }

    private static String value(JsonNode stats, String name) {
        JsonNode value = stats.at("/" + name.replace('.', '/'));
        return value.isMissingNode() || value.isNull() ? "null" : value.asText();
    }

    @Test
    void shouldShowTheFiguresOfStats() {
        page.awaitKind("fresh");
        node.silent(true);
        await("the page to agree with /stats").atMost(LivePage.SOON).untilAsserted(() -> {
            JsonNode before = stats();
            Map<String, String> shown = page.figures();
            List<String> partitions = page.column("partition-rows", 2);
            JsonNode after = stats();
            assertThat(shown).hasSize(16).allSatisfy((name, value) -> assertThat(value)
                    .as(name)
                    .isIn(value(before, name), value(after, name)));
            assertThat(Long.parseLong(shown.get("events.orders"))).isPositive();
            List<String> expected = new ArrayList<>();
            after.at("/partitions/orders").forEach(orders -> expected.add("%,d".formatted(orders.asLong())));
            assertThat(partitions).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    @Test
    void shouldRequestEverythingFromItsGatewayOnly() {
        List<String> paths = List.of("style.css", "uplot/uplot.js", "app.js", "stats/history", "api/v1/activity", "ws");
        await("all that the page requests").atMost(LivePage.SOON).untilAsserted(() -> {
            List<String> urls = browser.requests().stream()
                    .map(request -> request.url().replaceFirst("^ws:", "http:"))
                    .toList();
            assertThat(urls)
                    .contains(paths.stream().map(path -> pipeline.page() + path).toArray(String[]::new));
        });
        await("rates, bands of ages and activity").atMost(LivePage.SOON).untilAsserted(() -> {
            assertThat(page.text("chart-rate-now")).contains("/s").doesNotContain("unknown");
            assertThat(page.text("chart-age-now")).contains(" ms").doesNotContain("unknown");
            assertThat(page.text("activity-title")).contains("Of the newest");
            assertThat(page.column("client-rows", 0)).isNotEmpty();
        });
        page.awaitKind("fresh");
        page.picture("calm", 1280, 1180);
    }

    @Test
    void shouldShowHostileTextAsText() {
        String markup = "<img src=x onerror=document.title='x'>\\\"'&amp;";
        String reversed = "\\u202eCTB\\u0000\\u2066";
        String longest = "W".repeat(3_000);
        node.add(NodeEvents.event(markup, HOSTILE_USER, "open", 7_000_000_001L, markup));
        node.add(NodeEvents.event(reversed, HOSTILE_USER, reversed, 7_000_000_002L, reversed));
        node.add(NodeEvents.event(longest, HOSTILE_USER, longest, 7_000_000_003L, longest));
        page.open("#users=" + HOSTILE_USER + "&user=" + HOSTILE_USER);
        node.add(NodeEvents.event(markup, HOSTILE_USER, markup, 7_000_000_004L, markup));
        node.add(NodeEvents.event(reversed, HOSTILE_USER, reversed, 7_000_000_005L, reversed));
        node.add(NodeEvents.event(longest, HOSTILE_USER, longest, 7_000_000_006L, longest));

        await("hostile orders").atMost(LivePage.SOON).untilAsserted(() -> assertThat(page.column("orders", 7))
                .contains("7000000004", "7000000005", "7000000006"));
        assertThat(page.column("orders", 1))
                .contains("<img src=x onerror=document.title='x'>\"'&amp;", "\uFFFDCTB\uFFFD\uFFFD")
                .allSatisfy(coin -> assertThat(coin).hasSizeLessThan(90));
        search(HOSTILE_USER);
        await("the user's orders").atMost(LivePage.SOON).untilAsserted(() -> assertThat(page.column("found-rows", 7))
                .contains("7000000001", "7000000002", "7000000003"));
        assertThat(browser.run("return document.images.length")).isEqualTo(0L);
        assertThat(browser.driver().getTitle()).doesNotStartWith("x");
        assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private static void search(String wanted) {
        page.type("wanted", wanted);
        browser.run("document.getElementById('search').requestSubmit()");
    }

    @Test
    void shouldFilterPauseAndKeepTheViewInTheLink() {
        page.type("coins", "BTC, ETH");
        browser.run("const side = document.querySelector('select'); side.value = 'B';"
                + "side.dispatchEvent(new Event('input', { bubbles: true }))");
        await("the link").atMost(LivePage.SOON).untilAsserted(() -> assertThat(page.hash())
                .isEqualTo("#coins=BTC%2CETH&side=B"));
        awaitOnly("BTC", "ETH");

        browser.driver().navigate().refresh();
        awaitOnly("BTC", "ETH");
        assertThat(browser.text("return document.querySelector('[name=coins]').value"))
                .isEqualTo("BTC, ETH");

        page.click("pause");
        await("orders that wait").atMost(LivePage.SOON).untilAsserted(() -> assertThat(page.text("pause"))
                .matches("Resume \\([1-9][0-9,]* new\\)"));
        // Drawn together with the number on the button.
        List<String> held = page.column("orders", 7);
        String before = page.text("pause");
        await("more orders that wait").atMost(LivePage.SOON).until(() -> !page.text("pause")
                .equals(before));
        assertThat(page.column("orders", 7)).isEqualTo(held);
        page.click("pause");
        await("newer orders").atMost(LivePage.SOON).until(() -> !page.column("orders", 7)
                .equals(held));

        page.click("clear");
        await("the empty view").atMost(LivePage.SOON).untilAsserted(() -> {
            assertThat(page.hash()).isEmpty();
            assertThat(new HashSet<>(page.column("orders", 1))).hasSizeGreaterThan(2);
        });
        browser.driver().navigate().back();
        awaitOnly("BTC", "ETH");
    }

    private static void awaitOnly(String... coins) {
        await("orders of these coins").atMost(LivePage.SOON).untilAsserted(() -> {
            assertThat(page.column("orders", 1)).hasSizeGreaterThan(5).containsOnly(coins);
            assertThat(page.column("orders", 2)).containsOnly("buy");
        });
    }

    @Test
    void shouldFindAnOrderWithItsHistoryAndAUser() {
        String user = "0x00000000000000000000000000000000000000cd";
        for (String status : List.of("open", "triggered", "filled")) {
            node.add(NodeEvents.event("BTC", user, status, 8_000_000_001L, "0x1"));
        }
        search("8000000001");
        await("the history").atMost(LivePage.SOON).untilAsserted(() -> {
            search("8000000001");
            await().untilAsserted(() -> assertThat(page.text("found-title")).startsWith("Order 8000000001: 3 events"));
        });
        assertThat(page.column("found-rows", 1)).containsExactly("open", "triggered", "filled");
        assertThat(page.hash()).isEqualTo("#oid=8000000001");

        browser.driver().navigate().refresh();
        await("the history again").atMost(LivePage.SOON).untilAsserted(() -> assertThat(page.column("found-rows", 1))
                .containsExactly("open", "triggered", "filled"));

        search(user);
        await("the user").atMost(LivePage.SOON).untilAsserted(() -> assertThat(page.text("found-title"))
                .isEqualTo("3 events of " + user + ": filled 1, triggered 1, open 1; BTC 3."));
        search("no order");
        assertThat(page.text("search-hint")).isNotEmpty();
    }

    @Test
    void shouldReachEverythingWithTheKeyboard() {
        await("orders and activity")
                .atMost(LivePage.SOON)
                .until(() -> page.column("orders", 0).size() > 30
                        && !page.text("coins").isBlank());
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 250; i++) {
            browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
            String now = browser.text("""
                    const e = document.activeElement;
                    if (e === document.body) return "";
                    const style = getComputedStyle(e), box = e.getBoundingClientRect();
                    window.seen ??= new Map();
                    if (!window.seen.has(e)) window.seen.set(e, window.seen.size);
                    const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
                      && box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight;
                    return window.seen.get(e) + " " + (visible ? "" : "not visible: " + e.outerHTML.slice(0, 200));
                    """);
            assertThat(now).doesNotContain("not visible");
            if (now.isEmpty() || !reached.add(now)) {
                break;
            }
        }
        assertThat(page.list("""
                        return [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
                          .filter((e) => e.checkVisibility() && !window.seen.has(e)).map((e) => e.outerHTML.slice(0, 200))
                        """)).as("never had the focus").isEmpty();
    }

    @Test
    void shouldFitAPhone() {
        browser.size(390, 844);
        await("orders and activity")
                .atMost(LivePage.SOON)
                .until(() -> page.column("orders", 0).size() > 30
                        && !page.text("coins").isBlank());
        page.picture("phone", 390, 1700);
        assertThat(page.list("""
                        const parts = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility()
                          && !e.closest(".scroll") && !e.closest(".chart") && e.getBoundingClientRect().right > innerWidth + 1);
                        return parts.map((e) => e.outerHTML.slice(0, 120))
                        """)).as("wider than the screen").isEmpty();
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
        assertThat(AxeCore.violations(browser)).isEmpty();
    }

    @Test
    void shouldBeAccessibleInLightAndDark() {
        search(HOSTILE_USER);
        page.type("min", "1");
        page.awaitKind("fresh");
        await("orders and activity")
                .atMost(LivePage.SOON)
                .until(() -> page.column("orders", 0).size() > 30
                        && !page.text("coins").isBlank());
        page.click("pause");
        assertThat(AxeCore.violations(browser)).as("light").isEmpty();
        browser.scheme("dark");
        assertThat(AxeCore.violations(browser)).as("dark").isEmpty();
        page.click("close");
        page.picture("dark", 1280, 2500);
    }

    @Test
    void shouldBeCurrentAtOnceAfterTheBackground() {
        await("orders")
                .atMost(LivePage.SOON)
                .until(() -> page.column("orders", 0).size() > 30);
        browser.run("window.states = [];"
                + "document.addEventListener('visibilitychange', () => window.states.push(document.visibilityState"
                + " + ' ' + document.getElementById('orders').textContent))");
        List<String> held = page.column("orders", 7);
        long then = Long.parseLong(page.figures().get("events.orders"));
        browser.hide();
        await("more orders")
                .atMost(LivePage.SOON)
                .until(() -> stats().at("/events/orders").asLong() > then + 5L * CALM_RATE);
        browser.show();
        List<String> states = page.list("return window.states");
        assertThat(states).hasSize(2);
        assertThat(states.get(0)).startsWith("hidden");
        assertThat(states.get(1))
                .as("nothing was drawn meanwhile")
                .isEqualTo(states.get(0).replaceFirst("hidden", "visible"));
        await("the page to be current").atMost(LivePage.SOON).untilAsserted(() -> {
            long before = stats().at("/events/orders").asLong();
            assertThat(Long.parseLong(page.figures().get("events.orders"))).isGreaterThan(before - 2L * CALM_RATE);
            assertThat(page.column("orders", 7)).isNotEmpty().doesNotContainAnyElementsOf(held);
            assertThat(page.text("notice")).contains("Connected again after");
        });
    }
}
