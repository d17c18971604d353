package io.orderwire.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Drops warnings and errors that Kafka logs although nothing is wrong. Each is recognized by its logger and its words, so
 * that other messages of that logger are kept.
 */
public final class KnownNoise extends Filter<ILoggingEvent> {
    /**
     * Identifies messages: {@code words} are a part of the message, {@code failureWords} a part of its exception's message;
     * an empty text matches any.
     */
    private record Noise(Level level, String logger, String words, String failureWords) {}

    private static final List<Noise> NOISE = List.of(
            // The only controller becomes active at each start.
            warning("org.apache.kafka.controller.QuorumController", "Performing controller activation"),
            // The first two clients that need an internal topic of Kafka both ask to create it.
            warning("kafka.server.DefaultAutoTopicCreationManager", "TOPIC_ALREADY_EXISTS"),
            // Logged three times per start, for a handler of global tables, which are not used.
            warning("org.apache.kafka.streams.StreamsConfig", "handler is not enabled for the GlobalThread"),
            // The broker's own connection to its controller is closed twice when both stop.
            warning("org.apache.kafka.clients.NetworkClient", "Attempting to close NetworkClient that has already"),
            // A parser asks whether its group is active; the group does not exist before the first start.
            new Noise(
                    Level.ERROR,
                    "org.apache.kafka.clients.admin.internals.DescribeConsumerGroupsHandler",
                    "unexpected error GROUP_ID_NOT_FOUND",
                    ""),
            // A transaction begins before the markers of the previous one are written. The producer retries in order,
            // and the broker refuses later batches until the first one has been accepted.
            warning("org.apache.kafka.clients.producer.internals.Sender", "Error: CONCURRENT_TRANSACTIONS"),
            warning("org.apache.kafka.clients.producer.internals.Sender", "Error: OUT_OF_ORDER_SEQUENCE_NUMBER"),
            new Noise(
                    Level.ERROR,
                    "kafka.server.ReplicaManager",
                    "Error processing append operation",
                    "Expected sequence 0 for transactions v2 idempotent producer with no existing state"));

    private static Noise warning(String logger, String words) {
        return new Noise(Level.WARN, logger, words, "");
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        for (Noise noise : NOISE) {
            if (event.getLevel().equals(noise.level)
                    && event.getLoggerName().equals(noise.logger)
                    && event.getFormattedMessage().contains(noise.words)
                    && failure(event).contains(noise.failureWords)) {
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }

    private static String failure(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? ""
                : String.valueOf(event.getThrowableProxy().getMessage());
    }
}
