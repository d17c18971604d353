package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.BINARY;
import static io.orderwire.gateway.RawSocket.CLOSE;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PING;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.broker.BrokerExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.2 and 5.3: valid and invalid frames. */
class FramingIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String REQUEST = "{\"method\":\"ping\"}";
    private static final String ANSWER = "{\"channel\":\"pong\"}";
    private static final int MOST_BYTES = 2_048;
    private static final byte[] NOTHING = {};

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(BROKER.broker(), SessionOptions.MAX_MESSAGE_BYTES, MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
    void shouldRefuseReservedBits(int bits) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | bits | TEXT, REQUEST));
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    void shouldRefuseReservedOpcodes(int opcode) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | opcode, NOTHING));
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x2, 0x8, 0x9, 0xA})
    void shouldRefuseFramesWithoutAMask(int opcode) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(new byte[] {(byte) (FIN | opcode), 2, 3, (byte) 0xE8});
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127})
    void shouldReadALengthThatIsLongerThanItNeedsToBe(int lengthKind) throws Exception {
        byte[] request = REQUEST.getBytes(StandardCharsets.UTF_8);
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | TEXT, lengthKind, request.length, request));
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, BINARY})
    void shouldRefuseALengthWithItsHighestBit(int opcode) throws Exception {
        for (long length : new long[] {Long.MIN_VALUE, -1}) {
            try (RawSocket client = gateway.connect()) {
                client.send(frame(FIN | opcode, 127, length, NOTHING)).send(frame(FIN | PING, "x"));
                RawSocket.Frame first = client.read();
                assertThat(first.opcode()).isEqualTo(CLOSE);
                assertThat(first.code()).isEqualTo(1002);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {MOST_BYTES + 1, 65_535, 1L << 31, 1L << 32, Long.MAX_VALUE})
    void shouldRefuseADeclaredLengthOverTheBoundWithoutReadingThatFar(long length) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | TEXT, length < 1 << 16 ? 126 : 127, length, NOTHING));
            assertThat(client.readCloseCode()).isEqualTo(1009);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, length < 1 << 16 ? 126 : 127, length, new byte[10]));
            assertThat(client.readCloseCode()).isEqualTo(1009);
        }
    }

    @Test
    void shouldTakeAMessageAsLongAsTheBoundAndNoLonger() throws Exception {
        try (RawSocket client = gateway.connect()) {
            double before = gateway.closedSoFar(1009);
            client.text("x".repeat(MOST_BYTES));
            assertThat(client.read(TEXT).text()).startsWith("{\"channel\":\"error\"");
            client.text("x".repeat(MOST_BYTES + 1));
            assertThat(client.readCloseCode()).isEqualTo(1009);
            gateway.awaitClosed(1009, before + 1);
        }
    }

    @Test
    void shouldRefuseBinaryMessages() throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | BINARY, REQUEST));
            assertThat(client.readCloseCode()).isEqualTo(1003);
        }
    }

    @Test
    void shouldAnswerAFrameThatComesByteByByte() throws Exception {
        try (RawSocket client = gateway.connect()) {
            byte[] bytes = frame(FIN | TEXT, REQUEST + " ".repeat(200));
            for (int i = 0; i < bytes.length; i++) {
                client.send(Arrays.copyOfRange(bytes, i, i + 1));
            }
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void shouldAnswerEachOfManyFramesThatComeInOneWrite() throws Exception {
        byte[][] frames = new byte[500][];
        Arrays.fill(frames, frame(FIN | TEXT, REQUEST));
        try (RawSocket client = gateway.connect()) {
            client.send(RawSocket.concat(frames));
            for (int i = 0; i < frames.length; i++) {
                assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            }
        }
    }

    @Test
    void shouldForgetWhoVanishesAnywhereInAFrame() throws Exception {
        byte[] bytes = frame(FIN | TEXT, REQUEST + " ".repeat(200));
        for (int length : new int[] {0, 1, 2, 3, 4, 6, 8, 9, 100, bytes.length - 1, bytes.length}) {
            try (RawSocket ended = gateway.connect()) {
                ended.send(Arrays.copyOf(bytes, length));
            }
            gateway.connect().send(Arrays.copyOf(bytes, length)).reset();
        }
        gateway.assertQuiet();
    }

    @Test
    void shouldEndAConnectionThatBrokeTheProtocolThoughTheClientStays() throws Exception {
        try (RawSocket client = gateway.connect()) {
            double before = gateway.closedSoFar(1002);
            client.send(frame(FIN | 0x3, NOTHING));
            assertThat(client.readCloseCode()).isEqualTo(1002);
            client.awaitEnd(Duration.ofSeconds(10));
            gateway.awaitClosed(1002, before + 1);
            gateway.assertQuiet();
        }
    }
}
