package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.broker.BrokerExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A body of unknown length is not read. */
class ChunkedBodyIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @Test
    void shouldRefuseItWithoutAWordOnStandardError() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (TestGateway gateway = TestGateway.start(BROKER.broker())) {
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            String host = URI.create(gateway.process().httpUrl()).getAuthority();
            for (String path : new String[] {"/", "/api/v1/orders", "/stats", "/ws", "/nothing"}) {
                try (RawSocket socket = RawSocket.open(gateway)) {
                    socket.send("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + ("800\r\n" + "x".repeat(0x800) + "\r\n").repeat(3));
                    assertThat(socket.readHead()).as(path).startsWith("HTTP/1.1 400 ");
                    socket.awaitEnd(Duration.ofSeconds(10));
                }
            }
            assertThat(gateway.get("/stats").statusCode()).isEqualTo(200);
        } finally {
            System.setErr(before);
        }
        // A gateway of another test may write a line about its own end meanwhile.
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("at io.undertow");
    }
}
