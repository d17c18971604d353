package io.orderwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
    private static final String BEGINNING =
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"orders\"";

    @Test
    void shouldBeginWithNewOrdersOrAfterACursor() {
        Subscription all = new Subscription("{}");

        assertThat(all.request(null)).isEqualTo(BEGINNING + ",\"from\":\"latest\"}}");
        assertThat(all.request("Ag\"B")).isEqualTo(BEGINNING + ",\"from\":{\"cursor\":\"Ag\\\"B\"}}}");
    }

    @Test
    void shouldKeepTheMembersOfTheFilterExceptItsOwn() {
        String filter = " {\"coins\" : [\"BTC\", \"k\\\"X\"], \"from\":{\"a\":[1]}, \"type\":\"x\", \"batchMs\":5}";

        assertThat(new Subscription(filter).request(null))
                .isEqualTo(BEGINNING + ",\"coins\":[\"BTC\",\"k\\\"X\"],\"batchMs\":5,\"from\":\"latest\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "coins"})
    void shouldRefuseAFilterThatIsNotAnObject(String filter) {
        assertThatThrownBy(() -> new Subscription(filter)).isInstanceOf(IllegalArgumentException.class);
    }
}
