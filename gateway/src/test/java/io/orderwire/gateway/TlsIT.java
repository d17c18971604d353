package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.tls.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that speaks TLS. */
class TlsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SOON_MS = 20_000;
    private static final TestCertificate FIRST = TestCertificate.rsa("first");
    private static final TestCertificate SECOND = TestCertificate.issued("second");
    private static final SSLContext TRUST = TestCertificate.trusting(FIRST, SECOND);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().sslContext(TRUST).connectTimeout(SOON).build();

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        FIRST.write(certificate, key);
        start(10_000);
    }

    private void start(int requestTimeoutMs) {
        gateway = TestGateway.start(
                BROKER.broker(),
                Map.of(
                        AccessOptions.TLS_CERTIFICATE,
                        certificate,
                        AccessOptions.TLS_KEY,
                        key,
                        ConnectionOptions.REQUEST_TIMEOUT_MS,
                        requestTimeoutMs));
    }

    @AfterEach
    void stop() {
        assertThat(gateway.fatal()).isEmpty();
        gateway.close();
    }

    private OrderWriter writer() {
        return new OrderWriter(BROKER.broker(), 7, 4);
    }

    private WsClient connect(String... header) {
        return WsClient.connectAs(HTTP, gateway.ws(), header);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI url = URI.create(gateway.process().httpUrl()).resolve(path);
        HttpRequest request = HttpRequest.newBuilder(url).timeout(SOON).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Socket plainSocket() throws IOException {
        URI url = URI.create(gateway.process().httpUrl());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(SOON_MS);
        return socket;
    }

    /** The certificate in a new handshake of a TLS version. */
    private X509Certificate shown(String protocol) throws IOException {
        URI url = URI.create(gateway.process().httpUrl());
        try (SSLSocket socket = (SSLSocket) TRUST.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(SOON_MS);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void expectOrders(OrderWriter writer, WsClient client, List<Made> before) {
        before.addAll(writer.write(20));
        assertThat(client.awaitOrders("all", before.size()))
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(Made::json).toList());
    }

    @Test
    void shouldEndAHandshakeThatDoesNotProceed() throws Exception {
        gateway.close();
        start(300);
        try (Socket silent = plainSocket();
                Socket stalled = plainSocket()) {
            // The beginning of a TLS record of 256 bytes.
            stalled.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x01, 0x00, 0x01});
            for (Socket socket : List.of(silent, stalled)) {
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
            }
        }
        assertThat(gateway.meters()
                        .get("orderwire.gateway.sockets.ended")
                        .tag("reason", "silent")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(gateway.meters()
                        .get("orderwire.gateway.sockets")
                        .tag("state", "silent")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void shouldServeOrdersThePageAndSearchesAtTheAddressesThatItTells() throws Exception {
        assertThat(gateway.ws()).startsWith("wss://127.0.0.1:").endsWith("/ws");
        assertThat(gateway.process().httpUrl()).startsWith("https://127.0.0.1:").endsWith("/");
        try (OrderWriter writer = writer();
                WsClient client = connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            List<Made> written = new ArrayList<>();
            expectOrders(writer, client, written);
            HttpResponse<String> found = get("/api/v1/orders?limit=20");
            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(found.body()).contains(written.get(19).json());
        }
        HttpResponse<String> page = get("/");
        assertThat(page.body()).contains("<title>Orderwire</title>");
        assertThat(page.headers().firstValue("strict-transport-security")).hasValue("max-age=2592000");
        assertThat(get("/stats").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLetItsOwnPageConnectAndNoOther() {
        try (WsClient own = connect("Origin", gateway.process().httpUrl().replaceAll("/$", ""))) {
            own.send("{\"method\":\"ping\"}").await(0, message -> message.contains("pong"));
        }
        assertThatThrownBy(() -> connect("Origin", "https://evil.example"))
                .rootCause()
                .hasMessageContaining("403");
    }

    @Test
    void shouldShowAnotherCertificateToNewConnectionsAndKeepThoseThatAreOpen() throws Exception {
        assertThat(shown("TLSv1.3")).isEqualTo(FIRST.leaf());
        try (OrderWriter writer = writer();
                WsClient old = connect()) {
            old.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            List<Made> written = new ArrayList<>();
            expectOrders(writer, old, written);

            Files.writeString(certificate, SECOND.certificatePem());
            await().atMost(SOON).until(() -> gateway.metric("certificate.faults") == 1);
            assertThat(shown("TLSv1.3"))
                    .as("while the key is still the old one")
                    .isEqualTo(FIRST.leaf());
            Files.writeString(key, SECOND.keyPem());
            await().atMost(SOON).until(() -> gateway.metric("certificate.taken") == 1);

            assertThat(shown("TLSv1.3").getSerialNumber())
                    .isEqualTo(SECOND.leaf().getSerialNumber());
            assertThat(shown("TLSv1.2").getSerialNumber())
                    .isEqualTo(SECOND.leaf().getSerialNumber());
            assertThat(gateway.metric("certificate.expires"))
                    .isEqualTo(SECOND.leaf().getNotAfter().toInstant().getEpochSecond());
            expectOrders(writer, old, written);
            assertThat(old.isClosed()).isFalse();
        }
    }

    @Test
    void shouldKeepItsCertificateWhileTheKeyIsHalfWritten() throws Exception {
        String whole = FIRST.keyPem();
        Files.writeString(key, whole.substring(0, whole.length() / 2));
        await().atMost(SOON).until(() -> gateway.metric("certificate.faults") == 1);
        assertThat(shown("TLSv1.3")).isEqualTo(FIRST.leaf());
        SECOND.write(certificate, key);
        await().atMost(SOON).until(() -> gateway.metric("certificate.taken") == 1);
        assertThat(shown("TLSv1.2")).isEqualTo(SECOND.leaf());
    }

    /** Sends a hello of a version (RFC 5246, 7.4.1.2), and returns the first record of the answer in hexadecimal digits. */
    private String answerToHello(String version) throws IOException {
        String suites = "c013" + "c014" + "c02f" + "002f" + "0035";
        String extensions = "000a" + "0004" + "0002" + "0017" + "000b" + "0002" + "0100" + "000d" + "0006" + "0004"
                + "0401" + "0201";
        String body = version + "00".repeat(32) + "00" + "000a" + suites + "0100"
                + String.format("%04x", extensions.length() / 2) + extensions;
        String handshake = "01" + String.format("%06x", body.length() / 2) + body;
        String hello = "16" + "0301" + String.format("%04x", handshake.length() / 2) + handshake;
        try (Socket socket = plainSocket()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hello));
            return HexFormat.of().formatHex(socket.getInputStream().readNBytes(7));
        }
    }

    @Test
    void shouldRefuseOldVersions() throws IOException {
        String alert = "15";
        String handshake = "16";
        assertThat(answerToHello("0303")).as("TLS 1.2").startsWith(handshake);
        // Fatal, protocol_version.
        assertThat(answerToHello("0302")).as("TLS 1.1").startsWith(alert).endsWith("0246");
        assertThat(answerToHello("0301")).as("TLS 1.0").startsWith(alert).endsWith("0246");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0\0\0\0\0\0\0\0", "\u0016\3\1\377\377garbage that is cut"
            })
    void shouldTellNothingToWhoSpeaksNoTlsAndGoOnServingOthers(String said) throws Exception {
        try (OrderWriter writer = writer();
                WsClient client = connect()) {
            client.subscribe("{\"type\":\"orders\",\"id\":\"all\"}");
            for (int i = 0; i < 50; i++) {
                try (Socket socket = plainSocket()) {
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
                    socket.shutdownOutput();
                    assertThat(answer(socket)).doesNotContain("HTTP", "html");
                }
            }
            expectOrders(writer, client, new ArrayList<>());
        }
    }

    @Test
    void shouldCutAClientThatTakesNothingAndServeAnother() {
        Map<Option<?>, ?> options = Map.of(
                AccessOptions.TLS_CERTIFICATE,
                certificate,
                AccessOptions.TLS_KEY,
                key,
                SessionOptions.QUEUE_BYTES,
                256 * 1024,
                SessionOptions.SLOW_CLOSE_MS,
                2_000);
        try (TestGateway strict = TestGateway.start(BROKER.broker(), options);
                OrderWriter writer = writer();
                WsClient healthy = WsClient.connectAs(HTTP, strict.ws());
                WsClient deaf = WsClient.connectDeafAs(HTTP, strict.ws())) {
            String subscription = "{\"type\":\"orders\",\"id\":\"all\"}";
            healthy.subscribe(subscription);
            deaf.send("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
            await().atMost(SOON).until(() -> strict.metric("subscriptions") == 2);
            int count = 0;
            while (strict.metric("clients") == 2) {
                count += writer.write(200).size();
                assertThat(healthy.awaitOrders("all", count)).hasSize(count);
                assertThat(count).as("orders until the deaf client was cut").isLessThan(400_000);
            }
            deaf.listen();
            await().atMost(SOON).until(deaf::isClosed);
            assertThat(healthy.isClosed()).isFalse();
        }
    }

    @Test
    void shouldNotLetAClientAskForNewKeysAgainAndAgain() throws IOException {
        URI url = URI.create(gateway.process().httpUrl());
        try (SSLSocket socket = (SSLSocket) TRUST.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(SOON_MS);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Reads until the other side closes or resets the connection. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
        } catch (SocketException expected) {
            // It was reset.
        }
        return answer.toString();
    }

    @Test
    void shouldNotStartWithOneFileAlone() {
        for (Option<?> alone : List.of(AccessOptions.TLS_CERTIFICATE, AccessOptions.TLS_KEY)) {
            Map<Option<?>, Object> options = new HashMap<>();
            options.put(alone, certificate);
            try (TestGateway half = TestGateway.create(BROKER.broker(), options)) {
                assertThatThrownBy(half.process()::start)
                        .isInstanceOfSatisfying(ProcessExit.class, exit -> assertThat(exit.code())
                                .isEqualTo(ExitCode.USAGE))
                        .hasMessageContaining("gateway.tls.certificate")
                        .hasMessageContaining("gateway.tls.key");
            }
        }
    }

    @Test
    void shouldStillAskForATokenWhereOthersReachIt() {
        Map<Option<?>, ?> options = Map.of(
                AccessOptions.TLS_CERTIFICATE, certificate, AccessOptions.TLS_KEY, key, GatewayOptions.HOST, "0.0.0.0");
        try (TestGateway open = TestGateway.create(BROKER.broker(), options)) {
            assertThatThrownBy(open.process()::start).hasMessageContaining("gateway.tokens.file");
        }
    }
}
