package io.orderwire.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    /** The names are part of the product's interface: other programs read these topics. */
    @ParameterizedTest
    @ValueSource(strings = {"", "testnet."})
    void shouldNameTopicsAsPromised(String prefix) {
        Topics topics = new Topics(prefix);
        assertThat(List.of(
                        topics.raw(),
                        topics.orders(),
                        topics.deadLetters(),
                        topics.gaps(),
                        topics.ingestor(),
                        topics.pipeline()))
                .containsExactly(
                        prefix + "hyperliquid.order-statuses.raw",
                        prefix + "hyperliquid.orders",
                        prefix + "hyperliquid.orders.dead-letters",
                        prefix + "hyperliquid.orders.gaps",
                        prefix + "hyperliquid.ingestor",
                        prefix + "hyperliquid.pipeline");
    }
}
