package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.testing.broker.BrokerExtension;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in well-formed JSON and UTF-8 with escapes that are not well-formed Unicode: each gets one answer. */
class IllFormedIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String PING = "{\"method\":\"ping\"}";
    private static final String UNREADABLE = "Error parsing JSON into valid websocket request: ";

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(BROKER.broker());
    }

    /** Checks the answer to a request with such a text, and that the connection still works. */
    private static void assertRefused(String request) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.text(request);
            String answer = client.read(TEXT).text();
            assertThat(JsonView.text(answer, "channel")).as(request).isEqualTo("error");
            assertThat(JsonView.text(answer, "data")).isEqualTo(UNREADABLE + request);
            client.text(PING);
            assertThat(client.read(TEXT).text()).isEqualTo("{\"channel\":\"pong\"}");
        }
        assertThat(gateway.closedSoFar(1011)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\uD800x",
                "x\\udbff",
                "\\udc00",
                "\\uDFFF\\uD800",
                "\\ud800\\ud800\\udc00",
                "\\ud83d\\u0041",
                "a\\ude00b",
            })
    void shouldRefuseHalfACharacterWhereverItStands(String half) throws Exception {
        String user = OrderMaker.user(1);
        for (String method : List.of("subscribe", "unsubscribe")) {
            for (String subscription : List.of(
                    "{'type':'orders','id':'%s'}",
                    "{'type':'orders','id':'%s','from':'earliest'}",
                    "{'type':'orders','coins':['BTC','%s']}",
                    "{'type':'orders','users':['%s']}",
                    "{'type':'orders','statuses':['%s']}",
                    "{'type':'orders','sides':['%s']}",
                    "{'type':'orders','minNotional':'%s'}",
                    "{'type':'orders','batchMs':'%s'}",
                    "{'type':'orders','from':'%s'}",
                    "{'type':'orders','from':{'cursor':'%s'}}",
                    "{'type':'orders','from':{'%s':5}}",
                    "{'type':'orders','%s':1}",
                    "{'type':'%s'}",
                    "{'type':'gaps','x':'%s'}",
                    "{'type':'pipeline','x':[{'%s':null}]}",
                    "{'type':'orderUpdates','user':'%s'}",
                    "{'type':'orderUpdates','user':'" + user + "','note':'%s'}",
                    "{'type':'orderUpdates','user':'" + user + "','%s':[[]]}")) {
                assertRefused(json("{'method':'" + method + "','subscription':" + subscription + "}", half));
            }
        }
        for (String request : List.of(
                "{'method':'%s'}",
                "{'method':'ping','%s':1}",
                "{'method':'ping','x':'%s'}",
                "{'method':'ping','x':[{'y':'%s'}]}",
                "{'method':'ping','subscription':'%s'}")) {
            assertRefused(json(request, half));
        }
    }

    private static String json(String pattern, String text) {
        return pattern.replace('\'', '"').replace("%s", text);
    }

    @Test
    void shouldTakeEveryWellFormedId() throws Exception {
        for (String id : List.of("\\ud83d\\ude00", "\\u0000", "\\uffff", "\\u2028", "\\\"", "\\ud800\\udc00")) {
            try (RawSocket client = gateway.connect()) {
                client.text("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"" + id + "\"}}");
                assertThat(client.read(TEXT).text()).startsWith("{\"channel\":\"subscriptionResponse\"");
            }
        }
    }

    /** Whatever a readable cursor contains, only its owner is affected. */
    @ParameterizedTest
    @MethodSource("cursors")
    void shouldOutliveEveryCursor(String cursor) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.text(
                    "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\",\"from\":{\"cursor\":\""
                            + cursor + "\"}}}");
            assertThat(client.read(TEXT).text()).startsWith("{\"channel\":");
        }
    }

    static List<String> cursors() throws Exception {
        Uuid topic = topic();
        long most = Long.MAX_VALUE;
        return List.of(
                "",
                "%%%",
                "AA==",
                "Ag",
                "x".repeat(4_000),
                cursor(Uuid.ZERO_UUID, 0, 0),
                cursor(topic, most, most),
                cursor(topic, most, 0),
                cursor(topic, 0, most),
                cursor(topic, 1L << 40, 1L << 62),
                new Cursor(topic, new long[0], new long[0], List.of()).encode(),
                new Cursor(topic, new long[1], new long[1], List.of(List.of())).encode(),
                new Cursor(
                                topic,
                                new long[4],
                                new long[] {most, most, most, most},
                                List.of(List.of(new Cursor.Range(1, most - 1)), List.of(), List.of(), List.of()))
                        .encode());
    }

    private static String cursor(Uuid topic, long offset, long seq) {
        return new Cursor(
                        topic,
                        new long[] {offset, offset, offset, offset},
                        new long[] {seq, seq, seq, seq},
                        List.of(List.of(), List.of(), List.of(), List.of()))
                .encode();
    }

    /** The id of the topic that is read, from the cursor of an acknowledgement. */
    private static Uuid topic() throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.text("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"topic\"}}");
            String cursor = JsonView.text(client.read(TEXT).text(), "data", "cursor");
            return Cursor.decode(cursor).topicId();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/orders?coin=%ED%A0%80",
                "/api/v1/orders?%ED%A0%80=1",
                "/api/v1/orders?coin=%FF",
                "/api/v1/orders?%FF%FE=%C0%80",
                "/api/v1/orders?coin=%00",
                "/api/v1/orders?user=%F0%9F%98%80",
                "/api/v1/orders?side=%ED%BF%BF",
                "/api/v1/orders?minNotional=%ED%A0%80",
                "/api/v1/orders?limit=%D9%A3",
                "/api/v1/orders/%ED%A0%80",
                "/api/v1/orders/%D9%A3",
                "/api/v1/orders?coin=%",
                "/api/v1/orders?%zz=1",
                "/%ED%A0%80",
            })
    void shouldAnswerSearchesWithWhateverText(String path) throws Exception {
        String answer = request("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (200|400|404) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://\u00ed\u00a0\u0080",
                "Origin: %",
                "Origin: ://",
                "Sec-WebSocket-Protocol: \u00ff\u00fe, orderwire",
                "Sec-WebSocket-Extensions: permessage-deflate; \u00ed\u00a0\u0080=\"",
                "Authorization: Bearer \u00ff",
                "Host: [",
                "Host: \u00ff",
            })
    void shouldAnswerHandshakesWithWhateverHeader(String header) {
        String url = gateway.gateway().process().httpUrl();

        assertThat(RawSocket.handshake(url, header)).matches("(?s)HTTP/1.1 (101|400|403) .*");
    }

    private static String request(String head) throws Exception {
        try (RawSocket client = RawSocket.open(gateway.gateway())) {
            client.send(head);
            return client.readHead();
        }
    }
}
