package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFaultIT {
    @TempDir
    private Path folder;

    private final List<BrokerFault> faults = new CopyOnWriteArrayList<>();

    private EmbeddedKafka start() {
        return EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0), faults::add, Clients.SOON);
    }

    @Test
    void shouldReportThatItsDiskFailedAndLetTheProcessLive() throws Exception {
        try (EmbeddedKafka kafka = start()) {
            Clients.createTopic(kafka.bootstrapServers(), "t", Map.of("segment.bytes", Integer.toString(1 << 20)));
            try (Producer<byte[], byte[]> producer = Clients.producer(kafka.bootstrapServers())) {
                Clients.send(producer, "t", "all is well");
                Files.move(folder.resolve("kafka"), folder.resolve("gone"));
                // Large records force a new segment, which needs the folder.
                await().atMost(Clients.SOON).until(() -> {
                    producer.send(new ProducerRecord<>("t", 0, null, new byte[500_000]));
                    return !faults.isEmpty();
                });
                producer.close(Duration.ZERO);
            }
        }
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault.message())
                .isNotBlank());
    }

    @Test
    void shouldLetACallerCloseItFromItsFault() {
        AtomicReference<EmbeddedKafka> running = new AtomicReference<>();
        EmbeddedKafka kafka = EmbeddedKafka.start(
                BrokerOptions.loopback(folder.resolve("kafka"), 0),
                fault -> {
                    running.get().close();
                    faults.add(fault);
                },
                Clients.SOON);
        running.set(kafka);

        Exit.halt(1, "made up");

        await().atMost(Clients.SOON).until(() -> !faults.isEmpty());
        assertThat(faults).containsExactly(new BrokerFault("made up", null));
        assertThat(folder.resolve("kafka").resolve(".kafka_cleanshutdown")).exists();
    }

    @Test
    void shouldReportOnlyOneFaultAndNoneAfterItsClose() {
        try (EmbeddedKafka kafka = start()) {
            assertThat(kafka.bootstrapServers()).isNotBlank();
            Exit.exit(1, "first");
            Exit.halt(1, "second");
            await().atMost(Clients.SOON).until(() -> !faults.isEmpty());
        }
        start().close();
        Exit.halt(1, "after the close");

        assertThat(faults).extracting(BrokerFault::message).containsExactly("first");
    }
}
