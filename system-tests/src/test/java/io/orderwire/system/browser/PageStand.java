package io.orderwire.system.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A browser that shows the page of a pipeline, which reads what a node writes. */
record PageStand(Browser browser, PageNode node, PagePipeline pipeline, LivePage page) implements AutoCloseable {
    /** Starts them below {@code folder}; the node writes about so many orders a second. */
    static PageStand start(Path folder, int ordersPerSecond) throws IOException {
        Browser browser = Browser.open(folder.resolve("profile"));
        try {
            Path data = Files.createDirectories(folder.resolve("data"));
            PageNode node = new PageNode(folder.resolve("scratch"), data, ordersPerSecond);
            try {
                PagePipeline pipeline = new PagePipeline(data);
                return new PageStand(browser, node, pipeline, new LivePage(browser, pipeline.page()));
            } catch (RuntimeException | AssertionError e) {
                node.close();
                throw e;
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            browser.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (browser;
                node;
                pipeline) {
            // Closed from the last to the first, whichever of them fails.
        }
    }
}
