package io.orderwire.pipeline;

import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one pipeline on a broker of their own, with files to read from. */
abstract class PipelineCase {
    @TempDir
    Path data;

    TestBroker broker;
    Pipeline pipeline;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.shared();
        pipeline = new Pipeline(broker);
    }

    @AfterEach
    void stopPipeline() throws IOException {
        try {
            pipeline.close();
        } finally {
            broker.close();
        }
    }
}
