package io.orderwire.runtime.kafka;

import io.orderwire.orders.Topics;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing, with retention by size and by time and segments small enough for it to act, and
 * checks those that are there. Returns when every partition answers: a producer that is quicker can lose its first
 * batches.
 */
public final class TopicSetup {
    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
    private static final long RAW_MAX_MESSAGE_BYTES = 2L << 20;
    private static final long SMALLEST_SEGMENT_BYTES = 1L << 20;
    private static final long LARGEST_SEGMENT_BYTES = 1L << 30;
    private static final int SEGMENTS_BY_SIZE = 8;
    private static final int SEGMENTS_BY_TIME = 6;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final KafkaClients clients;
    private final Settings settings;
    private final Topics topics;
    private final OutputTopics outputs;

    /** Topics of the Kafka that the settings name. */
    public TopicSetup(Settings settings) {
        this.clients = new KafkaClients(settings);
        this.settings = settings;
        this.topics = clients.topics();
        this.outputs = OutputTopics.of(settings);
    }

    /**
     * Makes all topics fit to use.
     *
     * @return the number of partitions of the raw and of the orders topic
     * @throws ProcessExit {@link ExitCode#KAFKA} when Kafka does not answer within {@code startup.timeout.ms}, or a topic
     *     that exists does not fit
     */
    public int ensure() {
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        Admin admin = clients.admin("orderwire-topic-setup");
        try {
            List<NewTopic> wanted = wanted();
            retry(deadline, () -> create(admin, wanted, deadline));
            Map<String, TopicDescription> found = retry(deadline, () -> admin.describeTopics(
                            wanted.stream().map(NewTopic::name).toList())
                    .allTopicNames()
                    .get(remaining(deadline), TimeUnit.NANOSECONDS));
            int partitions = check(found);
            reportDifferences(admin, wanted, deadline);
            awaitLeaders(admin, found, deadline);
            return partitions;
        } catch (TimeoutException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "Kafka at " + clients.bootstrapServers() + " did not answer within " + timeoutMs + " ms"
                            + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while waiting for Kafka", e);
        } catch (ExecutionException e) {
            throw new ProcessExit(ExitCode.KAFKA, "Kafka refused the topics: " + e.getCause(), e);
        } finally {
            // Closing waits for calls under way otherwise, a minute when Kafka does not answer.
            admin.close(Duration.ZERO);
        }
    }

    private List<NewTopic> wanted() {
        int partitions = settings.get(PipelineOptions.PARTITIONS);
        Map<String, String> raw = retained(PipelineOptions.RAW_RETENTION_MS, PipelineOptions.RAW_RETENTION_BYTES);
        raw.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RAW_MAX_MESSAGE_BYTES));
        Map<String, String> orders =
                retained(PipelineOptions.ORDERS_RETENTION_MS, PipelineOptions.ORDERS_RETENTION_BYTES);
        orders.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RAW_MAX_MESSAGE_BYTES));
        Map<String, String> deadLetters =
                retained(PipelineOptions.DEAD_LETTERS_RETENTION_MS, PipelineOptions.DEAD_LETTERS_RETENTION_BYTES);
        deadLetters.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RAW_MAX_MESSAGE_BYTES));
        List<NewTopic> wanted = new ArrayList<>(List.of(
                topic(topics.raw(), partitions, raw),
                topic(outputs.orders(), partitions, orders),
                topic(outputs.deadLetters(), 1, deadLetters),
                topic(topics.ingestor(), 1, compacted()),
                topic(topics.pipeline(), 1, compacted())));
        for (String gaps : gaps()) {
            wanted.add(
                    topic(gaps, 1, retained(PipelineOptions.GAPS_RETENTION_MS, PipelineOptions.GAPS_RETENTION_BYTES)));
        }
        return wanted;
    }

    /** Those of this line's parser, and of the ingestor. */
    private Set<String> gaps() {
        return new TreeSet<>(List.of(topics.gaps(), outputs.gaps()));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> config) {
        int replicas = settings.get(PipelineOptions.REPLICATION);
        return new NewTopic(name, partitions, (short) replicas).configs(config);
    }

    private Map<String, String> retained(Option<Long> retentionMs, Option<Long> retentionBytes) {
        long ms = settings.get(retentionMs);
        long bytes = settings.get(retentionBytes);
        long segment = Math.min(LARGEST_SEGMENT_BYTES, Math.max(SMALLEST_SEGMENT_BYTES, bytes / SEGMENTS_BY_SIZE));
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(ms));
        config.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(bytes));
        config.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(segment));
        config.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(Math.max(1, ms / SEGMENTS_BY_TIME)));
        return config;
    }

    /** Compacted topics are read whole at start: small segments keep what is not yet compacted short. */
    private static Map<String, String> compacted() {
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        config.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(4L << 20));
        config.put(TopicConfig.SEGMENT_MS_CONFIG, "600000");
        config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
        config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, "3600000");
        return config;
    }

    /** Creates those that are missing; without one that is, no right to create topics is needed. */
    private static Boolean create(Admin admin, List<NewTopic> wanted, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<NewTopic> missing = missing(admin, wanted, deadline).stream()
                .map(TopicSetup::takingAnyTime)
                .toList();
        for (var created : admin.createTopics(missing).values().entrySet()) {
            try {
                created.getValue().get(remaining(deadline), TimeUnit.NANOSECONDS);
                log.info("created topic {}", created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return true;
    }

    /**
     * Timestamps are of the ingestor's clock: brokers must not refuse them because theirs is more than an hour behind.
     * Topics of former versions may lack this, which is not a difference to report.
     */
    private static NewTopic takingAnyTime(NewTopic topic) {
        Map<String, String> config = new HashMap<>(topic.configs());
        config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
        return new NewTopic(topic.name(), topic.numPartitions(), topic.replicationFactor()).configs(config);
    }

    /** Asks for each by its name: a list would have the broker look at the topics of every other installation. */
    private static List<NewTopic> missing(Admin admin, List<NewTopic> wanted, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        wanted.stream().map(NewTopic::name).toList())
                .topicNameValues();
        Set<String> missing = new TreeSet<>();
        for (var topic : described.entrySet()) {
            try {
                topic.getValue().get(remaining(deadline), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic.getKey());
            }
        }
        return wanted.stream().filter(topic -> missing.contains(topic.name())).toList();
    }

    private int check(Map<String, TopicDescription> found) {
        int raw = partitions(found, topics.raw());
        int orders = partitions(found, outputs.orders());
        if (raw != orders) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    topics.raw() + " has " + raw + " partitions and " + outputs.orders() + " has " + orders
                            + ": both need the same count");
        }
        Set<String> singles = gaps();
        singles.addAll(List.of(outputs.deadLetters(), topics.ingestor(), topics.pipeline()));
        for (String single : singles) {
            if (partitions(found, single) != 1) {
                throw new ProcessExit(
                        ExitCode.KAFKA, single + " has " + partitions(found, single) + " partitions, needs 1");
            }
        }
        if (raw != settings.get(PipelineOptions.PARTITIONS)) {
            log.warn(
                    "{} has {} partitions, configured are {}: going on with what is there",
                    topics.raw(),
                    raw,
                    settings.get(PipelineOptions.PARTITIONS));
        }
        return raw;
    }

    private static int partitions(Map<String, TopicDescription> found, String topic) {
        TopicDescription description = found.get(topic);
        return description == null ? 0 : description.partitions().size();
    }

    private static void reportDifferences(Admin admin, List<NewTopic> wanted, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<ConfigResource, Config> configs = admin.describeConfigs(wanted.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList())
                .all()
                .get(remaining(deadline), TimeUnit.NANOSECONDS);
        for (NewTopic topic : wanted) {
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            if (config == null) {
                continue;
            }
            topic.configs().forEach((key, value) -> {
                ConfigEntry entry = config.get(key);
                if (entry != null && !value.equals(entry.value())) {
                    log.warn(
                            "topic {} has {}={}, configured is {}: left as it is",
                            topic.name(),
                            key,
                            entry.value(),
                            value);
                }
            });
        }
    }

    private static void awaitLeaders(Admin admin, Map<String, TopicDescription> found, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        found.values().forEach(topic -> topic.partitions()
                .forEach(partition ->
                        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        retry(deadline, () -> admin.listOffsets(ends).all().get(remaining(deadline), TimeUnit.NANOSECONDS));
    }

    private interface Attempt<T> {
        T run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T retry(long deadline, Attempt<T> attempt)
            throws ExecutionException, InterruptedException, TimeoutException {
        Throwable last = null;
        while (true) {
            try {
                return attempt.run();
            } catch (TimeoutException e) {
                // The time was up during an attempt: why the ones before it failed says more.
                throw last == null ? e : new TimeoutException(last.toString());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (!isPassing(cause)) {
                    throw e;
                }
                if (last == null) {
                    log.info("waiting for Kafka: {}", String.valueOf(cause));
                }
                last = cause;
                if (remaining(deadline) <= PAUSE.toNanos()) {
                    throw new TimeoutException(String.valueOf(cause));
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Brokers that have just started count for nothing at first: too few to replicate to may soon be enough. */
    private static boolean isPassing(@Nullable Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof UnknownTopicOrPartitionException
                || cause instanceof InvalidReplicationFactorException;
    }

    private static long remaining(long deadline) {
        return Math.max(1, deadline - System.nanoTime());
    }
}
