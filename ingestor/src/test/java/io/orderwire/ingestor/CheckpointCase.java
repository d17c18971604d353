package io.orderwire.ingestor;

import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, and a folder with one empty hour file, for tests of the contents that an ingestor finds in its topics. */
abstract class CheckpointCase {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Key of the checkpoint of an ingestor with the default source. */
    static final String KEY = "by-block";

    final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();
    TestBroker broker;

    @TempDir
    private Path data;

    @BeforeEach
    void startBroker() throws IOException {
        broker = TestBroker.shared();
        Files.createDirectories(hour().getParent());
        Files.createFile(hour());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    Path hour() {
        return data.resolve("node_order_statuses_by_block/hourly/20260505/17");
    }

    /** An ingestor of the folder, not yet started; failures that end it are in {@link #fatal}. */
    IngestorProcess ingestor(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("data.dir", data.toString());
        return new IngestorProcess(TestContext.of(broker, all, fatal::add), "me");
    }
}
