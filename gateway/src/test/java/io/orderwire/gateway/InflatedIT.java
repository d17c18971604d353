package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.CLOSE;
import static io.orderwire.gateway.RawSocket.CONTINUATION;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.TEXT;
import static io.orderwire.gateway.RawSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.broker.BrokerExtension;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages of clients count by their inflated size. */
class InflatedIT extends AttackedCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final String ANSWER = "{\"channel\":\"pong\"}";
    private static final String OF_CLIENT = "too many messages of this client: gateway.messages.per.second is 1";
    private static final int RSV1 = 0x40;
    private static final int TAIL_BYTES = 4;
    private static final int INFLATED_BYTES = 65_000;
    private static final int BURST = 200;
    /** Each counts as 64 messages; the one that exceeds the burst is still answered. */
    private static final int WITHIN_BURST = 4;

    @BeforeAll
    static void start() {
        gateway = AttackedGateway.start(
                BROKER.broker(), SessionOptions.MESSAGE_BURST, BURST, SessionOptions.MESSAGES_PER_SECOND, 1);
    }

    @Test
    void shouldCountEachKibibyteThatIsInflatedAndReadNothingMore() throws Exception {
        double before = gateway.closedSoFar(4002);
        byte[] request = frame(FIN | RSV1 | TEXT, deflated(INFLATED_BYTES));
        byte[] all = new byte[1_000 * request.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = request[i % request.length];
        }
        try (RawSocket client = RawSocket.connect(gateway.gateway(), OFFER)) {
            long allocated = allocatedByIoThreads();
            client.trySend(all);
            assertThat(answersUntilClosed(client, OF_CLIENT)).isLessThanOrEqualTo(WITHIN_BURST);
            assertThat(allocatedByIoThreads() - allocated)
                    .as("not the 65 MB of all of them")
                    .isLessThan(8 << 20);
        }
        gateway.awaitClosed(4002, before + 1);
    }

    @Test
    void shouldCountEachKibibyteOfAMessageThatIsNotCompressed() throws Exception {
        byte[] text = ping(INFLATED_BYTES).getBytes(StandardCharsets.UTF_8);
        try (RawSocket client = gateway.connect()) {
            for (int sent = 0; sent < 2 * WITHIN_BURST && client.trySend(frame(FIN | TEXT, text)); sent++) {}
            assertThat(answersUntilClosed(client, OF_CLIENT)).isLessThanOrEqualTo(WITHIN_BURST);
        }
    }

    @Test
    void shouldCountEachFragment() throws Exception {
        byte[] fragment = frame(CONTINUATION, new byte[0]);
        try (RawSocket client = RawSocket.connect(gateway.gateway(), OFFER)) {
            client.send(frame(RSV1 | TEXT, deflated(10)));
            for (int sent = 0; sent < 2 * BURST && client.trySend(fragment); sent++) {}
            assertThat(answersUntilClosed(client, OF_CLIENT)).isZero();
        }
    }

    @Test
    void shouldBoundAllClientsOfAnAddress() throws Exception {
        byte[] request = frame(FIN | RSV1 | TEXT, deflated(INFLATED_BYTES));
        try (AttackedGateway bounded = gateway.another(BROKER.broker(), IoOptions.ADDRESS_MESSAGES, 5)) {
            try (RawSocket one = RawSocket.connect(bounded.gateway(), OFFER);
                    RawSocket other = RawSocket.connect(bounded.gateway(), OFFER)) {
                one.send(request);
                assertThat(one.read(TEXT).text()).isEqualTo(ANSWER);
                other.send(request);
                answersUntilClosed(
                        other,
                        "too many messages of all clients of this address:"
                                + " gateway.address.messages.per.second is 5");
                bounded.awaitClosed(4002, 1);
            }
            bounded.assertServes();
        }
    }

    @Test
    void shouldServeOneWhoSendsMoreThanIsReadInATurn() throws Exception {
        int requests = 1_000;
        byte[] request = frame(FIN | TEXT, "{\"method\":\"ping\"}");
        byte[] all = new byte[requests * request.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = request[i % request.length];
        }
        try (AttackedGateway patient = gateway.another(BROKER.broker());
                RawSocket client = patient.connect()) {
            client.send(all);
            for (int i = 0; i < requests; i++) {
                assertThat(client.read(TEXT).text()).isEqualTo(ANSWER);
            }
            patient.assertServes();
        }
    }

    /** Reads the answers before the close frame, which must have {@code reason}; returns their number. */
    private static int answersUntilClosed(RawSocket client, String reason) throws IOException {
        int answers = 0;
        RawSocket.Frame next = client.read();
        for (; next.opcode() != CLOSE; next = client.read()) {
            assertThat(next.text()).isEqualTo(ANSWER);
            answers++;
        }
        assertThat(next.code()).isEqualTo(4002);
        assertThat(next.text()).endsWith(reason);
        return answers;
    }

    private static String ping(int length) {
        String head = "{\"method\":\"ping\"";
        return head + " ".repeat(Math.max(0, length - head.length() - 1)) + "}";
    }

    private static byte[] deflated(int length) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(ping(length).getBytes(StandardCharsets.UTF_8));
        byte[] room = new byte[length + 100];
        int made = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(room, made - TAIL_BYTES);
    }

    private static long allocatedByIoThreads() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gateway I/O"))
                .mapToLong(Thread::getId)
                .toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }
}
