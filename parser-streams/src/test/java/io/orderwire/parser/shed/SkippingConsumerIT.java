package io.orderwire.parser.shed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.parser.RawTopic;
import io.orderwire.parser.TestShedding;
import io.orderwire.testing.broker.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One partition whose transactions hold one block each: blocks have even offsets, the ends of transactions odd ones. */
@Timeout(120)
class SkippingConsumerIT {
    private static final int BLOCKS = 20;
    private static final long BEHIND = 2 * BLOCKS;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockShedding shedding = TestShedding.none();
    private final ShedOffsets shedOffsets = shedding.shedOffsets();
    private final List<Long> offsets = new ArrayList<>();
    private TestBroker broker;
    private TopicPartition partition;
    private RawTopic raw;
    private SkippingConsumer consumer;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.shared();
        partition = new TopicPartition(broker.topics().raw(), 0);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(broker.topics().raw(), 1, (short) 1)))
                    .all()
                    .get();
        }
        raw = new RawTopic(broker, 1);
        for (int block = 0; block < BLOCKS; block++) {
            raw.write(1, System.currentTimeMillis());
        }
        consumer = new SkippingConsumer(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1),
                shedding);
        consumer.assign(List.of(partition));
        consumer.seek(partition, 0);
    }

    @AfterEach
    void stop() {
        consumer.close();
        raw.close();
        broker.close();
    }

    private void awaitOffsets(Long... expected) {
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(block -> offsets.add(block.offset()));
            return offsets.size() >= expected.length;
        });
        assertThat(offsets).startsWith(expected);
    }

    @Test
    void shouldContinueWithTheFirstBlockWanted() {
        raw.write(1, System.currentTimeMillis());
        awaitOffsets(0L);
        shedOffsets.until(0, BEHIND);
        awaitOffsets(0L, BEHIND);
        assertThat(shedOffsets.newestBefore(0)).isZero();
    }

    @Test
    void shouldReturnWhenOnlyWhatWasNeverCommittedIsThere() {
        raw.abort(1, System.currentTimeMillis());
        awaitOffsets(0L);
        shedOffsets.until(0, BEHIND);
        awaitOffsets(0L, 2L, 4L);
        assertThat(shedOffsets.newestBefore(0)).isEqualTo(BEHIND);
    }

    @Test
    void shouldReturnWhenOnlyTheEndOfATransactionIsThere() {
        awaitOffsets(0L);
        shedOffsets.until(0, BEHIND - 1);
        awaitOffsets(0L, 2L, 4L);
    }

    @Test
    void shouldReturnToWhatAnEarlierLifePassedOver() {
        consumer.seek(partition, BEHIND);
        shedOffsets.resume(0, 2, BEHIND - 1);
        awaitOffsets(2L, 4L);
    }

    @Test
    void shouldResumeWhereAnEarlierConsumerSought() {
        raw.write(1, System.currentTimeMillis());
        consumer.seek(partition, BEHIND);
        shedOffsets.resume(0, 2, BEHIND);
        awaitOffsets(BEHIND);
    }

    @Test
    void shouldReadWhatIsHardlyAnything() {
        awaitOffsets(0L);
        shedOffsets.until(0, 8);
        awaitOffsets(0L, 2L, 4L);
    }
}
