package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.process.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("adversary")
class BrokerKillIT {
    private static final int PARTITIONS = 8;
    private static final int WRITERS = 6;

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

    /**
     * Many producers commit at the same time, so that the kill hits transactions that are acknowledged but whose markers
     * are not yet in all partitions.
     */
    @Test
    void shouldEndEachTransactionThatItWasEndingWhenItWasKilled() throws Exception {
        try (ChildJvm first = ChildJvm.start(BrokerProcess.class, folder.toString())) {
            Clients.createTopic(servers(first), new NewTopic("t", PARTITIONS, (short) 1));
        }
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 5; round++) {
            try (ChildJvm child = ChildJvm.start(BrokerProcess.class, folder.toString())) {
                String servers = servers(child);
                List<Committer> committers = new ArrayList<>();
                try {
                    for (int i = 0; i < WRITERS; i++) {
                        committers.add(new Committer(servers, i, round, acknowledged));
                    }
                    assertNothingOpen(servers);
                    List<String> committed = Clients.committed(servers, "t");
                    assertThat(committed).doesNotHaveDuplicates().containsAll(acknowledged);
                    assertThat(committed.size() % PARTITIONS).isZero();
                    int before = acknowledged.size();
                    committers.forEach(Thread::start);
                    await().atMost(Clients.SOON).until(() -> acknowledged.size() >= before + WRITERS * PARTITIONS * 10);
                } finally {
                    child.kill();
                    for (Committer committer : committers) {
                        committer.end();
                    }
                }
            }
        }
    }

    private static void assertNothingOpen(String servers) throws Exception {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition("t", partition))
                .toList();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
            await("the end for committed readers is the end")
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(ends(admin, partitions, IsolationLevel.READ_COMMITTED))
                            .isEqualTo(ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED)));
        }
    }

    private static Map<TopicPartition, Long> ends(
            Admin admin, List<TopicPartition> partitions, IsolationLevel isolation) throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ends.put(
                    partition,
                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                            .partitionResult(partition)
                            .get()
                            .offset());
        }
        return ends;
    }

    /**
     * Repeatedly commits one record in each partition until the broker dies. A later round with the same id ends the
     * transaction that was open.
     */
    private static final class Committer extends Thread {
        private final Producer<byte[], byte[]> producer;
        private final String name;
        private final Set<String> acknowledged;

        Committer(String servers, int id, int round, Set<String> acknowledged) {
            this.producer = Clients.transactional(servers, "writer-" + id, 60_000);
            this.name = id + "." + round + ".";
            this.acknowledged = acknowledged;
        }

        @Override
        public void run() {
            try {
                for (int n = 0; ; n++) {
                    List<String> values = new ArrayList<>();
                    producer.beginTransaction();
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        values.add(name + n + "/" + partition);
                        producer.send(new ProducerRecord<>(
                                "t", partition, null, values.get(partition).getBytes(StandardCharsets.UTF_8)));
                    }
                    producer.commitTransaction();
                    acknowledged.addAll(values);
                }
            } catch (KafkaException | IllegalStateException expected) {
                // The broker was killed, or the producer was closed.
            }
        }

        void end() throws InterruptedException {
            producer.close(Duration.ZERO);
            join();
        }
    }
}
