package io.orderwire.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Leaves out what Kafka complains of while all is well, each by its logger and its words, so that nothing else of that
 * logger is lost.
 */
public final class KnownNoise extends Filter<ILoggingEvent> {
    /** Words of the message, and where there is an exception, of its message; an empty text is in any. */
    private record Noise(Level level, String logger, String words, String failureWords) {}

    private static final List<Noise> NOISE = List.of(
            // A controller of one takes office on each start.
            warning("org.apache.kafka.controller.QuorumController", "Performing controller activation"),
            // The first two who need one of Kafka's own topics both ask for it.
            warning("kafka.server.DefaultAutoTopicCreationManager", "TOPIC_ALREADY_EXISTS"),
            // Thrice a start, of a handler for tables that there are none of.
            warning("org.apache.kafka.streams.StreamsConfig", "handler is not enabled for the GlobalThread"),
            // The broker's own connection to its controller is closed twice when both stop.
            warning("org.apache.kafka.clients.NetworkClient", "Attempting to close NetworkClient that has already"),
            // A parser asks whether its group runs, which does not exist before the first start.
            new Noise(
                    Level.ERROR,
                    "org.apache.kafka.clients.admin.internals.DescribeConsumerGroupsHandler",
                    "unexpected error GROUP_ID_NOT_FOUND",
                    ""),
            // A transaction begins before the last one's markers are written: the producer tries again, in order, and
            // what followed the first batch is refused until that is there.
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
