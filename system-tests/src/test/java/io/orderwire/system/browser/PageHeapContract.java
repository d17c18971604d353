package io.orderwire.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of the live page while orders arrive for a long time. */
abstract class PageHeapContract {
    private static final int ORDERS_PER_SECOND = 1_500;
    private static final long LOOK_SECONDS = 10;

    @TempDir
    private Path folder;

    /** How long the page is under load. */
    abstract Duration load();

    @Test
    void shouldKeepItsHeap() throws IOException, InterruptedException {
        try (PageStand stand = PageStand.start(folder, ORDERS_PER_SECOND)) {
            Browser browser = stand.browser();
            LivePage page = stand.page();
            page.open("");
            await("orders, charts and activity").atMost(LivePage.SOON).untilAsserted(() -> {
                assertThat(page.column("orders", 0)).hasSize(40);
                assertThat(page.text("chart-rate-now")).doesNotContain("unknown");
                assertThat(page.text("coins")).isNotBlank();
            });
            long orders = orders(page);
            long nodes = browser.metric("Nodes");
            List<Long> heaps = new ArrayList<>(List.of(browser.heapBytes()));
            List<String> figures =
                    new ArrayList<>(List.of("%d KiB of heap, %d nodes".formatted(heaps.get(0) >> 10, nodes)));
            for (long seconds = 0; seconds < load().toSeconds(); seconds += LOOK_SECONDS) {
                // The length of the load is what is tested.
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
                // Otherwise the driver would keep them.
                browser.requests();
                long now = browser.heapBytes();
                heaps.add(now);
                figures.add("%d KiB of heap, %d nodes, %d orders"
                        .formatted(now >> 10, browser.metric("Nodes"), orders(page) - orders));
            }
            page.picture("under-load", 1280, 1480);
            Files.write(LivePage.PICTURES.resolve("heap-" + load().toSeconds() + "s.txt"), figures);
            assertThat(orders(page) - orders)
                    .as("orders meanwhile")
                    .isGreaterThan(load().toSeconds() * ORDERS_PER_SECOND / 4);
            int third = heaps.size() / 3;
            long first = median(heaps.subList(0, third));
            long last = median(heaps.subList(heaps.size() - third, heaps.size()));
            assertThat((double) last / first)
                    .as("medians of the heap's first and last third, of %s bytes", heaps)
                    .isLessThan(1.5);
            assertThat((double) browser.metric("Nodes") / nodes).as("nodes").isLessThan(1.5);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** One sample alone may hold what the browser has not let go of yet. */
    private static long median(List<Long> bytes) {
        return bytes.stream().sorted().toList().get(bytes.size() / 2);
    }

    private static long orders(LivePage page) {
        return Long.parseLong(page.figures().get("events.orders"));
    }
}
