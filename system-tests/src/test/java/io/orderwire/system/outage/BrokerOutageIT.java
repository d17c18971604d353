package io.orderwire.system.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only broker dies and comes back after a while, {@code -Dorderwire.outage.seconds}. Short by default, for the
 * build's sake; 60 and 300 are what the pipeline has to stand.
 */
@Tag("adversary")
@Timeout(900)
class BrokerOutageIT {
    private static final Logger log = LoggerFactory.getLogger(BrokerOutageIT.class);
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("orderwire.outage.seconds", 15));

    @TempDir
    private Path folder;

    @Test
    void shouldWaitTellWhyAndGoOnByItselfWithNothingLost() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (LoneBroker kafka = new LoneBroker(folder.resolve("kafka"));
                RunningPipeline pipeline = new RunningPipeline(kafka.bootstrapServers(), data);
                NodeWriter node = new NodeWriter(data)) {
            await().atMost(RunningPipeline.SOON).until(() -> pipeline.client().count() > 200);
            pipeline.awaitReady();

            kafka.kill();
            long killed = System.nanoTime();
            pipeline.awaitNotReady("Kafka does not answer");
            log.info("all were not ready {} ms after the kill", millisSince(killed));
            assertThat(pipeline.stats()).contains("\"degraded\":true", "Kafka does not answer");
            // The length of the outage is what is tested.
            TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos() - (System.nanoTime() - killed));
            pipeline.requireAlive();
            kafka.restart();
            long back = System.nanoTime();

            long written = node.written();
            await("lines written after the outage")
                    .atMost(RunningPipeline.SOON)
                    .until(() -> pipeline.client().count() > written);
            log.info("the client had lines of after the outage {} ms after Kafka was back", millisSince(back));
            pipeline.awaitReady();
            log.info("all were ready {} ms after Kafka was back", millisSince(back));
            node.close();
            pipeline.assertNothingLost();
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
