package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.BrokerExtension;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that serves holders of tokens only. */
class TokensIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @TempDir
    private Path folder;

    private Path file;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("tokens");
        write("ann " + sha256("one"), "bob " + sha256("two"));
        gateway = TestGateway.start(
                BROKER.broker(),
                Map.of(
                        AccessOptions.TOKENS_FILE,
                        file,
                        AccessOptions.TOKEN_CONNECTIONS,
                        1,
                        // Other hosts may reach the gateway, because they need a token.
                        GatewayOptions.HOST,
                        "0.0.0.0"));
    }

    @AfterEach
    void stop() {
        assertThat(gateway.fatal()).isEmpty();
        gateway.close();
    }

    private void write(String... lines) throws Exception {
        Files.write(file, List.of(lines));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(lines.length)));
    }

    private static String sha256(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private String loopback(String url) {
        return url.replace("0.0.0.0", InetAddress.getLoopbackAddress().getHostAddress());
    }

    private String handshake(String header) throws Exception {
        return RawSocket.handshake(loopback(gateway.process().httpUrl()), header);
    }

    @Test
    void shouldRefuseWhoBringsNoTokenThatHolds() throws Exception {
        assertThat(handshake("X: y")).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer");
        assertThat(handshake("Authorization: Bearer three")).startsWith("HTTP/1.1 401 ");
        HttpResponse<String> bare = gateway.get("/api/v1/orders");
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.body()).isEqualTo("a valid token is needed\n");
        assertThat(gateway.get("/api/v1/activity").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/api/v1/clients").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/api/v1/orders", "Authorization", "Bearer one").statusCode())
                .isEqualTo(200);
        assertThat(gateway.meters()
                        .get("orderwire.gateway.refused")
                        .tag("status", "401")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void shouldTakeATokenOfAWebPageAsASubprotocol() throws Exception {
        String one = Base64.getUrlEncoder().withoutPadding().encodeToString("one".getBytes(StandardCharsets.UTF_8));

        assertThat(handshake("Sec-WebSocket-Protocol: orderwire, orderwire.bearer." + one))
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("Sec-WebSocket-Protocol: orderwire\r\n");
        assertThat(handshake("Sec-WebSocket-Protocol: orderwire, orderwire.bearer.dHdvdHdv"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(handshake("Sec-WebSocket-Protocol: orderwire, orderwire.bearer.%%%"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(handshake("Sec-WebSocket-Protocol: orderwire")).startsWith("HTTP/1.1 401 ");
    }

    /**
     * A token that nobody holds, and texts that would match the hash of an empty text, or a token with other characters.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Protocol: orderwire.bearer.",
                "Sec-WebSocket-Protocol: orderwire.bearer.!!!",
                "Sec-WebSocket-Protocol: orderwire, orderwire.bearer.",
                "Sec-WebSocket-Protocol: orderwire, orderwire.bearer. ,",
                "Sec-WebSocket-Protocol: orderwire.bearer.=",
                "Sec-WebSocket-Protocol: orderwire.bearer.b",
                "Sec-WebSocket-Protocol: orderwire.bearer.b25l=",
                "Sec-WebSocket-Protocol: orderwire.bearer.b25+",
                "Sec-WebSocket-Protocol: orderwire.bearer./+8",
                "Sec-WebSocket-Protocol: orderwire.bearer.b 25l",
                "Sec-WebSocket-Protocol: orderwire.bearer.AA",
                "Sec-WebSocket-Protocol: orderwire.bearer.IA",
                "Sec-WebSocket-Protocol: orderwire.bearer.b25lAA",
                "Sec-WebSocket-Protocol: orderwire.bearer.IG9uZQ",
                "Sec-WebSocket-Protocol: orderwire.bearer._w",
                "Sec-WebSocket-Protocol: orderwire.bearer.7aCA",
                "Sec-WebSocket-Protocol: ORDERWIRE.BEARER.b25l",
                "Sec-WebSocket-Protocol: orderwire.bearer.b25l, orderwire.bearer.dHdv",
                "Sec-WebSocket-Protocol: orderwire.bearer.\r\nSec-WebSocket-Protocol: orderwire.bearer.b25l",
                "Authorization:",
                "Authorization: ",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Bearer  \t ",
                "Authorization: Bearer \u00e9",
                "Authorization: Bearer one two",
                "Authorization: Bearer\r\nSec-WebSocket-Protocol: orderwire.bearer.b25l",
                "Authorization: Bearer one\r\nAuthorization: Bearer two",
                "Authorization: Bearer three\r\nAuthorization: Bearer one",
                "Authorization: Basic b25lOg==",
            })
    void shouldRefuseATokenThatIsEmptyOrCannotBeRead(String header) throws Exception {
        assertThat(handshake(header)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void shouldLetAPageOfAnyOriginInThatBringsAToken() throws Exception {
        for (String origin : List.of("https://evil.example", "null", "?")) {
            // Only one connection of this holder is allowed, and the gateway may not have detected the close of the
            // previous one yet.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(handshake("Origin: " + origin + "\r\nAuthorization: Bearer one"))
                            .startsWith("HTTP/1.1 101 "));
            assertThat(handshake("Origin: " + origin)).startsWith("HTTP/1.1 401 ");
            assertThat(handshake("Origin: " + origin)).startsWith("HTTP/1.1 401 ");
        }
        assertThat(gateway.get("/api/v1/orders", "Authorization", "Bearer one", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(200);
        assertThat(handshake("Host: evil.example\r\nAuthorization: Bearer one")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldIgnoreATokenInTheAddressUnlessThatIsAllowed() {
        assertThat(gateway.get("/api/v1/orders?token=one").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/stats").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldServeHoldersAndBoundTheirConnections() throws Exception {
        try (OrderWriter writer = new OrderWriter(BROKER.broker(), 5, 4);
                WsClient ann = WsClient.connectWith(loopback(gateway.ws()), "one")) {
            ann.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            List<Made> written = writer.write(20);
            assertThat(ann.awaitOrders("all", 20))
                    .containsExactlyInAnyOrderElementsOf(
                            written.stream().map(Made::json).toList());

            assertThat(handshake("Authorization: Bearer one")).startsWith("HTTP/1.1 429 ");
            try (WsClient bob = WsClient.connectWith(loopback(gateway.ws()), "two")) {
                assertThat(bob.isClosed()).isFalse();
            }
        }
        await().atMost(SOON).until(() -> {
            try (WsClient again = WsClient.connectWith(loopback(gateway.ws()), "one")) {
                return !again.isClosed();
            } catch (CompletionException refused) {
                return false;
            }
        });
    }

    @Test
    void shouldCloseThoseWhoseTokenIsTakenAway() throws Exception {
        try (WsClient ann = WsClient.connectWith(loopback(gateway.ws()), "one");
                WsClient bob = WsClient.connectWith(loopback(gateway.ws()), "two")) {
            write("bob " + sha256("two"), "# ann is gone", "cid " + sha256("three"));
            assertThat(ann.awaitClose()).isEqualTo(4005);
            assertThat(handshake("Authorization: Bearer one")).startsWith("HTTP/1.1 401 ");
            assertThat(handshake("Authorization: Bearer three")).startsWith("HTTP/1.1 101 ");
            assertThat(bob.isClosed()).isFalse();
        }
    }
}
