package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.seed.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway for each test, and one topic of orders, to which all tests append. */
abstract class ReplayCase {
    static final int PARTITIONS = 4;
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    static OrderWriter writer;
    static Random random;

    TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(BROKER.broker());
        if (writer == null) {
            long seed = Seeds.of(getClass());
            random = new Random(seed);
            writer = new OrderWriter(BROKER.broker(), seed, PARTITIONS);
        }
    }

    @AfterEach
    void stop() {
        assertThat(gateway.fatal()).isEmpty();
        gateway.close();
    }

    @AfterAll
    static void closeWriter() {
        writer.close();
        writer = null;
    }

    static String from(String id, String from) {
        return "{\"type\":\"orders\",\"id\":\"" + id + "\",\"from\":" + from + "}";
    }

    static String after(String cursor) {
        return "{\"cursor\":\"" + cursor + "\"}";
    }

    /** All orders of the topic, the oldest first. */
    static List<String> all() {
        return KafkaReads.uncommitted(
                        BROKER.bootstrapServers(), BROKER.broker().topics().orders(), TIMEOUT)
                .stream()
                .filter(row -> row.value() != null)
                .map(row -> new String(row.value(), StandardCharsets.UTF_8))
                .toList();
    }

    static Map<String, List<String>> byPartition(List<String> orders) {
        return orders.stream()
                .collect(Collectors.groupingBy(
                        json -> JsonView.at(json, "part"),
                        Collectors.mapping(Function.identity(), Collectors.toList())));
    }

    static List<String> jsons(List<Made> made) {
        return made.stream().map(Made::json).toList();
    }

    final void awaitLive() {
        await().atMost(TIMEOUT).until(() -> gateway.metric("replays") == 0);
    }
}
