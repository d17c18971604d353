package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoundedGetTest {
    private static final int MOST = 1_000;

    private final CountDownLatch ended = new CountDownLatch(1);
    private ServerSocket server;

    /** What the server does after the headers of its answer. */
    private interface Body {
        void write(OutputStream out) throws Exception;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void answer(Body body) {
        CompletableFuture.runAsync(() -> {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[8_192]);
                OutputStream out = client.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                body.write(out);
            } catch (Exception expected) {
                // The client closed the connection.
            } finally {
                ended.countDown();
            }
        });
    }

    private String get(Duration whole) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/stats");
        return new BoundedGet(HttpClient.newHttpClient(), whole, MOST)
                .send(HttpRequest.newBuilder(url).build())
                .body();
    }

    @Test
    void shouldGetAnAnswerOfTheGreatestSize() throws Exception {
        String text = "ä".repeat(MOST / 2);
        answer(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));

        assertThat(get(Duration.ofSeconds(30))).isEqualTo(text);
    }

    @Test
    void shouldRefuseAnAnswerWithoutAnEnd() throws Exception {
        byte[] much = new byte[10_000];
        Arrays.fill(much, (byte) ' ');
        answer(out -> {
            while (true) {
                out.write(much);
            }
        });

        assertThatThrownBy(() -> get(Duration.ofSeconds(30)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than " + MOST + " bytes");
        ended.await();
    }

    @Test
    void shouldNotWaitForAnAnswerThatDoesNotEnd() throws Exception {
        CountDownLatch judged = new CountDownLatch(1);
        answer(out -> {
            out.write('{');
            out.flush();
            judged.await();
        });

        assertThatThrownBy(() -> get(Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer did not end within 300 ms");
        judged.countDown();
        ended.await();
    }
}
