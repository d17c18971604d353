package io.orderwire.gateway;

import io.orderwire.gateway.replay.ReplayAgent;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Creates the gateway's Kafka consumers: for orders, for replays, and for stats and gaps. */
final class GatewayConsumers {
    /** The reader handles all records of a poll, some milliseconds of work, before it runs other threads' tasks. */
    private static final int POLL_RECORDS = 2_000;

    /** Small, because all records of a poll must fit into the send queue of a client, if each has one order. */
    private static final int REPLAY_POLL_RECORDS = 250;

    /** Bounds the compressed bytes of one fetch, which the consumer keeps in memory until they are polled. */
    private static final int FETCH_BYTES = 8 << 20;

    private static final int PARTITION_FETCH_BYTES = 1 << 20;
    private static final int ANSWER_TIMEOUT_MS = 5_000;

    private final Settings settings;
    private final KafkaClients kafka;

    GatewayConsumers(Settings settings, KafkaClients kafka) {
        this.settings = settings;
        this.kafka = kafka;
    }

    /** Creates the consumer of the reader of orders. */
    Consumer<byte[], byte[]> orders() {
        return orders("orderwire-gateway", POLL_RECORDS);
    }

    /**
     * Returns the source of all replays.
     *
     * @param nowMs epoch milliseconds by the clock that stamped the records
     */
    ReplayAgent.Source replays(String topic, int partitions, LongSupplier nowMs) {
        return new ReplayAgent.Source(
                this::replay, topic, partitions, settings.get(ReplayOptions.RATE), nowMs, System::nanoTime);
    }

    /** Creates the consumer of the replay agent, with the isolation level of the reader of orders. */
    private Consumer<byte[], byte[]> replay() {
        return orders("orderwire-gateway-replay", REPLAY_POLL_RECORDS);
    }

    private Consumer<byte[], byte[]> orders(String clientId, int pollRecords) {
        Map<String, Object> config = config(clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, settings.get(GatewayOptions.ISOLATION_LEVEL));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecords);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return kafka.consumer(config);
    }

    /** Creates the consumer of stats and gaps. */
    Consumer<byte[], byte[]> figures() {
        Map<String, Object> config = config("orderwire-gateway-figures-follower");
        // A gap in an aborted transaction is not valid: the parser may report the loss again under another id.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return kafka.consumer(config);
    }

    private static Map<String, Object> config(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        return config;
    }
}
