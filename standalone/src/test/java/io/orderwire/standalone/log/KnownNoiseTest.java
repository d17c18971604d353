package io.orderwire.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class KnownNoiseTest {
    private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
    private static final String CLOSED = "Attempting to close NetworkClient that has already been closed.";
    private static final String REPLICAS = "kafka.server.ReplicaManager";
    private static final String APPEND = "[ReplicaManager broker=1] Error processing append operation on partition x";

    private static FilterReply decide(String logger, Level level, String message, Throwable failure) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent("test", context.getLogger(logger), level, message, failure, null);
        return new KnownNoise().decide(event);
    }

    private static Exception outOfOrder(String expected) {
        return new IllegalStateException("Invalid sequence number for producer 1 at offset 8 in partition"
                + " hyperliquid.orders-1: 8 (incoming seq. number). Expected sequence " + expected);
    }

    @Test
    void shouldLeaveOutOnlyTheKnownWordsOfALogger() {
        assertThat(decide(CLIENT, Level.WARN, "[x] " + CLOSED, null)).isEqualTo(FilterReply.DENY);
        assertThat(decide(CLIENT, Level.WARN, "Connection to node 1 could not be established", null))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("org.apache.kafka.clients.Other", Level.WARN, CLOSED, null))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(CLIENT, Level.ERROR, CLOSED, null)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void shouldLeaveOutAGroupThatDoesNotExistButNoOtherFailedDescription() {
        String logger = "org.apache.kafka.clients.admin.internals.DescribeConsumerGroupsHandler";
        String failed = "`DescribeGroups` request for group id orderwire-parser failed due to unexpected error ";

        assertThat(decide(logger, Level.ERROR, failed + "GROUP_ID_NOT_FOUND.", null))
                .isEqualTo(FilterReply.DENY);
        assertThat(decide(logger, Level.ERROR, failed + "GROUP_AUTHORIZATION_FAILED.", null))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void shouldLeaveOutABatchThatComesBeforeItsFirstButNoOtherFailedAppend() {
        Exception tooEarly = outOfOrder("0 for transactions v2 idempotent producer with no existing state.");

        assertThat(decide(REPLICAS, Level.ERROR, APPEND, tooEarly)).isEqualTo(FilterReply.DENY);
        assertThat(decide(REPLICAS, Level.ERROR, APPEND, outOfOrder("5"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(REPLICAS, Level.ERROR, APPEND, null)).isEqualTo(FilterReply.NEUTRAL);
    }
}
