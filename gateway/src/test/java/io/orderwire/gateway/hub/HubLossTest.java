package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.JsonView;
import io.orderwire.gateway.OrderMaker.Made;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports of orders that cannot be sent to any client. */
class HubLossTest extends HubCase {
    @Test
    void shouldTellALateOrderAsDroppedAtItsPlaceToWhoeverAskedForIt() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":1000}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"btc\",\"coins\":[\"BTC\"],\"batchMs\":1000}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        feed(maker.make(USER, "BTC", "open", "B"));
        pass(1_000);
        client.take();
        Made before = feed(maker.make(USER, "BTC", "open", "B"));
        late(maker.make(USER, "ETH", "open", "B"));
        late(maker.make(USER, "ETH", "open", "B"));
        Made after = feed(maker.make(USER, "BTC", "open", "B"));
        pass(1_000);
        List<String> frames = client.take();

        List<String> all =
                frames.stream().filter(f -> f.contains("\"id\":\"all\"")).toList();
        assertThat(all).hasSize(2);
        assertThat(orders(all.subList(0, 1))).containsExactly(before.json());
        assertThat(JsonView.at(all.get(0), "data", "dropped")).isEqualTo("0");
        assertThat(orders(all.subList(1, 2))).containsExactly(after.json());
        assertThat(JsonView.at(all.get(1), "data", "dropped")).isEqualTo("2");
        assertThat(frames.stream().filter(f -> f.contains("\"id\":\"btc\"")))
                .singleElement()
                .satisfies(f -> assertThat(JsonView.at(f, "data", "dropped")).isEqualTo("0"));
        List<String> updates =
                frames.stream().filter(f -> !f.contains("\"orders\"")).toList();
        assertThat(updates).hasSize(3);
        assertThat(updates.get(1))
                .isEqualTo("{\"channel\":\"dropped\",\"data\":{\"user\":\"" + USER + "\",\"dropped\":2}}");
    }

    @Test
    void shouldTellALateOrderThoughNothingFollows() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"a\",\"batchMs\":0}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.take();
        late(maker.make(USER, "ETH", "open", "B"));
        pass(20);
        assertThat(client.take())
                .hasSize(2)
                .anySatisfy(f -> assertThat(f).contains("\"orders\":[]").contains("\"dropped\":1"))
                .anySatisfy(f -> assertThat(f).contains("\"channel\":\"dropped\""));
        pass(20);
        assertThat(client.take()).isEmpty();
    }

    @Test
    void shouldTellALossInEveryPartitionOnceAtItsFirstPlace() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":0}");
        client.subscribe("{\"type\":\"orders\",\"id\":\"one\",\"users\":[\"" + USER + "\"],\"batchMs\":0}");
        client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        client.take();
        int own = maker.make(USER, "BTC", "open", "B").partition();
        int other = (own + 1) % 4;
        String gap = "{\"id\":\"g\",\"where\":\"ingestor\",\"reason\":\"age\"}";

        hub.gap(other, gap);
        pass(1);
        assertThat(client.take())
                .singleElement()
                .asString()
                .contains("\"id\":\"all\"")
                .contains(gap);
        hub.gap(own, gap);
        pass(1);
        assertThat(client.take())
                .hasSize(2)
                .anySatisfy(f -> assertThat(f).contains("\"id\":\"one\"").contains(gap))
                .anySatisfy(f -> assertThat(f).contains("\"dropped\":null"));
        Connection late = new Connection();
        late.subscribe("{\"type\":\"orders\",\"id\":\"all\",\"batchMs\":0}");
        late.take();
        hub.gap((own + 2) % 4, gap);
        pass(1);
        assertThat(late.take())
                .as("who came in between")
                .singleElement()
                .asString()
                .contains(gap);
        client.take();
        hub.gap((own + 3) % 4, gap);
        pass(1);
        assertThat(client.take()).isEmpty();
        assertThat(late.take()).isEmpty();
    }
}
