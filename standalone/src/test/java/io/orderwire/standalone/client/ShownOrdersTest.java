package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownOrdersTest {
    @Test
    void shouldAskForAllWithoutAList() {
        assertThat(new ShownOrders(List.of(), List.of(), List.of()).members()).isEqualTo("{}");
    }

    @Test
    void shouldAskForWhatIsListed() {
        assertThat(new ShownOrders(List.of("BTC", "k\"X"), List.of("0xab"), List.of("open")).members())
                .isEqualTo("{\"coins\":[\"BTC\",\"k\\\"X\"],\"users\":[\"0xab\"],\"statuses\":[\"open\"]}");
    }
}
