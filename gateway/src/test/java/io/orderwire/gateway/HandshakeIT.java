package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.broker.BrokerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 4.2: which handshakes are accepted, and the answers to requests that are wrong, long, slow or pipelined. */
class HandshakeIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String REQUEST = "{\"method\":\"ping\"}";
    private static final String ANSWER = "{\"channel\":\"pong\"}";
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String GET = "GET /ws HTTP/1.1";
    private static final List<String> SOUND = List.of(
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(BROKER.broker(), ConnectionOptions.REQUEST_TIMEOUT_MS, 500);
    }

    /** A valid request, in which the given headers replace others of the same name. */
    private static String request(String... headers) {
        return starting(GET, headers);
    }

    private static String starting(String requestLine, String... headers) {
        Set<String> names = Arrays.stream(headers).map(HandshakeIT::name).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>(List.of(requestLine));
        SOUND.stream().filter(header -> !names.contains(name(header))).forEach(lines::add);
        lines.addAll(List.of(headers));
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String without(String name) {
        return request().replaceFirst("(?m)^" + name + ": .*\r\n", "");
    }

    private static String name(String header) {
        return header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static String head(String request) throws IOException {
        try (RawSocket client = RawSocket.open(gateway.gateway())) {
            return client.send(request).readHead();
        }
    }

    /** Sends a request and reads until the gateway ends the connection. */
    private static String all(String request) throws IOException {
        try (RawSocket client = RawSocket.open(gateway.gateway())) {
            client.trySend(request.getBytes(StandardCharsets.ISO_8859_1));
            return client.readToEnd(BOUND);
        }
    }

    private static double refused(int status) {
        return gateway.refusedSoFar(status);
    }

    @Test
    void shouldProveThatItHasReadTheKey() throws Exception {
        assertThat(head(request()))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .containsIgnoringCase("Upgrade: websocket\r\n")
                .containsIgnoringCase("Connection: Upgrade\r\n")
                .doesNotContain("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions");
    }

    @Test
    void shouldReadHeadersAsHttpDoes() throws Exception {
        for (String request : List.of(
                request("connection: keep-alive , upgrade"),
                request("Connection: keep-alive", "Connection: Upgrade"),
                request("UPGRADE: WebSocket"),
                request("Upgrade: h2c, websocket"),
                request("sec-websocket-key:   AAAAAAAAAAAAAAAAAAAAAA==  "),
                request("Sec-WebSocket-Protocol: chat, superchat"),
                request("Content-Length: 0"),
                starting("GET /ws?from=page HTTP/1.1"))) {
            assertThat(head(request)).as(request).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void shouldAskForAnUpgradeWhereNoneIsAskedFor() throws Exception {
        List<String> requests = List.of(
                without("Upgrade"),
                request("Upgrade: h2c"),
                request("Upgrade: websockets"),
                without("Connection"),
                request("Connection: keep-alive"),
                request("Connection: upgrades"),
                starting("GET /ws HTTP/1.0"));
        double before = refused(426);
        for (String request : requests) {
            assertThat(head(request))
                    .as(request)
                    .matches("(?s)HTTP/1\\.[01] 426 .*")
                    .contains("\r\nUpgrade: websocket\r\n", "\r\nConnection: ");
        }
        assertThat(refused(426)).isEqualTo(before + requests.size());
        assertThat(all(request("Upgrade: h2c", "Connection: close")))
                .contains("\r\n\r\nthis is the address of a WebSocket")
                .contains("proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                        + " proxy_set_header Connection \"upgrade\";");
    }

    @Test
    void shouldNameTheVersionThatItSpeaks() throws Exception {
        for (String request : List.of(
                without("Sec-WebSocket-Version"),
                request("Sec-WebSocket-Version: 8"),
                request("Sec-WebSocket-Version: 14"),
                request("Sec-WebSocket-Version: 13, 8"),
                request("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"),
                request("Sec-WebSocket-Version:"))) {
            assertThat(head(request))
                    .as(request)
                    .startsWith("HTTP/1.1 426 ")
                    .contains("\r\nSec-WebSocket-Version: 13\r\n");
        }
    }

    @Test
    void shouldRefuseWhoBringsNoKeyOrNoHost() throws Exception {
        for (String request : List.of(
                without("Sec-WebSocket-Key"),
                request("Sec-WebSocket-Key:"),
                request("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA"),
                request("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA="),
                request("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                request("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAA-=="),
                request(SOUND.get(4), SOUND.get(4)),
                without("Host"),
                request("Host: localhost", "Host: elsewhere"),
                request("X : y"),
                request("X: a\u0000b"))) {
            assertThat(head(request)).as(request).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "QUIT"})
    void shouldTakeNoOtherMethod(String method) throws Exception {
        assertThat(head(starting(method + " /ws HTTP/1.1")))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void shouldTakeNoOtherProtocol() throws Exception {
        for (String request : List.of(
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                starting("GET /ws"),
                starting("GET  /ws HTTP/1.1 x"),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003\r\n\r\n")) {
            assertThat(all(request)).as(request).doesNotContain("HTTP/1.1 101", "HTTP/1.1 200", "HTTP/1.1 5");
        }
    }

    @Test
    void shouldEndARequestThatIsTooLong() throws Exception {
        String[] headers = new String[100];
        Arrays.setAll(headers, i -> "X-" + i + ": y");
        for (String request : List.of(
                request("X: " + "y".repeat(20_000)),
                request("x".repeat(20_000) + ": y"),
                starting("GET /ws?" + "x".repeat(20_000) + " HTTP/1.1"),
                request(headers),
                "x".repeat(100_000))) {
            assertThat(all(request)).as(request.substring(0, 200)).doesNotContain("HTTP/1.1 101", "HTTP/1.1 200");
        }
    }

    @Test
    void shouldTakeABodyForNoRequestOfItsOwn() throws Exception {
        String second = "GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String chunk = Integer.toHexString(second.length()) + "\r\n" + second + "\r\n0\r\n\r\n";
        String length = "Content-Length: " + second.length();
        for (String request : List.of(
                request(length) + second,
                request("Transfer-Encoding: chunked") + chunk,
                request("Transfer-Encoding: chunked", "Content-Length: 4") + chunk,
                request(length, "Content-Length: 0") + second,
                request("Content-Length: 0", length) + second,
                request("Content-Length: +5") + second,
                request("Content-Length: -1") + second,
                request("Content-Length: 99999999999999999999") + second,
                request("Content-Length: 9999") + second,
                request("Transfer-Encoding: xchunked") + second,
                request("Transfer-Encoding: identity, chunked") + chunk)) {
            String answer = all(request);
            assertThat(answer).as(request).matches("(?s)(HTTP/1.1 400 .*)?").doesNotContain("\nHTTP/");
        }
    }

    @Test
    void shouldReadFramesThatComeWithTheRequest() throws Exception {
        try (RawSocket client = RawSocket.open(gateway.gateway())) {
            client.send(RawSocket.concat(
                    request().getBytes(StandardCharsets.US_ASCII),
                    frame(FIN | TEXT, REQUEST),
                    frame(FIN | TEXT, REQUEST)));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void shouldLetInOnAConnectionThatHasAskedForOtherThings() throws Exception {
        try (RawSocket client = RawSocket.open(gateway.gateway())) {
            client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(client.send(without("Sec-WebSocket-Key")).readHead()).startsWith("HTTP/1.1 400 ");
        }
        try (RawSocket client = RawSocket.open(gateway.gateway())) {
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n").readHead())
                    .startsWith("HTTP/1.1 200 ");
            assertThat(client.send(request()).readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.text(REQUEST).read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void shouldNotWaitForEverForTheRestOfARequest() throws Exception {
        byte[] bytes = request("X: " + "y".repeat(10_000)).getBytes(StandardCharsets.US_ASCII);
        try (RawSocket silent = RawSocket.open(gateway.gateway());
                RawSocket slow = RawSocket.open(gateway.gateway())) {
            silent.send(Arrays.copyOf(bytes, 100));
            int[] sent = {0};
            await().atMost(BOUND)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !slow.trySend(Arrays.copyOfRange(bytes, sent[0]++, sent[0])));
            assertThat(sent[0]).isLessThan(bytes.length / 2);
            assertThat(silent.readToEnd(BOUND)).doesNotContain(" 101 ");
        }
    }
}
