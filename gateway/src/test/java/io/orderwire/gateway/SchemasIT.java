package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.contract.gap.Gap;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.BrokerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's messages satisfy the schemas in {@code docs}. */
class SchemasIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static String channel(String message) {
        try {
            return JSON.readTree(message).path("channel").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldSendNothingElse() throws Exception {
        String user = OrderMaker.user(1);
        try (TestGateway gateway = TestGateway.start(BROKER.broker());
                OrderWriter writer = new OrderWriter(BROKER.broker(), 3, 4);
                WsClient client = gateway.connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            client.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + user + "\"}");
            client.subscribe("{\"type\":\"pipeline\"}");
            client.subscribe("{\"type\":\"gaps\"}");
            client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"coin\":\"BTC\"}}");
            client.send("{\"method\":\"ping\"}").send("nonsense").send("{\"method\":\"post\",\"id\":7}");
            List<Made> written = writer.write(100);
            Made own = writer.write(writer.maker().make(user, "BTC", "open", "B"));
            // Two lost events, and a loss that was not counted yet.
            writer.maker().skip(own.partition(), 2);
            long seq = own.seq() + 1;
            writer.gap(
                    Gap.builder("p-1", Gap.Where.PARSER, Gap.Reason.AGE)
                            .partition(own.partition())
                            .seqs(seq, seq + 1)
                            .positions("20260505/17@1", "20260505/17@9")
                            .events(2L)
                            .times(1, 2)
                            .build(),
                    own.partition());
            for (int partition = 0; partition < 4; partition++) {
                writer.gap(
                        Gap.builder("i-1", Gap.Where.INGESTOR, Gap.Reason.AGE)
                                .positions("20260505/17@1", "20260505/17@9")
                                .bytes(8L)
                                .times(1, 2)
                                .build(),
                        partition);
            }
            Gap counted = Gap.builder("i-1", Gap.Where.INGESTOR, Gap.Reason.AGE)
                    .positions("20260505/17@1", "20260505/17@9")
                    .events(3L)
                    .bytes(8L)
                    .times(1, 2)
                    .build();
            writer.send(BROKER.broker().topics().gaps(), null, counted.toJson().getBytes(StandardCharsets.UTF_8));
            client.send("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"pipeline\"}}");
            writer.write(writer.maker().make(user, "BTC", "open", "A"));
            writer.flush();
            client.awaitOrders("all", written.size() + 2);
            await().atMost(SOON).until(() -> client.messages().stream()
                    .map(SchemasIT::channel)
                    .collect(Collectors.toSet())
                    .containsAll(Set.of(
                            "subscriptionResponse",
                            "orders",
                            "orderUpdates",
                            "dropped",
                            "pipeline",
                            "error",
                            "pong",
                            "post")));
            assertThat(client.messages()).allSatisfy(message -> assertThat(Schemas.faults("messages", message))
                    .as(message)
                    .isEmpty());
            assertThat(client.channel("orders"))
                    .anyMatch(frame -> !JsonView.at(frame, "data", "gaps").equals("[]"));

            assertThat(Schemas.faults("stats", gateway.get("/stats").body())).isEmpty();
            JsonNode found = JSON.readTree(gateway.get("/api/v1/orders").body());
            assertThat(found.path("orders")).hasSize(100);
            found.path("orders").forEach(order -> assertThat(Schemas.faults("order", order.toString()))
                    .isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"channel\":\"pong\",\"data\":1}",
                "{\"channel\":\"orders\"}",
                "{\"channel\":\"post\",\"data\":{\"id\":\"7\",\"response\":{\"type\":\"error\",\"payload\":\"no\"}}}",
                "{\"channel\":\"post\",\"data\":{\"id\":7}}",
                "{\"channel\":\"error\",\"data\":{}}",
                "{\"channel\":\"error\",\"data\":\"text\",\"more\":1}",
                "{\"channel\":\"gaps\",\"data\":[{\"id\":\"x\"}]}",
                "{\"channel\":\"orders\",\"data\":{\"id\":\"a\",\"orders\":[{\"pos\":\"here\"}],\"cursor\":\"\",\"dropped\":0,\"gaps\":[],\"serverTime\":1}}",
                "{\"channel\":\"dropped\",\"data\":{\"user\":\"0x\",\"dropped\":\"1\"}}",
            })
    void shouldHaveSchemasThatRefuse(String message) {
        assertThat(Schemas.faults("messages", message)).isNotEmpty();
    }
}
