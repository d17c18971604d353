package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.testing.broker.BrokerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicWatchIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private final AtomicLong nanos = new AtomicLong();

    /** Creates a topic, and waits until the broker describes it. */
    private static Admin adminWith(String topic) throws Exception {
        Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", BROKER.bootstrapServers()));
        admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get(30, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> !admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(5, TimeUnit.SECONDS)
                .isEmpty());
        return admin;
    }

    @Test
    void shouldCountTheAnswerAtTheStartAsOne() throws Exception {
        String topic = BROKER.broker().topics().orders();
        Admin admin = adminWith(topic);
        try (TopicWatch watch = new TopicWatch(admin, topic, nanos::get)) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
            assertThat(watch.reasons()).isNotEmpty();

            watch.atStart();

            assertThat(watch.reasons()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatToDoAboutAddedPartitions() throws Exception {
        String topic = BROKER.broker().topics().orders() + ".grown";
        Admin admin = adminWith(topic);
        try (TopicWatch watch = new TopicWatch(admin, topic, nanos::get)) {
            watch.atStart();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(6)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                watch.ask();
                assertThat(Reason.texts(watch.reasons()))
                        .containsExactly(
                                topic + " had 4 partitions at start and has 6 now: stop all processes, give the"
                                        + " raw topic and the parsers' changelog as many, and start with partitions=6");
            });
        }
    }
}
