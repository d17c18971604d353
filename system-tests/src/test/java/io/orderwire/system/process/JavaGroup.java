package io.orderwire.system.process;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.order.OrderDeserializer;
import io.orderwire.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A Java consumer on our deserializer, in a thread, as the document has it: offsets are committed after the work. */
final class JavaGroup implements OrdersGroup {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STOP_MS = 30_000;

    private final String kafka;
    private final List<Delivery> received = Collections.synchronizedList(new ArrayList<>());
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable RuntimeException failure;

    JavaGroup(String kafka) {
        this.kafka = kafka;
    }

    @Override
    public void start() {
        stopping = false;
        thread = new Thread(this::run, "java-group");
        thread.start();
    }

    private void run() {
        try (KafkaConsumer<String, Order> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "my-strategy",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new OrderDeserializer())) {
            consumer.subscribe(List.of(Topics.DEFAULT.orders()));
            while (!stopping) {
                for (ConsumerRecord<String, Order> row : consumer.poll(POLL)) {
                    received.add(delivery(row));
                }
                consumer.commitSync();
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private static Delivery delivery(ConsumerRecord<String, Order> row) {
        Order order = row.value();
        return order == null
                ? Delivery.marker(
                        row.partition(),
                        Objects.requireNonNull(Gap.of(row.headers())).id())
                : Delivery.order(order.partition(), order.seq());
    }

    /** Ends the member after the records that it has. */
    void stop() throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.join(STOP_MS);
        }
    }

    @Override
    public int count() {
        requireNoFailure();
        return received.size();
    }

    @Override
    public List<Delivery> received() {
        requireNoFailure();
        return List.copyOf(received);
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new AssertionError("the consumer failed", failure);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
