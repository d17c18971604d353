package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignAnswerTest {
    /** A check of a host that asks a wrong port must not read that all is well. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}             | the answer is not the stats of a gateway",
                "{\"ok\":true}  | the answer is not the stats of a gateway",
                "{\"degraded\":0} | the answer is not the stats of a gateway",
                "[]             | the answer is not a JSON object",
                "<html>         | not JSON at character ",
            })
    void shouldNotTakeAnotherServiceForAGateway(String body, String expected) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/stats", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream notes = new ByteArrayOutputStream();
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

            int code = new StatusRequest(
                            url,
                            SSLContext.getDefault(),
                            null,
                            new PrintStream(out, true, StandardCharsets.UTF_8),
                            new PrintStream(notes, true, StandardCharsets.UTF_8))
                    .run(false);

            assertThat(code).isEqualTo(2);
            assertThat(out.size()).isZero();
            assertThat(notes.toString(StandardCharsets.UTF_8)).contains(expected);
        } finally {
            server.stop(0);
        }
    }
}
