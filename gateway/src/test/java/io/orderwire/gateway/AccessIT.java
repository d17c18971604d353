package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Option;
import io.orderwire.testing.broker.BrokerExtension;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host names that the gateway answers to, the web pages that it admits, and the proxies whose headers it trusts. */
class AccessIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final List<String> PATHS = List.of(
            "/",
            "/app.js",
            "/style.css",
            "/stats",
            "/stats/history",
            "/ws",
            "/api/v1/orders",
            "/api/v1/orders/1",
            "/api/v1/activity",
            "/api/v1/clients",
            "/other",
            "//stats");
    private static final String OWN = "Host: 127.0.0.1";
    private static final String HANDSHAKE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private TestGateway gateway;

    private void start(Map<Option<?>, ?> options) {
        gateway = TestGateway.start(BROKER.broker(), options);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            assertThat(gateway.fatal()).isEmpty();
            gateway.close();
        }
    }

    /** Requests a path with the given headers and returns the head of the response. */
    private String ask(String path, String... headers) throws Exception {
        try (RawSocket client = RawSocket.open(gateway)) {
            return client.send("GET " + path + " HTTP/1.1\r\n" + HANDSHAKE + String.join("\r\n", headers) + "\r\n\r\n")
                    .readHead();
        }
    }

    private static String status(String answer) {
        return answer.split(" ", 3)[1];
    }

    private double refused(int status) {
        return gateway
                .meters()
                .find("orderwire.gateway.refused")
                .tag("status", String.valueOf(status))
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "0.0.0.0, true"})
    void shouldAnswerUnderItsOwnNamesOnlyOnEveryPath(String bound, boolean insecure) throws Exception {
        start(Map.of(
                GatewayOptions.HOST,
                bound,
                GatewayOptions.INSECURE,
                insecure,
                AccessOptions.ALLOWED_HOSTS,
                " gateway, Desk.Example. "));
        for (String path : PATHS) {
            for (String foreign : List.of(
                    "evil.example:8080",
                    "127.0.0.1.evil.example",
                    "localhost.evil",
                    "2130706433",
                    "0x7f.1",
                    "gateway.evil")) {
                double before = refused(403);
                assertThat(status(ask(path, "Host: " + foreign)))
                        .as(path + " " + foreign)
                        .isEqualTo("403");
                assertThat(refused(403)).isEqualTo(before + 1);
            }
            for (String own : List.of("127.0.0.1:1", "[::1]", "localhost", "GATEWAY:80", "desk.example", "10.9.8.7")) {
                assertThat(status(ask(path, "Host: " + own)))
                        .as(path + " " + own)
                        .isIn("101", "200", "404");
            }
            for (String malformed :
                    List.of("", "localhost:", "[::1].evil", "user@localhost", "a..b", "localhost, evil")) {
                assertThat(status(ask(path, "Host: " + malformed)))
                        .as(path + " " + malformed)
                        .isEqualTo("400");
            }
            assertThat(status(ask(path, OWN, OWN))).isEqualTo("400");
            assertThat(status(ask("http://evil.example" + path, "Host: evil.example")))
                    .isEqualTo("403");
            assertThat(status(ask("http://evil.example" + path, OWN))).isIn("400", "403");
        }
    }

    @Test
    void shouldSayWhatToSetForAHost() throws Exception {
        start(Map.of());
        try (RawSocket client = RawSocket.open(gateway)) {
            client.send("GET /stats HTTP/1.1\r\nHost: desk.example:8080\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd(Duration.ofSeconds(10)))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("text/plain", "nosniff")
                    .endsWith("the host desk.example is not allowed; to allow it, list it in gateway.allowed.hosts\n");
        }
        try (RawSocket client = RawSocket.open(gateway)) {
            assertThat(client.send("GET /stats HTTP/1.0\r\n\r\n").readHead()).startsWith("HTTP/1.0 200 ");
        }
    }

    @Test
    void shouldLetItsOwnPagesConnectUnderEachOfItsNames() throws Exception {
        start(Map.of(AccessOptions.ALLOWED_HOSTS, "desk.example"));
        int port = URI.create(gateway.process().httpUrl()).getPort();
        for (String path : List.of("/ws", "/api/v1/orders")) {
            assertThat(status(ask(path, OWN + ":" + port, "Origin: http://127.0.0.1:" + port)))
                    .isIn("101", "200");
            assertThat(status(ask(path, "Host: 10.9.8.7:80", "Origin: http://10.9.8.7")))
                    .isIn("101", "200");
            assertThat(status(ask(path, "Host: desk.example", "Origin: https://desk.example")))
                    .isIn("101", "200");
            assertThat(status(ask(path, OWN, "Origin: https://desk.example:8443")))
                    .isIn("101", "200");
            assertThat(status(ask(path, OWN, "Origin: https://evil.example"))).isEqualTo("403");
            assertThat(status(ask(path, OWN, "Origin: http://10.9.8.7"))).isEqualTo("403");
            assertThat(status(ask(path, OWN, "Origin: null"))).isEqualTo("403");
            assertThat(status(ask(path, OWN, "Origin: http://localhost", "Origin: https://evil.example")))
                    .isEqualTo("403");
        }
    }

    @Test
    void shouldIgnoreWhatOthersThanTrustedProxiesSay() throws Exception {
        start(Map.of(ConnectionOptions.ADDRESS_CONNECTIONS, 1, AccessOptions.TRUSTED_PROXIES, "10.0.0.0/8, ::1"));
        try (RawSocket first = RawSocket.connect(gateway, "X-Forwarded-For: 203.0.113.1")) {
            assertThat(first.response()).startsWith("HTTP/1.1 101 ");
            assertThat(status(ask("/ws", OWN, "X-Forwarded-For: 203.0.113.2"))).isEqualTo("429");
            assertThat(status(ask("/ws", OWN, "Forwarded: for=203.0.113.2"))).isEqualTo("429");
            assertThat(status(ask("/stats", OWN, "X-Forwarded-Host: evil.example")))
                    .isEqualTo("200");
            assertThat(status(ask(
                            "/ws",
                            OWN,
                            "Origin: https://10.9.8.7",
                            "X-Forwarded-Host: 10.9.8.7",
                            "X-Forwarded-Proto: https")))
                    .isEqualTo("403");
        }
    }

    @Test
    void shouldCountConnectionsByTheAddressThatTrustedProxiesName() throws Exception {
        start(Map.of(
                ConnectionOptions.ADDRESS_CONNECTIONS,
                1,
                AccessOptions.TRUSTED_PROXIES,
                "::ffff:127.0.0.0/104,10.0.0.0/8"));
        List<RawSocket> held = new ArrayList<>();
        try {
            held.add(RawSocket.connect(gateway, "X-Forwarded-For: 203.0.113.1"));
            held.add(RawSocket.connect(gateway, "X-Forwarded-For: 203.0.113.1, 203.0.113.2, 10.0.0.7"));
            held.add(RawSocket.connect(gateway, "Forwarded: for=\"[2001:db8::1]:99\";proto=https"));
            for (String again : List.of(
                    "X-Forwarded-For: 203.0.113.1",
                    "X-Forwarded-For: 203.0.113.9, 203.0.113.1",
                    "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: ::ffff:203.0.113.2",
                    "Forwarded: for=203.0.113.1",
                    "X-Forwarded-For: 2001:db8:0::1")) {
                assertThat(status(ask("/ws", OWN, again))).as(again).isEqualTo("429");
            }
            // A client cannot evade the limit: it counts for the proxy if a header is malformed or two contradict each
            // other.
            held.add(RawSocket.connect(gateway, "X-Forwarded-For: 203.0.113.3, unknown"));
            for (String proxy : List.of(
                    "X-Forwarded-For: 203.0.113.4\r\nForwarded: for=unknown",
                    "X-Forwarded-For: 203.0.113.4\r\nForwarded: broken",
                    "X-Forwarded-For: 203.0.113.4\r\nForwarded: for=203.0.113.5",
                    "X-Forwarded-For: " + "x".repeat(10_000),
                    "X-Forwarded-For: " + ",".repeat(10_000),
                    "Forwarded: " + "for=203.0.113.6,".repeat(500))) {
                assertThat(status(ask("/ws", OWN, proxy))).as(proxy).isEqualTo("429");
            }
            assertThat(status(ask("/ws", OWN, "X-Forwarded-For: " + "1.1.1.1,".repeat(1_500) + "203.0.113.7")))
                    .isEqualTo("101");
            // The client is not known if a proxy does not name one, or is itself the client of another proxy.
            for (int i = 0; i < 3; i++) {
                held.add(RawSocket.connect(gateway, "X: y"));
                held.add(RawSocket.connect(gateway, "X-Forwarded-For: 10.0.0.7"));
            }
        } finally {
            for (RawSocket socket : held) {
                socket.close();
            }
        }
    }

    /** A proxy that replaces the host forwards the original one, which must be an allowed host as well. */
    @Test
    void shouldTakeTheHostFromATrustedProxyAndStillCheckItsOwn() throws Exception {
        start(Map.of(AccessOptions.TRUSTED_PROXIES, "127.0.0.1", AccessOptions.ALLOWED_HOSTS, "desk.example"));
        String page = "Origin: https://10.9.8.7:8443";
        assertThat(status(ask("/ws", OWN, page, "X-Forwarded-Host: 10.9.8.7:8443")))
                .isEqualTo("101");
        assertThat(status(ask("/ws", OWN, page, "Forwarded: for=1.1.1.1;host=\"10.9.8.7:8443\";proto=https")))
                .isEqualTo("101");
        assertThat(status(ask("/ws", OWN, page, "Forwarded: for=1.1.1.1;host=\"10.9.8.7:8443\";proto=http")))
                .isEqualTo("403");
        assertThat(status(ask("/ws", OWN, page, "X-Forwarded-Host: 10.9.8.7"))).isEqualTo("403");
        assertThat(status(ask("/ws", OWN, "Origin: https://desk.example", "X-Forwarded-Host: desk.example")))
                .isEqualTo("101");
        for (String path : PATHS) {
            assertThat(status(ask(path, OWN, "X-Forwarded-Host: evil.example"))).isEqualTo("403");
            assertThat(status(ask(path, OWN, "Forwarded: host=evil.example"))).isEqualTo("403");
            assertThat(status(ask(path, OWN, "X-Forwarded-Host: a..b"))).isEqualTo("400");
            assertThat(status(ask(path, "Host: evil.example", "X-Forwarded-Host: localhost")))
                    .isEqualTo("403");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.allowed.hosts, https://desk.example",
        "gateway.allowed.hosts, *.example",
        "gateway.allowed.hosts, desk.example/x",
        "gateway.allowed.hosts, desk example",
        "gateway.allowed.origins, desk.example",
        "gateway.allowed.origins, https://desk.example/",
        "gateway.trusted.proxies, proxy",
        "gateway.trusted.proxies, 10.0.0.1/8"
    })
    void shouldNotStartWithAnEntryThatIsNone(String option, String entry) {
        Option<?> named = GatewayOptions.ALL.stream()
                .filter(one -> one.name().equals(option))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> TestGateway.create(BROKER.broker(), Map.of(named, entry)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(entry);
    }
}
