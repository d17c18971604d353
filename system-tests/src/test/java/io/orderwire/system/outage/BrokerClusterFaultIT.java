package io.orderwire.system.outage;

import static org.awaitility.Awaitility.await;

import io.orderwire.testing.broker.BrokerCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three brokers, everything replicated to all, two needed. Each leads, coordinates or controls something. */
@Tag("adversary")
@Timeout(600)
class BrokerClusterFaultIT {
    private static final Logger log = LoggerFactory.getLogger(BrokerClusterFaultIT.class);

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnWithoutAnyOneOfThreeAndWaitForTwoWithNothingLost() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (BrokerCluster kafka =
                        BrokerCluster.of(3, folder.resolve("kafka"), Map.of()).start();
                RunningPipeline pipeline = new RunningPipeline(kafka.bootstrapServers(), data);
                NodeWriter node = new NodeWriter(data)) {
            awaitNewLines(pipeline, node);
            for (int broker = 1; broker <= 3; broker++) {
                kafka.kill(broker);
                long killed = System.nanoTime();
                awaitNewLines(pipeline, node);
                log.info("went on {} ms after the death of broker {}", millisSince(killed), broker);
                pipeline.requireAlive();
                kafka.restart(broker);
                awaitNewLines(pipeline, node);
                pipeline.awaitReady();
            }
            kafka.kill(1);
            kafka.kill(2);
            pipeline.awaitNotReady("only 1 of 3 brokers of Kafka answer");
            kafka.restart(2);
            long back = System.nanoTime();
            awaitNewLines(pipeline, node);
            log.info("went on {} ms after the second broker was back", millisSince(back));
            pipeline.awaitReady();
            await().atMost(RunningPipeline.SOON)
                    .until(() -> pipeline.stats().contains("broker 1 of Kafka does not answer"));
            node.close();
            pipeline.assertNothingLost();
        }
    }

    /** Waits until the client has lines that are written after this call. */
    private static void awaitNewLines(RunningPipeline pipeline, NodeWriter node) {
        long written = node.written();
        await("lines that are written now")
                .atMost(RunningPipeline.SOON)
                .until(() -> pipeline.client().count() > written);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
