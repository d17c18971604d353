package io.orderwire.runtime.kafka;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the {@link WantedTopics} that are missing, and {@linkplain TopicCheck checks} those that exist. Returns once every
 * partition answers: a producer that starts earlier can lose its first batches.
 */
public final class TopicSetup {
    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final KafkaClients clients;
    private final Settings settings;
    private String rawTopicId = "";
    private final List<String> differences = new ArrayList<>();
    private final Map<String, TopicDescription> topics = new TreeMap<>();
    private final Set<String> namesCreated = new HashSet<>();

    /** Sets up the topics in the Kafka that the settings name. */
    public TopicSetup(Settings settings) {
        this.clients = new KafkaClients(settings);
        this.settings = settings;
    }

    /**
     * Creates and checks all topics.
     *
     * @return the number of partitions of the raw and of the orders topic
     * @throws ProcessExit {@link ExitCode#KAFKA} when Kafka does not answer within {@code startup.timeout.ms}, or a topic
     *     that exists does not fit
     */
    public int ensure() {
        WantedTopics planned = new WantedTopics(settings, clients.topics());
        TopicCheck check = new TopicCheck(planned);
        List<NewTopic> wanted = planned.all();
        return ensure(wanted, check, found -> {
            rawTopicId = id(found.get(planned.raw()));
            return check.partitions(found, wanted);
        });
    }

    /**
     * Creates or checks one more topic.
     *
     * @throws ProcessExit as {@link #ensure()} does, also when the topic exists with another number of partitions
     */
    public void ensure(NewTopic topic) {
        TopicCheck check = new TopicCheck(new WantedTopics(settings, clients.topics()));
        ensure(List.of(topic), check, found -> check.requirePartitions(found, topic));
    }

    private int ensure(
            List<NewTopic> wanted, TopicCheck check, ToIntFunction<Map<String, TopicDescription>> partitionsOf) {
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        Admin admin = clients.admin("orderwire-topic-setup");
        try {
            retry(deadline, () -> create(admin, wanted, check, deadline));
            Map<String, TopicDescription> found = retry(deadline, () -> admin.describeTopics(
                            wanted.stream().map(NewTopic::name).toList())
                    .allTopicNames()
                    .get(remaining(deadline), TimeUnit.NANOSECONDS));
            int partitions = partitionsOf.applyAsInt(found);
            compare(admin, wanted, check, deadline);
            awaitLeaders(admin, found, deadline);
            check.differences().forEach(difference -> log.warn("{}", difference));
            differences.addAll(check.differences());
            topics.putAll(found);
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
            // Without a timeout of zero, closing waits for calls in progress: a minute if Kafka does not answer.
            admin.close(Duration.ZERO);
        }
    }

    private static String message(ExecutionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    private static String id(@Nullable TopicDescription raw) {
        return raw == null ? "" : raw.topicId().toString();
    }

    /** The id of the raw topic, which changes if the topic is created again; empty before {@link #ensure()} has returned. */
    public String rawTopicId() {
        return rawTopicId;
    }

    /** How the topics differ from the wanted ones, as reasons of a process; empty before {@link #ensure()} has returned. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    /** A line of text for each topic that was created or checked, and one for each difference. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        topics.forEach((name, topic) -> lines.add(name + " partitions="
                + topic.partitions().size() + " replication="
                + topic.partitions().get(0).replicas().size()
                + (namesCreated.contains(name) ? " created" : " existed")));
        lines.addAll(differences);
        return lines;
    }

    /** Creates the missing topics; the right to create topics is needed only if a topic is missing. */
    private Boolean create(Admin admin, List<NewTopic> wanted, TopicCheck check, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<NewTopic> missing = missing(admin, wanted, deadline).stream()
                .map(TopicSetup::takingAnyTime)
                .toList();
        Map<String, KafkaFuture<Void>> created = admin.createTopics(missing).values();
        for (NewTopic topic : missing) {
            ExecutionException refused = outcome(topic, created.get(topic.name()), deadline);
            if (refused != null) {
                createWithLess(admin, topic, refused, check, deadline);
            }
        }
        return true;
    }

    /**
     * Timestamps are of the ingestor's clock: a broker must not refuse them because its clock is more than an hour behind.
     * Topics of earlier versions may lack this setting, which is not reported as a difference.
     */
    private static NewTopic takingAnyTime(NewTopic topic) {
        Map<String, String> config = new HashMap<>(topic.configs());
        config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
        return new NewTopic(topic.name(), topic.numPartitions(), topic.replicationFactor()).configs(config);
    }

    /** Creates a topic without the settings that a policy of the broker refuses, such as small segments. */
    private void createWithLess(
            Admin admin, NewTopic wanted, ExecutionException refused, TopicCheck check, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        for (NewTopic attempt : WantedTopics.withLess(wanted)) {
            KafkaFuture<Void> created =
                    admin.createTopics(List.of(attempt)).values().get(wanted.name());
            if (outcome(attempt, created, deadline) == null) {
                Set<String> without = new TreeSet<>(wanted.configs().keySet());
                without.removeAll(attempt.configs().keySet());
                check.differs(wanted.name() + " was created without " + String.join(", ", without)
                        + ", which the broker refused: " + message(refused));
                return;
            }
        }
        throw refused;
    }

    /** Null if the topic now exists; otherwise the exception with which the broker refused its settings. */
    private @Nullable ExecutionException outcome(NewTopic topic, @Nullable KafkaFuture<Void> result, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (result == null) {
            return null;
        }
        try {
            result.get(remaining(deadline), TimeUnit.NANOSECONDS);
            log.info("created topic {}", topic.name());
            namesCreated.add(topic.name());
            return null;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof TopicExistsException) {
                return null;
            }
            if (cause instanceof AuthorizationException) {
                throw new ProcessExit(
                        ExitCode.KAFKA,
                        topic.name() + " is missing, and the right CREATE on it or on the cluster too: " + message(e),
                        e);
            }
            if (cause instanceof PolicyViolationException || cause instanceof InvalidConfigurationException) {
                return e;
            }
            throw e;
        }
    }

    /** Asks for each topic by name: a listing would make the broker go through the topics of all other installations. */
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
                if (e.getCause() instanceof AuthorizationException) {
                    throw new ProcessExit(
                            ExitCode.KAFKA,
                            "the right DESCRIBE on " + topic.getKey() + " is missing: " + message(e),
                            e);
                }
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic.getKey());
            }
        }
        return wanted.stream().filter(topic -> missing.contains(topic.name())).toList();
    }

    /** Compares configurations. Without the right to read them this is reported as a difference; everything else works. */
    private static void compare(Admin admin, List<NewTopic> wanted, TopicCheck check, long deadline)
            throws InterruptedException, TimeoutException {
        Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(wanted.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList())
                .values();
        for (NewTopic topic : wanted) {
            try {
                KafkaFuture<Config> config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
                if (config != null) {
                    check.configuration(topic, config.get(remaining(deadline), TimeUnit.NANOSECONDS));
                }
            } catch (ExecutionException e) {
                check.differs("the configuration of " + topic.name() + " cannot be read: " + message(e));
            }
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
                // The time was up during an attempt: the failure of an earlier attempt is a better explanation.
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

    /** Whether a retry may help. Brokers that have just started do not count at first: soon there may be enough replicas. */
    private static boolean isPassing(@Nullable Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof UnknownTopicOrPartitionException
                || cause instanceof InvalidReplicationFactorException;
    }

    private static long remaining(long deadline) {
        return Math.max(1, deadline - System.nanoTime());
    }
}
