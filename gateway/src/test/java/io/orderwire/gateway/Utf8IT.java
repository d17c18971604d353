package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.CONTINUATION;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.broker.BrokerExtension;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455, 8.1: text messages that are not valid UTF-8. */
class Utf8IT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(BROKER.broker());
    }

    /** A valid request except for the given bytes. */
    private static byte[] request(String hex) {
        return RawSocket.concat(
                "{\"method\":\"ping\",\"x\":\"".getBytes(StandardCharsets.UTF_8),
                HexFormat.of().parseHex(hex),
                "\"}".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "FF, no byte of any text",
        "FE, no byte of any text",
        "80, a continuation without a start",
        "C3 28, a start without its continuation",
        "E2 82, the last of three bytes missing",
        "F0 9F 98, the last of four bytes missing",
        "C0 AF, a slash in two bytes",
        "C1 BF, one byte in two",
        "E0 80 AF, a slash in three bytes",
        "F0 80 80 AF, a slash in four bytes",
        "C0 80, zero in two bytes",
        "ED A0 80, a high surrogate",
        "ED BF BF, a low surrogate",
        "ED A0 BD ED B8 80, a pair of surrogates",
        "F4 90 80 80, above the last code point",
        "F8 88 80 80 80, five bytes",
        "FC 84 80 80 80 80, six bytes"
    })
    void shouldCloseForWhatIsNoUtf8(String hex, String why) throws Exception {
        byte[] request = request(hex.replace(" ", ""));
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | TEXT, request));
            assertThat(client.readCloseCode()).as(why).isEqualTo(1007);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, Arrays.copyOf(request, 23)))
                    .send(frame(FIN | CONTINUATION, Arrays.copyOfRange(request, 23, request.length)));
            assertThat(client.readCloseCode()).as(why + ", in two fragments").isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @CsvSource({"C3, of two", "E2, of three", "E2 82, of three", "F0, of four", "F0 9F 98, of four"})
    void shouldCloseForACharacterCutOffByTheEnd(String hex, String why) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | TEXT, bytes));
            assertThat(client.readCloseCode()).as(why).isEqualTo(1007);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, bytes)).send(frame(FIN | CONTINUATION, new byte[0]));
            assertThat(client.readCloseCode())
                    .as(why + ", then an empty fragment")
                    .isEqualTo(1007);
        }
    }

    @Test
    void shouldTakeCharactersThatAreSplitBetweenFragments() throws Exception {
        String id = "é€😀\uD7FF\uE000\uFFFD\uDBFF\uDFFF";
        byte[] request = ("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"" + id + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, new byte[0]));
            for (int i = 0; i < request.length - 1; i++) {
                client.send(frame(CONTINUATION, new byte[] {request[i]}));
            }
            client.send(frame(FIN | CONTINUATION, new byte[] {request[request.length - 1]}));
            assertThat(client.read(TEXT).text())
                    .startsWith("{\"channel\":\"subscriptionResponse\"")
                    .contains("\"id\":\"" + id + "\"");
        }
        gateway.assertQuiet();
    }
}
