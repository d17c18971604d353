package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderFilterTest {
    @Test
    void shouldAskForAllWithoutAList() {
        assertThat(new ShownOrders(List.of(), List.of(), List.of()).subscribe())
                .isEqualTo("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"from\":\"latest\"}}");
    }

    @Test
    void shouldAskForWhatIsListed() {
        assertThat(new ShownOrders(List.of("BTC", "k\"X"), List.of("0xab"), List.of("open")).subscribe())
                .contains("\"coins\":[\"BTC\",\"k\\\"X\"],\"users\":[\"0xab\"],\"statuses\":[\"open\"]");
    }
}
