package io.orderwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.client.OrdersClient.CursorException;
import io.orderwire.client.OrdersClient.Frame;
import io.orderwire.client.OrdersClient.RefusedException;
import io.orderwire.testing.client.ScriptedGateway;
import io.orderwire.testing.tls.TestCertificate;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OrdersClientTest {
    private static final String NO_LOSS = "\"dropped\":0,\"gaps\":[]";

    /** Enough attempts to reach the longest pause. */
    private static final int ATTEMPTS = 8;

    private final List<String> losses = new ArrayList<>();

    private OrdersClient client(ScriptedGateway gateway) {
        return client(gateway.url(), null);
    }

    private OrdersClient client(URI url, SSLContext trust) {
        return new OrdersClient(url, "{}", null, null, trust, this::lost);
    }

    private void lost(String why, boolean resumes) {
        losses.add((resumes ? "resumes: " : "begins: ") + why);
    }

    private static String acknowledged(String cursor) {
        return "{\"channel\":\"subscriptionResponse\",\"data\":{\"cursor\":\"" + cursor + "\"}}";
    }

    private static String frame(String orders, String cursor, String loss) {
        return "{\"channel\":\"orders\",\"data\":{\"id\":\"orders\",\"orders\":[" + orders + "],\"cursor\":\"" + cursor
                + "\"," + loss + ",\"serverTime\":9,\"fileTime\":8}}";
    }

    private static String order(int seq) {
        return "{\"part\":1,\"seq\":" + seq + ",\"event\":{}}";
    }

    private static String error(String data, String detail) {
        return "{\"channel\":\"error\",\"data\":\"" + data + "\""
                + (detail == null ? "" : ",\"detail\":\"" + detail + "\"") + "}";
    }

    private static List<Integer> sequences(Frame frame) {
        return frame.orders().stream().map(order -> order.path("seq").asInt()).toList();
    }

    @Test
    void shouldResumeAfterTheLastFrameThatWasProcessed() throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(
                        List.of(),
                        List.of(acknowledged("a")),
                        List.of(acknowledged("a"), frame(order(1), "b", NO_LOSS)),
                        List.of(acknowledged("b"), frame(order(2), "c", NO_LOSS)));
                OrdersClient client = client(gateway)) {
            assertThat(sequences(client.next())).containsExactly(1);
            assertThat(sequences(client.next())).containsExactly(2);

            assertThat(gateway.requests())
                    .map(request -> request.substring(request.indexOf("\"from\":")))
                    .containsExactly(
                            "\"from\":\"latest\"}}",
                            "\"from\":\"latest\"}}",
                            "\"from\":{\"cursor\":\"a\"}}}",
                            "\"from\":{\"cursor\":\"b\"}}}");
            assertThat(losses)
                    .map(loss -> loss.substring(0, loss.indexOf(':')))
                    .containsExactly("begins", "resumes", "resumes");
        }
    }

    /** The caller throws when it reports the loss, and calls again. */
    @Test
    void shouldKeepTheOrdersAfterALossThatCouldNotBeReported() throws Exception {
        String loss = "\"dropped\":3,\"gaps\":[{\"id\":\"g\"}]";
        try (ScriptedGateway gateway =
                        new ScriptedGateway(List.of(acknowledged("a"), frame(order(5) + "," + order(6), "b", loss)));
                OrdersClient client = client(gateway)) {
            Frame lost = client.next();
            assertThat(lost.orders()).isEmpty();
            assertThat(lost.dropped()).isEqualTo(3);
            assertThat(lost.gaps()).hasSize(1);
            assertThat(lost.cursor()).isEqualTo("a");
            assertThat(lost.serverTimeMs()).hasValue(9);
            assertThat(lost.fileTimeMs()).isEmpty();

            Frame orders = client.next();
            assertThat(sequences(orders)).containsExactly(5, 6);
            assertThat(orders.dropped()).isZero();
            assertThat(orders.gaps()).isEmpty();
            assertThat(orders.cursor()).isEqualTo("b");
            assertThat(orders.fileTimeMs()).hasValue(8);
        }
    }

    @Test
    void shouldHandOutALossWithoutOrdersAsItIs() throws Exception {
        try (ScriptedGateway gateway =
                        new ScriptedGateway(List.of(acknowledged("a"), frame("", "b", "\"dropped\":3,\"gaps\":[]")));
                OrdersClient client = client(gateway)) {
            Frame lost = client.next();
            assertThat(lost.dropped()).isEqualTo(3);
            assertThat(lost.cursor()).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Too many replays: {}", "Too much work: {}", "The replay made no progress: {}"})
    void shouldTryAgainWhenTheGatewayIsBusy(String busy) throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(
                        List.of(error(busy, "later")), List.of(acknowledged("a"), frame(order(1), "b", NO_LOSS)));
                OrdersClient client = client(gateway)) {
            assertThat(sequences(client.next())).containsExactly(1);
            assertThat(losses).containsExactly("begins: " + busy + "; later");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Invalid subscription: {},coins is empty,Invalid subscription: {}; coins is empty",
        "Invalid subscription: {},,Invalid subscription: {}"
    })
    void shouldEndWithTheReasonOfARefusal(String data, String detail, String why) throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(List.of(error(data, detail)));
                OrdersClient client = client(gateway)) {
            assertThatThrownBy(client::next)
                    .isInstanceOf(RefusedException.class)
                    .isNotInstanceOf(CursorException.class)
                    .hasMessage(why);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cursor of 8 partitions, there are 16",
                "Cursor of a topic that is no more",
                "The topic was recreated",
                "The topic was created anew"
            })
    void shouldTellARefusedCursorFromARefusedFilter(String why) throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(List.of(acknowledged("a")), List.of(error(why, null)));
                OrdersClient client = client(gateway)) {
            assertThatThrownBy(client::next).isInstanceOf(CursorException.class).hasMessage(why);
        }
    }

    @Test
    void shouldEndOnAMessageThatNoGatewaySends() throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(List.of("hello" + "o".repeat(10_000)));
                OrdersClient client = client(gateway)) {
            assertThatThrownBy(client::next)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("it sent hello")
                    .message()
                    .hasSizeLessThan(300);
        }
    }

    @Test
    void shouldEndOnARefusedHandshakeAndTryAgainOnABusyOne() throws Exception {
        try (ScriptedGateway gateway = new ScriptedGateway(
                        List.of("HTTP/1.1 503 Service Unavailable"), List.of("HTTP/1.1 403 Forbidden"), List.of());
                OrdersClient client = client(gateway)) {
            assertThatThrownBy(client::next)
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.status()).hasValue(403))
                    .hasMessage("HTTP status 403");
            assertThat(losses).containsExactly("begins: no connection (HTTP status 503)");
        }
    }

    @Test
    void shouldReportThatNothingListensOnce() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<Long> pauses = new ArrayList<>();
        OrdersStream stream = new OrdersStream(
                new Endpoint(URI.create("ws://127.0.0.1:" + port + "/ws"), null, null),
                new Subscription("{}"),
                null,
                this::lost,
                ms -> {
                    pauses.add(ms);
                    if (pauses.size() == ATTEMPTS) {
                        throw new InterruptedException();
                    }
                });

        assertThatThrownBy(stream::next).isInstanceOf(InterruptedException.class);
        assertThat(pauses).hasSize(ATTEMPTS).allMatch(ms -> ms >= 50 && ms <= 7_500);
        assertThat(pauses.get(ATTEMPTS - 1)).as("growing pauses").isGreaterThanOrEqualTo(2_500);
        assertThat(losses).containsExactly("begins: no connection (nothing listens there)");
    }

    @Test
    void shouldEndOnACertificateThatIsNotTrusted() throws Exception {
        TestCertificate own = TestCertificate.ec("gateway");
        try (ScriptedGateway gateway = ScriptedGateway.secure(
                        own.serverSockets(), List.of(), List.of(acknowledged("a"), frame(order(1), "b", NO_LOSS)));
                OrdersClient stranger = client(gateway.url(), null);
                OrdersClient trusting = client(gateway.url(), TestCertificate.trusting(own))) {
            assertThatThrownBy(stranger::next)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("its certificate is not trusted: ");
            assertThat(losses).isEmpty();
            assertThat(sequences(trusting.next())).containsExactly(1);
        }
    }
}
