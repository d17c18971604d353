package io.orderwire.parser;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams: the parser's options, settings that suit the size of blocks, and the user's own. */
final class StreamsSettings {
    private static final int RESTORE_FETCH_WAIT_MS = 20;
    private static final int OWN_COMMITS_AFTER = 10;

    private final Settings settings;
    private final KafkaClients clients;
    private final String instance;

    StreamsSettings(Settings settings, KafkaClients clients, String instance) {
        this.settings = settings;
        this.clients = clients;
        this.instance = instance;
    }

    /** The settings for {@code partitions} partitions and this state folder. */
    Map<String, Object> of(int partitions, Path folder) {
        Map<String, Object> config = clients.common();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, ParserOptions.applicationId(settings));
        config.put(StreamsConfig.CLIENT_ID_CONFIG, clients.topics().named("orderwire-parser-" + instance));
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.get(ParserOptions.GUARANTEE));
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads(settings, partitions));
        // The commits are requested; Streams' own interval counts from its own last commit, and would often end in the
        // middle of a block.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, ownCommitIntervalMs());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.get(PipelineOptions.REPLICATION));
        // Changelog records have the timestamps of the blocks, which come from the ingestor's clock: the broker must
        // accept them, even if they are in the future.
        config.put(
                StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
                String.valueOf(Long.MAX_VALUE));
        consumer(config);
        restore(config);
        producer(config);
        settings.passedThrough("producer.")
                .forEach((key, value) -> config.put(StreamsConfig.producerPrefix(key), value));
        settings.passedThrough("consumer.")
                .forEach((key, value) -> config.put(StreamsConfig.consumerPrefix(key), value));
        config.putAll(settings.passedThrough("streams."));
        admin(config);
        return config;
    }

    /** At most half of a transaction's time, so that Kafka does not abort a transaction for which no commit was requested. */
    private long ownCommitIntervalMs() {
        long intervalMs = settings.get(ParserOptions.COMMIT_INTERVAL_MS);
        long mostMs = settings.get(ParserOptions.TRANSACTION_TIMEOUT_MS) / 2;
        return Math.max(intervalMs, Math.min(OWN_COMMITS_AFTER * intervalMs, mostMs));
    }

    /**
     * A task that starts asks for the end of its changelog. The admin client waits for the whole API timeout, 60 s by
     * default, for a broker that does not answer, instead of for the request timeout.
     */
    private static void admin(Map<String, Object> config) {
        if (!config.containsKey(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
            Object requestMs = config.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
            config.putIfAbsent(
                    StreamsConfig.adminClientPrefix(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG),
                    config.getOrDefault(
                            StreamsConfig.adminClientPrefix(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG), requestMs));
        }
    }

    /** How many threads parse. */
    static int threads(Settings settings, int partitions) {
        int threads = settings.get(ParserOptions.THREADS);
        return threads > 0 ? threads : Math.min(partitions, Runtime.getRuntime().availableProcessors());
    }

    private void consumer(Map<String, Object> config) {
        // Each block has a quarter of a MiB: with the defaults of about a thousand buffered records, the blocks would
        // not fit into the heap.
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 8);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 16);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 256 * 1024);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 2 << 20);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        int sessionMs = settings.get(ParserOptions.SESSION_TIMEOUT_MS);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), sessionMs);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), sessionMs / 4);
        config.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                ParserOptions.member(settings, instance));
    }

    /**
     * Tasks start to restore one after another. Without this setting, each would wait until the empty fetch of the earlier
     * tasks times out.
     */
    private static void restore(Map<String, Object> config) {
        config.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), RESTORE_FETCH_WAIT_MS);
    }

    private void producer(Map<String, Object> config) {
        // Streams would wait 100 ms for fuller batches.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 512 * 1024);
        // For some milliseconds, Kafka rejects a transaction that begins before the markers of the previous one are
        // written.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 << 20);
        config.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                settings.get(ParserOptions.TRANSACTION_TIMEOUT_MS));
    }
}
