package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.protocol.SubscriptionSpec;
import io.orderwire.runtime.config.Option;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway for hostile clients, with a healthy client that must not be affected by them. */
final class AttackedGateway implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int ORDERS = 20;
    private static final String NOTHING_DROPPED = "\"dropped\":0,";

    private final TestGateway gateway;
    private final OrderWriter writer;
    private final WsClient witness;
    private final boolean ownsWriter;
    private int checked;

    private AttackedGateway(TestGateway gateway, OrderWriter writer, boolean ownsWriter) {
        this.gateway = gateway;
        this.writer = writer;
        this.ownsWriter = ownsWriter;
        this.witness = gateway.connect();
        witness.subscribe("{\"type\":\"orders\",\"id\":\"witness\"}");
        checked = 1;
    }

    /** Starts a gateway; {@code options} are options, each followed by its value. */
    static AttackedGateway start(TestBroker broker, Object... options) {
        return new AttackedGateway(
                TestGateway.start(broker, map(options)), new OrderWriter(broker, 1, PARTITIONS), true);
    }

    /**
     * Starts a second gateway on the same topic. Orders for both must be written through one of them, which numbers them.
     */
    AttackedGateway another(TestBroker broker, Object... options) {
        return new AttackedGateway(TestGateway.start(broker, map(options)), writer, false);
    }

    private static Map<Option<?>, Object> map(Object... options) {
        Map<Option<?>, Object> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put((Option<?>) options[i], options[i + 1]);
        }
        return map;
    }

    TestGateway gateway() {
        return gateway;
    }

    RawSocket connect() throws IOException {
        return RawSocket.connect(gateway);
    }

    List<Made> write(int count) {
        return writer.write(count);
    }

    /** Writes orders and waits until the healthy client has the last one, so that its lag stays small. */
    List<Made> writeAndAwait(int count) {
        int before = witness.messages().size();
        List<Made> written = write(count);
        witness.await(before, message -> message.contains(written.get(count - 1).json()));
        return written;
    }

    /** Number of connections that the gateway has closed with {@code code}. */
    double closedSoFar(int code) {
        return sum("orderwire.gateway.closed", "code", code);
    }

    /** Waits for the count, because a client may see the close frame before it is counted. */
    void awaitClosed(int code, double count) {
        await().untilAsserted(() -> assertThat(closedSoFar(code)).isEqualTo(count));
    }

    /** Number of requests that the gateway has refused with {@code status}. */
    double refusedSoFar(int status) {
        return sum("orderwire.gateway.refused", "status", status);
    }

    /** Number of TCP connections that the gateway has ended or refused for {@code reason}. */
    double socketsEnded(String reason) {
        return sum("orderwire.gateway.sockets.ended", "reason", reason);
    }

    /** Number of TCP connections in {@code state}. */
    double sockets(String state) {
        return gateway.meters()
                .get("orderwire.gateway.sockets")
                .tag("state", state)
                .gauge()
                .value();
    }

    private double sum(String name, String tag, int value) {
        return sum(name, tag, String.valueOf(value));
    }

    private double sum(String name, String tag, String value) {
        return gateway.meters().find(name).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** New orders reach the healthy client, and none is dropped for it. */
    void assertServes() {
        assertThat(witness.isClosed()).as("the healthy client is closed").isFalse();
        int before = witness.messages().size();
        for (Made made : write(ORDERS)) {
            witness.await(before, message -> message.contains(made.json()));
        }
        List<String> messages = List.copyOf(witness.messages());
        assertThat(messages.subList(checked, messages.size())).allMatch(message -> message.contains(NOTHING_DROPPED));
        checked = messages.size();
        assertThat(gateway.fatal()).isEmpty();
    }

    /** Nothing is left of any client except the healthy one. */
    void assertQuiet() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(gateway.metric("clients")).as("clients").isEqualTo(1);
            assertThat(gateway.metric("subscriptions")).as("subscriptions").isEqualTo(1);
            assertThat(gateway.metric("subscriptions.shared")).as("groups").isEqualTo(1);
            assertThat(gateway.metric("subscriptions.memory"))
                    .as("memory of subscriptions")
                    .isEqualTo(SubscriptionSpec.LEAST_MEMORY + OrderFilter.ALL.memory());
            assertThat(gateway.metric("queues")).as("bytes that wait").isZero();
            assertThat(gateway.metric("answers")).as("bytes of answers").isZero();
            assertThat(gateway.metric("searches.waiting")).as("searches").isZero();
        });
    }

    @Override
    public void close() {
        witness.close();
        if (ownsWriter) {
            writer.close();
        }
        gateway.close();
    }
}
