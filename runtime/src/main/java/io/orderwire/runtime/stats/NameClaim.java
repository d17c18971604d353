package io.orderwire.runtime.stats;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a name that no other running process of its role has, before this process uses it. The newest snapshot under a name
 * identifies its last process: after an orderly stop, or if that process has provably ended, the name is immediately free.
 * Otherwise it is free if no further snapshot arrives within {@link #SIGN_OF_LIFE}; clocks of two hosts are not compared.
 *
 * <p>Two processes that start at the same moment may both find the name free. Of two parsers, Kafka then fences one; of two
 * gateways, the one whose snapshots began later ends.
 */
public final class NameClaim {
    /** A running process writes one snapshot per second, so this is the time of two and a half snapshots. */
    public static final Duration SIGN_OF_LIFE = Duration.ofMillis(2_500);

    private static final Logger log = LoggerFactory.getLogger(NameClaim.class);
    private static final int MOST_NAMES = 100;
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaClients clients;
    private final String role;
    private final String ordersTopic;
    private final Duration timeout;

    /** @param timeout bound on the wait for each answer from Kafka */
    public NameClaim(KafkaClients clients, String role, OutputTopics outputs, Duration timeout) {
        this.clients = clients;
        this.role = role;
        this.ordersTopic = outputs.name();
        this.timeout = timeout;
    }

    /**
     * Claims the configured name.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} when another running process has it
     */
    public void configured(String name) {
        NameHolders holders = new NameHolders();
        if (firstFree(List.of(name), holders).isEmpty()) {
            throw new ProcessExit(ExitCode.USAGE, taken(role, name, holders.holder(key(name))));
        }
    }

    /**
     * Claims a default name, followed by {@code -2}, {@code -3} and so on if another running process has it.
     *
     * @return the claimed name
     * @throws ProcessExit {@link ExitCode#USAGE} when all of these names are taken
     */
    public String byDefault(String name) {
        List<String> names = Stream.concat(
                        Stream.of(name), IntStream.rangeClosed(2, MOST_NAMES).mapToObj(number -> name + "-" + number))
                .toList();
        NameHolders holders = new NameHolders();
        String free = firstFree(names, holders);
        if (free.isEmpty()) {
            throw new ProcessExit(ExitCode.USAGE, taken(role, name, holders.holder(key(name))));
        }
        if (!free.equals(name)) {
            log.warn(
                    "the name {} is used by another running {}{}: the name of this one is {}",
                    name,
                    role,
                    on(holders.holder(key(name))),
                    free);
        }
        return free;
    }

    /** The message of a process that ends because {@code other} has its name; {@code other} is null if not known. */
    public static String taken(String role, String name, @Nullable ProcessIdentity other) {
        return PipelineOptions.INSTANCE_ID.name() + " \"" + name + "\" is used by another running " + role + on(other)
                + "; give each its own, or leave it out";
    }

    private static String on(@Nullable ProcessIdentity process) {
        return process == null || process.host().isEmpty() ? "" : " on " + process.host();
    }

    private String key(String name) {
        return Snapshot.key(role, name, ordersTopic);
    }

    /** The first of the names that is free; empty if none is. */
    private String firstFree(List<String> names, NameHolders holders) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "orderwire-" + role + "-name",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1_000))) {
            if (consumer.partitionsFor(clients.topics().pipeline(), timeout).isEmpty()) {
                return names.get(0);
            }
            Map<String, String> keys = new HashMap<>();
            names.forEach(name -> keys.put(key(name), name));
            CompactedTopic.readToEnd(
                    consumer, clients.topics().pipeline(), timeout, row -> holders.stood(row, keys.keySet()));
            String first = first(names, holders);
            if (!first.isEmpty() && holders.isInDoubt(key(first))) {
                log.info(
                        "the last {} named {}{} did not stop in order: waiting {} ms for a sign of life of it",
                        role,
                        first,
                        on(holders.holder(key(first))),
                        SIGN_OF_LIFE.toMillis());
            }
            long begin = System.nanoTime();
            while (!first.isEmpty()
                    && holders.isInDoubt(key(first))
                    && System.nanoTime() - begin < SIGN_OF_LIFE.toNanos()) {
                consumer.poll(POLL).forEach(row -> holders.came(row, keys.keySet()));
                first = first(names, holders);
            }
            return first;
        } catch (InterruptException e) {
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while starting", e);
        } catch (TimeoutException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "Kafka at " + clients.bootstrapServers() + " did not answer within " + timeout.toMillis() + " ms: "
                            + e.getMessage(),
                    e);
        } catch (KafkaException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "Kafka at " + clients.bootstrapServers() + " does not serve "
                            + clients.topics().pipeline() + ": "
                            + clients.refusal().of(e, KafkaRefusal.Use.READING).orElse(e.getMessage()),
                    e);
        }
    }

    private String first(List<String> names, NameHolders holders) {
        return names.stream()
                .filter(name -> !holders.isTaken(key(name)))
                .findFirst()
                .orElse("");
    }
}
