package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.CLOSE;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PING;
import static io.orderwire.gateway.RawSocket.PONG;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.broker.BrokerExtension;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.5: pings and pongs, and clients that send none or too many. */
class ControlFramesIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String REQUEST = "{\"method\":\"ping\"}";
    private static final String ANSWER = "{\"channel\":\"pong\"}";
    private static final int BURST = 500;
    private static final int SMALL_BUFFER = 4_096;

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(BROKER.broker(), SessionOptions.MESSAGE_BURST, BURST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void shouldAnswerAPingWithItsPayload(int length) throws Exception {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (250 - i);
        }
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | PING, payload));
            RawSocket.Frame pong = client.read();
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.payload()).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void shouldRefuseAControlFrameThatIsTooLong(int opcode) throws Exception {
        for (int length : new int[] {126, 1 << 16}) {
            try (RawSocket client = gateway.connect()) {
                client.send(frame(FIN | opcode, new byte[length]));
                assertThat(client.readCloseCode()).isEqualTo(1002);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void shouldRefuseAControlFrameInFragments(int opcode) throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(opcode, new byte[2]));
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
    }

    @Test
    void shouldIgnoreAPongThatItHasNotAskedFor() throws Exception {
        try (RawSocket client = gateway.connect()) {
            client.send(frame(FIN | PONG, "unasked")).text(REQUEST);
            RawSocket.Frame first = client.read();
            assertThat(first.opcode()).isEqualTo(TEXT);
            assertThat(first.text()).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG})
    void shouldCloseWhoFloods(int opcode) throws Exception {
        double before = gateway.closedSoFar(4002);
        byte[] bytes = frame(FIN | opcode, "x");
        try (RawSocket client = gateway.connect()) {
            for (int sent = 0; sent < 3 * BURST && client.trySend(bytes); sent++) {}
            assertThat(client.readCloseCode()).isEqualTo(4002);
        }
        gateway.awaitClosed(4002, before + 1);
    }

    @Test
    void shouldNotCountPongsThatItHasAskedFor() throws Exception {
        int burst = 3;
        try (AttackedGateway pinging = gateway.another(
                        BROKER.broker(),
                        SessionOptions.PING_INTERVAL_MS,
                        100,
                        SessionOptions.MESSAGES_PER_SECOND,
                        1,
                        SessionOptions.MESSAGE_BURST,
                        burst);
                RawSocket client = pinging.connect()) {
            for (int i = 0; i < 3 * burst; i++) {
                client.send(frame(FIN | PONG, client.read(PING).payload()));
            }
            client.text(REQUEST);
            assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            pinging.assertServes();
        }
    }

    @Test
    void shouldHoldOnePongForWhoPingsAndReadsNothing() throws Exception {
        // Many more than the pongs that fit into the socket's buffer, which are about 800.
        int pings = 5_000;
        try (AttackedGateway patient = gateway.another(
                        BROKER.broker(), SessionOptions.MESSAGE_BURST, 2 * pings, IoOptions.ADDRESS_MESSAGES, pings);
                RawSocket deaf = RawSocket.connect(patient.gateway(), SMALL_BUFFER)) {
            for (int i = 1; i <= pings; i++) {
                deaf.send(frame(FIN | PING, ByteBuffer.allocate(125).putInt(i).array()));
            }
            deaf.text("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"gaps\"}}");
            await().untilAsserted(() -> assertThat(patient.gateway().metric("subscriptions"))
                    .as(
                            "subscriptions; %s closed for too many messages, %s as slow",
                            patient.closedSoFar(4002), patient.closedSoFar(4001))
                    .isEqualTo(2));
            patient.assertServes();
            int pongs = 0;
            for (int last = 0; last < pings; pongs++) {
                int answered = ByteBuffer.wrap(deaf.read(PONG).payload()).getInt();
                assertThat(answered).isGreaterThan(last);
                last = answered;
            }
            assertThat(pongs).isLessThan(pings / 2);
            deaf.text(REQUEST);
            while (!deaf.read(TEXT).text().equals(ANSWER)) {}
        }
    }

    @Test
    void shouldCloseWhoAnswersNoPing() throws Exception {
        try (AttackedGateway pinging = gateway.another(
                        BROKER.broker(), SessionOptions.PING_INTERVAL_MS, 100, SessionOptions.PONG_DEADLINE_MS, 300);
                RawSocket silent = pinging.connect();
                RawSocket talking = pinging.connect()) {
            talking.text(REQUEST);
            assertThat(silent.readCloseCode()).isEqualTo(4004);
            assertThat(talking.readCloseCode())
                    .as("one that talks but sends no pong")
                    .isEqualTo(4004);
            pinging.awaitClosed(4004, 2);
            pinging.assertServes();
            pinging.assertQuiet();
        }
    }

    @Test
    void shouldCloseWhoSendsPongsButReadsNothing() throws Exception {
        try (AttackedGateway pinging = gateway.another(
                        BROKER.broker(),
                        SessionOptions.PING_INTERVAL_MS,
                        100,
                        SessionOptions.PONG_DEADLINE_MS,
                        2_000,
                        // Later than the deadline for pongs, so that pongs must be recognized.
                        SessionOptions.SEND_DEADLINE_MS,
                        4_000,
                        SessionOptions.QUEUE_BYTES,
                        512 * 1024);
                RawSocket deaf = RawSocket.connect(pinging.gateway(), SMALL_BUFFER)) {
            deaf.text("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"}}");
            await().until(() -> pinging.gateway().metric("subscriptions") == 2);
            int written = 0;
            while (pinging.gateway().metric("clients") == 2 && written < 200_000) {
                deaf.trySend(frame(FIN | PONG, "here"));
                // At a moderate rate, because on busy cores the healthy client would otherwise be slow as well.
                written += pinging.writeAndAwait(100).size();
            }
            assertThat(pinging.closedSoFar(4001)).isEqualTo(1);
            assertThat(pinging.closedSoFar(4004)).isZero();
            pinging.assertServes();
            pinging.assertQuiet();
        }
    }
}
