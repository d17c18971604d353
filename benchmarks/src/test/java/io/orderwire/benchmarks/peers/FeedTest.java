package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedTest {
    @Test
    void shouldKnowWhenItsSubscriptionHolds() {
        assertThat(Feed.NATS.isReady("PONG\r\n")).isTrue();
        assertThat(Feed.NATS.isReady("INFO {}\r\nPONG\r\n")).isTrue();
        assertThat(Feed.NATS.isReady("INFO {\"server_id\":\"PONG\"}\r\n")).isFalse();
        assertThat(Feed.WATCHER.isReady("{\"channel\":\"ready\"}")).isTrue();
        assertThat(Feed.GATEWAY.isReady("{\"channel\":\"subscriptionResponse\",\"data\":{}}"))
                .isTrue();
        assertThat(Feed.GATEWAY.isReady("{\"channel\":\"error\",\"data\":\"\"}"))
                .isFalse();
    }

    @Test
    void shouldAnswerOnlyPingsOfNats() {
        assertThat(Feed.NATS.answer("PING\r\n")).isEqualTo("PONG\r\n");
        assertThat(Feed.NATS.answer("PONG\r\n")).isEmpty();
        assertThat(Feed.GATEWAY.answer("PING\r\n")).isEmpty();
    }
}
