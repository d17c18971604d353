package io.orderwire.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerKillIT {
    @TempDir
    private Path folder;

    private static String servers(ChildJvm child) {
        return child.awaitLine("kafka=", Clients.SOON).substring("kafka=".length());
    }

    @Test
    void shouldKeepWhatItAcknowledgedWhenItIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            try (ChildJvm child = ChildJvm.start(BrokerProcess.class, folder.toString())) {
                String servers = servers(child);
                if (round == 0) {
                    Clients.createTopic(servers, "t", Map.of());
                }
                assertThat(Clients.committed(servers, "t")).isEqualTo(acknowledged);
                try (Producer<byte[], byte[]> producer = Clients.transactional(servers, 60_000)) {
                    for (int i = 0; i < 50; i++) {
                        producer.beginTransaction();
                        Clients.send(producer, "t", round + "." + i);
                        producer.commitTransaction();
                        acknowledged.add(round + "." + i);
                    }
                    producer.beginTransaction();
                    Clients.send(producer, "t", "left open");
                    child.kill();
                    producer.close(Duration.ZERO);
                }
            }
        }
    }
}
