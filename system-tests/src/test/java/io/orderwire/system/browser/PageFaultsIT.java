package io.orderwire.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the live page says when something is wrong, and that it says so no longer when it is not. */
@Tag("tools")
@Timeout(300)
class PageFaultsIT {
    private static final int CALM_RATE = 200;
    /** Three times what such an ingestor can take on a host with two cores that does nothing else. */
    private static final int TOO_MANY = 36_000;
    /** A coin of which only the tests write orders. */
    private static final String OWN_COIN = "OWN";

    private static final long FIRST_OID = 9_000_000_001L;

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
    void open() {
        node.rate(CALM_RATE);
        page.open("");
        awaitWell();
    }

    /** Nothing is wrong, but for blocks that the node may have left out in another test. */
    private static void awaitWell() {
        await("all to be well")
                .atMost(LivePage.SOON)
                .untilAsserted(() -> assertThat(page.kind()).as(page.headline()).isIn("fresh", "left-out"));
    }

    /** For the page, all losses so far are an hour ago. */
    private static void forgetLosses() {
        browser.run("const now = Date.now.bind(Date); Date.now = () => now() + 3_600_000");
    }

    @Test
    void shouldShowAnOverloadAndItsEnd() {
        node.rate(TOO_MANY);
        page.awaitKind("shedding");
        assertThat(page.headline()).contains("Shedding", "the ingestor drops old orders to stay fresh");
        await("the losses").atMost(LivePage.SOON).untilAsserted(() -> {
            assertThat(page.text("chart-losses-now")).containsPattern("shed by the ingestor\\s*[1-9]");
            assertThat(page.figures().get("events.skippedAtIngest")).isNotEqualTo("0");
            assertThat(page.column("gap-rows", 2)).contains("shed for its age");
        });
        page.picture("overloaded", 1280, 1480);
        node.rate(CALM_RATE);
        awaitWell();
    }

    @Test
    void shouldShowMissingBlocksForAWhile() {
        forgetLosses();
        // The charts begin anew, and know a rate from their second sample on.
        await("an empty chart").atMost(LivePage.SOON).until(() -> page.text("chart-rate-now")
                .contains("unknown"));
        await("a chart").atMost(LivePage.SOON).until(() -> !page.text("chart-rate-now")
                .contains("unknown"));
        page.awaitKind("fresh");
        node.leaveOut(7);
        page.awaitKind("left-out");
        assertThat(page.headline()).contains("The node left out 7 blocks within the last 5 min");
        assertThat(page.column("gap-rows", 2)).contains("blocks that the node left out");
        forgetLosses();
        page.awaitKind("fresh");
    }

    @Test
    void shouldShowASilentNodeAndThatItWritesAgain() {
        node.silent(true);
        page.awaitKind("silent");
        assertThat(page.headline()).contains("The node is silent: it has written nothing for");
        page.picture("node-silent", 1280, 1480);
        node.silent(false);
        awaitWell();
    }

    @Test
    void shouldShowADeadParserAndItsReturn() {
        pipeline.kill("parser");
        page.awaitKind("missing");
        assertThat(page.headline()).contains("No parser", "./orderwire parser");
        pipeline.start("parser");
        awaitWell();
        await("orders").atMost(LivePage.SOON).until(() -> !page.column("orders", 0)
                .isEmpty());
    }

    @Test
    void shouldResumeWhereTheTableStoppedWhenTheGatewayReturns() throws IOException {
        page.open("#coins=" + OWN_COIN);
        List<String> before;
        AtomicLong oids = new AtomicLong(FIRST_OID);
        ScheduledExecutorService trader = Executors.newSingleThreadScheduledExecutor();
        try {
            trader.scheduleAtFixedRate(
                    () -> node.add(NodeEvents.event(
                            OWN_COIN,
                            "0x00000000000000000000000000000000000000ef",
                            "open",
                            oids.getAndIncrement(),
                            "0x1")),
                    0,
                    1,
                    TimeUnit.SECONDS);
            await("own orders")
                    .atMost(LivePage.SOON)
                    .until(() -> page.column("orders", 7).size() >= 3);
            before = page.column("orders", 7);
            pipeline.kill("gateway");
            page.awaitKind("disconnected");
            assertThat(page.headline()).contains("The gateway cannot be reached since");
            page.picture("gateway-down", 1280, 1480);
            long atReturn = oids.get();
            pipeline.start("gateway");
            await("the page to resume").atMost(LivePage.SOON).untilAsserted(() -> {
                assertThat(page.text("notice")).contains("resumed by cursor");
                assertThat(page.column("orders", 7)).contains(String.valueOf(atReturn + 2));
            });
        } finally {
            trader.shutdownNow();
        }
        List<String> shown = new ArrayList<>(page.column("orders", 7));
        assertThat(shown).hasSizeLessThan(40);
        long newest = Long.parseLong(shown.get(0));
        assertThat(shown)
                .containsExactlyElementsOf(LongStream.range(0, shown.size())
                        .mapToObj(age -> String.valueOf(newest - age))
                        .toList());
        // The table still has the orders of before.
        assertThat(shown).contains(before.get(0));
        awaitWell();
    }
}
