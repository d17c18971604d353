package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.BINARY;
import static io.orderwire.gateway.RawSocket.CLOSE;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PING;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.concat;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.broker.BrokerExtension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.5.1 and 7: how a connection ends, whichever side closes it, and with invalid close frames. */
class ClosingIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final Duration BOUND = Duration.ofSeconds(8);
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}";
    private static final byte[] NOTHING = {};

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(BROKER.broker());
    }

    private static byte[] body(int code, String reasonHex) {
        return concat(
                ByteBuffer.allocate(2).putShort((short) code).array(),
                HexFormat.of().parseHex(reasonHex));
    }

    /** Sends a close frame with a body, and returns the gateway's answer, after which the gateway ends the connection. */
    private static RawSocket.Frame close(byte[] body) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | CLOSE, body));
            RawSocket.Frame answer = client.read();
            assertThat(answer.opcode()).isEqualTo(CLOSE);
            client.awaitEnd(BOUND);
            return answer;
        }
    }

    @Test
    void shouldAnswerACloseThatGivesNoReason() throws Exception {
        assertThat(close(NOTHING).code()).isIn(1000, 1005);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    void shouldAnswerWithTheSameCode(int code) throws Exception {
        assertThat(close(body(code, "")).code()).isEqualTo(code);
    }

    @Test
    void shouldAnswerACloseWithTheLongestReason() throws Exception {
        String reason = "é".repeat(61) + "x";
        byte[] bytes = concat(body(1000, ""), reason.getBytes(StandardCharsets.UTF_8));
        assertThat(bytes).hasSize(125);
        assertThat(close(bytes).code()).isEqualTo(1000);
    }

    @Test
    void shouldRefuseACloseOfOneByte() throws Exception {
        assertThat(close(new byte[] {3}).code()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 32_767, 32_768, 65_535})
    void shouldRefuseACodeThatNobodyMaySend(int code) throws Exception {
        assertThat(close(body(code, "")).code()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C328", "EDA080", "C0AF", "F09F98", "E282", "61C3"})
    void shouldRefuseAReasonThatIsNoUtf8(String hex) throws Exception {
        assertThat(close(body(1000, hex)).code()).isEqualTo(1007);
    }

    @Test
    void shouldIgnoreWhatComesAfterAClose() throws Exception {
        byte[] close = frame(FIN | CLOSE, body(1000, ""));
        try (RawSocket client = gateway.connect()) {
            client.send(concat(
                    close, frame(FIN | TEXT, SUBSCRIBE), frame(FIN | PING, "x"), frame(FIN | BINARY, "x"), close));
            assertThat(client.read().code()).isEqualTo(1000);
            client.awaitEnd(BOUND);
        }
        gateway.assertQuiet();
    }

    @Test
    void shouldEndTheSubscriptionsOfWhoCloses() throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.text(SUBSCRIBE);
            client.read(TEXT);
            client.send(frame(FIN | CLOSE, body(1000, "")));
            client.awaitEnd(BOUND);
            gateway.assertQuiet();
        }
    }

    @Test
    void shouldEndAConnectionOfWhichTheClientHasClosedItsHalf() throws Exception {
        byte[] half = frame(FIN | TEXT, SUBSCRIBE);
        for (byte[] before : new byte[][] {NOTHING, half, Arrays.copyOf(half, 1), Arrays.copyOf(half, 40)}) {
            try (RawSocket client = gateway.connect()) {
                client.send(before).halfClose();
                client.awaitEnd(BOUND);
                gateway.assertQuiet();
            }
        }
    }

    @Test
    void shouldNotWaitForEverForTheAnswerToItsOwnClose() throws Exception {
        try (RawSocket silent = gateway.connect();
                RawSocket talking = gateway.connect()) {
            talking.send(frame(FIN | BINARY, "x"));
            assertThat(talking.readCloseCode()).isEqualTo(1003);
            silent.send(frame(FIN | BINARY, "x"));
            await().atMost(BOUND).until(() -> {
                talking.trySend(frame(FIN | TEXT, SUBSCRIBE));
                return gateway.gateway().metric("clients") == 1;
            });
            silent.awaitEnd(BOUND);
            talking.awaitEnd(BOUND);
            gateway.assertQuiet();
        }
    }

    @Test
    void shouldNotWaitForEverForWhoClosesButDoesNotRead() throws Exception {
        try (RawSocket deaf = RawSocket.connect(gateway.gateway(), 4_096)) {
            deaf.text(SUBSCRIBE);
            await().until(() -> gateway.gateway().metric("subscriptions") == 2);
            for (int written = 0; gateway.gateway().metric("dropped.slow") == 0; written++) {
                assertThat(written).as("thousands of orders").isLessThan(200);
                gateway.write(1_000);
                gateway.assertServes();
            }
            deaf.send(frame(FIN | CLOSE, body(1000, "")));
            gateway.assertQuiet();
        }
    }
}
