package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.CONTINUATION;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PING;
import static io.orderwire.gateway.RawSocket.PONG;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.concat;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.broker.BrokerExtension;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.4: messages in several frames. */
class FragmentationIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String REQUEST = "{\"method\":\"ping\"}";
    private static final String ANSWER = "{\"channel\":\"pong\"}";
    private static final int MOST_BYTES = 2_048;
    private static final byte[] NOTHING = {};

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(
                BROKER.broker(),
                SessionOptions.MAX_MESSAGE_BYTES,
                MOST_BYTES,
                // Each fragment counts as a message.
                SessionOptions.MESSAGE_BURST,
                1_000_000,
                IoOptions.ADDRESS_MESSAGES,
                1_000_000);
    }

    /** The request in fragments of a character each, with {@code between} after each but the last. */
    private static byte[] inFragments(byte[] between) {
        byte[] all = frame(TEXT, NOTHING);
        for (int i = 0; i < REQUEST.length(); i++) {
            all = concat(all, between, frame(CONTINUATION, REQUEST.substring(i, i + 1)));
        }
        return concat(all, between, frame(FIN | CONTINUATION, NOTHING));
    }

    @Test
    void shouldPutARequestTogetherThatComesInManyFragments() throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(inFragments(NOTHING));
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            for (byte part : inFragments(NOTHING)) {
                client.send(new byte[] {part});
            }
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            client.text(REQUEST);
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void shouldAnswerPingsBetweenFragments() throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, REQUEST.substring(0, 5)));
            for (String payload : new String[] {"one", "two"}) {
                client.send(frame(FIN | PING, payload));
                assertThat(client.read(PONG).text()).isEqualTo(payload);
            }
            client.send(frame(FIN | CONTINUATION, REQUEST.substring(5)));
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG})
    void shouldNotTakeAControlFrameForAFragment(int opcode) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(inFragments(frame(FIN | opcode, "x")));
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CONTINUATION, FIN | CONTINUATION})
    void shouldRefuseAContinuationOfNothing(int first) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(first, REQUEST));
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(inFragments(NOTHING)).send(frame(first, REQUEST));
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TEXT, FIN | TEXT, FIN | RawSocket.BINARY})
    void shouldRefuseAnotherMessageInsideOne(int first) throws Exception {
        for (byte[] between : new byte[][] {NOTHING, frame(FIN | PING, "x"), frame(FIN | PONG, "x")}) {
            try (RawSocket client = gateway.connect()) {
                client.send(concat(frame(TEXT, REQUEST.substring(0, 5)), between, frame(first, REQUEST)));
                assertThat(client.readCloseCode()).isEqualTo(1002);
            }
        }
    }

    @Test
    void shouldCloseWhenTheFragmentsAreTogetherOverTheBound() throws Exception {
        byte[] part = frame(CONTINUATION, " ".repeat(100));
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, REQUEST));
            int sent = REQUEST.length();
            while (sent + 100 <= MOST_BYTES) {
                client.send(part);
                sent += 100;
            }
            client.send(frame(FIN | CONTINUATION, " ".repeat(MOST_BYTES - sent)));
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);

            client.send(frame(TEXT, REQUEST));
            for (sent = REQUEST.length(); sent <= MOST_BYTES; sent += 100) {
                client.send(part);
            }
            assertThat(client.readCloseCode()).isEqualTo(1009);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, REQUEST)).send(frame(FIN | CONTINUATION, 127, 1L << 40, new byte[MOST_BYTES + 1]));
            assertThat(client.readCloseCode()).isEqualTo(1009);
        }
    }

    @Test
    void shouldTakeSomeThousandFragmentsForAMessage() throws Exception {
        byte[][] empty = new byte[2_000][];
        Arrays.fill(empty, frame(CONTINUATION, NOTHING));
        try (RawSocket client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(concat(frame(TEXT, REQUEST), concat(empty), frame(FIN | CONTINUATION, NOTHING)));
                assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            }
        }
    }

    @Test
    void shouldCloseWhoSendsEmptyFragmentsWithoutEnd() throws Exception {
        byte[][] empty = new byte[2_000][];
        Arrays.fill(empty, frame(CONTINUATION, NOTHING));
        byte[] flood = concat(empty);
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, REQUEST));
            int floods = 0;
            while (floods < 1_000 && client.trySend(flood)) {
                floods++;
            }
            assertThat(floods).as("thousands of fragments taken").isLessThan(1_000);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(frame(TEXT, REQUEST)).send(flood).send(flood).send(flood);
            assertThat(client.readCloseCode()).isEqualTo(4002);
        }
    }
}
