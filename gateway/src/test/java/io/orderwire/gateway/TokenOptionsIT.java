package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.BrokerExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A gateway that accepts tokens in the query string, and requires one for {@code /stats}. */
class TokenOptionsIT {
    /** The word "secret" in it must not appear in logs, meters or responses. */
    private static final String TOKEN = "Zx9+q/8~secret==";

    private static final String ENCODED = "Zx9%2Bq%2F8~secret%3D%3D";
    private static final String HANDSHAKE = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @TempDir
    private Path folder;

    private static final List<Logger> LOGGERS = Stream.of("io.orderwire", "io.undertow", "org.xnio")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();
    private final Map<Logger, Level> levels = new HashMap<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("tokens");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
        Files.write(file, List.of("ann " + HexFormat.of().formatHex(hash)));
        gateway = TestGateway.start(
                BROKER.broker(),
                Map.of(
                        AccessOptions.TOKENS_FILE,
                        file,
                        AccessOptions.TOKENS_QUERY,
                        true,
                        AccessOptions.STATS_TOKEN,
                        true));
        log.start();
        for (Logger logger : LOGGERS) {
            levels.put(logger, logger.getLevel());
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(log);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
        for (Logger logger : LOGGERS) {
            logger.setLevel(levels.get(logger));
            logger.setAdditive(true);
            logger.detachAppender(log);
        }
        assertThat(gateway.fatal()).isEmpty();
        assertThat(List.copyOf(log.list))
                .extracting(line -> line.getFormattedMessage() + line.getThrowableProxy())
                .isNotEmpty()
                .noneMatch(line -> line.contains("secret"));
        assertThat(gateway.meters().getMeters().toString()).doesNotContain("secret");
    }

    private String ask(String target, String headers) throws Exception {
        try (RawSocket client = RawSocket.open(gateway)) {
            client.send("GET " + target + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n");
            return client.readToEnd(Duration.ofSeconds(10));
        }
    }

    private String handshake(String target, String headers) throws Exception {
        try (RawSocket client = RawSocket.open(gateway)) {
            return client.send("GET " + target + " HTTP/1.1\r\n" + HANDSHAKE + headers + "\r\n")
                    .readHead();
        }
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"?token=" + TOKEN, "?token=" + ENCODED, "?a=b&token=" + ENCODED, "?tok%65n=" + ENCODED})
    void shouldTakeATokenInTheAddress(String query) throws Exception {
        assertThat(handshake("/ws" + query, "")).startsWith("HTTP/1.1 101 ").doesNotContain("secret");
        assertThat(ask("/stats" + query, "Host: localhost\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("secret");
        assertThat(handshake("/ws" + query, "Origin: https://evil.example\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void shouldTakeATokenInTheAddressOfASearch() throws Exception {
        assertThat(gateway.get("/api/v1/orders?token=" + ENCODED).statusCode()).isEqualTo(200);
        assertThat(gateway.get("/api/v1/orders?limit=1&token=" + ENCODED).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/api/v1/orders/1?token=" + ENCODED).statusCode())
                .isEqualTo(404);
        String unknown = gateway.get("/api/v1/orders?tokens=x&token=" + ENCODED).body();
        assertThat(unknown).contains("unknown parameter tokens").doesNotContain("secret");
        assertThat(ask("/ws?token=" + ENCODED, "Host: localhost\r\n"))
                .startsWith("HTTP/1.1 426 ")
                .doesNotContain("secret");
        assertThat(ask("/ws?token=" + ENCODED, "Host: evil.example\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?token",
                "?token=",
                "?token=secret",
                "?token=" + TOKEN + "&token=" + TOKEN,
                "?token=" + ENCODED + "&token=other",
                "?token=other&tok%65n=" + ENCODED,
                "?TOKEN=" + ENCODED,
                "?token=" + ENCODED + "%00",
                "?token=" + ENCODED + "%20",
                "?token=%zz" + ENCODED,
                "?token=%FFsecret",
                "?token=%",
                "?token=Bearer%20" + ENCODED,
                ";token=other",
                "#token=" + ENCODED,
            })
    void shouldRefuseAnythingElse(String query) throws Exception {
        for (String path : List.of("/ws", "/stats", "/stats/history", "/api/v1/orders", "/api/v1/activity")) {
            assertThat(handshake(path + query, ""))
                    .matches("(?s)HTTP/1.1 40[014] .*")
                    .doesNotContain("secret");
        }
    }

    @Test
    void shouldLetAHeaderDecideAlone() throws Exception {
        String query = "?token=" + ENCODED;
        String offer = Base64.getUrlEncoder().encodeToString("other".getBytes(StandardCharsets.UTF_8));
        assertThat(handshake("/ws" + query, bearer("other"))).startsWith("HTTP/1.1 401 ");
        assertThat(handshake("/ws" + query, "Authorization:\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(handshake("/ws" + query, "Sec-WebSocket-Protocol: orderwire.bearer." + offer + "\r\n"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(handshake("/ws" + query, "Sec-WebSocket-Protocol: orderwire\r\n"))
                .startsWith("HTTP/1.1 101 ");
        assertThat(handshake("/ws?token=other", bearer(TOKEN))).startsWith("HTTP/1.1 101 ");
        assertThat(gateway.get("/api/v1/orders?token=other", "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAskForATokenForFiguresAndNotForThePage() throws Exception {
        assertThat(gateway.get("/stats").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/stats").headers().firstValue("www-authenticate"))
                .hasValue("Bearer");
        assertThat(gateway.get("/stats", "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/stats/history").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/stats/history", "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        try (WsClient client = WsClient.connectWith(gateway.ws(), TOKEN)) {
            client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"pipeline\"}}");
            client.await(0, message -> message.startsWith("{\"channel\":\"pipeline\""));
        }
    }

    @Test
    void shouldNotStartWithoutTokensToTake() {
        for (Option<?> option : List.of(AccessOptions.TOKENS_QUERY, AccessOptions.STATS_TOKEN)) {
            try (TestGateway without = TestGateway.create(BROKER.broker(), Map.of(option, true))) {
                assertThatThrownBy(without.process()::start)
                        .isInstanceOfSatisfying(ProcessExit.class, exit -> assertThat(exit.code())
                                .isEqualTo(ExitCode.USAGE))
                        .hasMessageContaining(option.name())
                        .hasMessageContaining("gateway.tokens.file");
            }
        }
    }
}
