package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.runtime.config.Option;
import io.orderwire.testing.broker.BrokerExtension;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests RFC 7692 with a client that builds frames by hand. */
class CompressionIT {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final String AGREED =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n";
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"a\"}}";
    private static final byte[] NOTHING = {};
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2 = 0x20;
    private static final int TEXT = 1;
    private static final int PING = 9;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private TestGateway gateway(Map<Option<?>, ?> options) {
        return open(TestGateway.start(BROKER.broker(), options));
    }

    private RawSocket connect(TestGateway gateway) throws IOException {
        RawSocket socket = open(RawSocket.connect(gateway, OFFER));
        assertThat(socket.response()).contains(AGREED);
        return socket;
    }

    @Test
    void shouldSendTheSameMessagesCompressedOnceForAll() throws Exception {
        TestGateway gateway = gateway(Map.of());
        OrderWriter writer = open(new OrderWriter(BROKER.broker(), 1, 4));
        WsClient plain = open(gateway.connect());
        plain.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        List<RawSocket> sockets = List.of(connect(gateway), connect(gateway));
        for (RawSocket socket : sockets) {
            socket.send(FIN | TEXT, SUBSCRIBE.getBytes(StandardCharsets.UTF_8));
            readUntil(socket, message -> message.contains("subscriptionResponse"));
        }
        double before = gateway.metric("frames.compressed");
        List<Made> written = writer.write(2_000);
        plain.awaitOrders("a", written.size());
        String lastFrame = plain.channel("orders").stream()
                .filter(CompressionIT::hasOrders)
                .reduce((first, second) -> second)
                .orElseThrow();
        List<RawSocket.Frame> one = readUntil(sockets.get(0), lastFrame::equals);
        List<RawSocket.Frame> other = readUntil(sockets.get(1), lastFrame::equals);

        List<String> texts = new ArrayList<>();
        for (RawSocket.Frame frame : one) {
            texts.add(text(frame));
        }
        assertThat(texts.stream().filter(CompressionIT::hasOrders))
                .containsExactlyElementsOf(plain.channel("orders").stream()
                        .filter(CompressionIT::hasOrders)
                        .toList());
        List<byte[]> compressed = compressed(one);
        assertThat(compressed).isNotEmpty();
        assertThat(compressed(other)).containsExactlyElementsOf(compressed);
        assertThat(gateway.metric("frames.compressed") - before).isEqualTo(compressed.size());
        assertThat(gateway.metric("compression.out.bytes")).isLessThan(gateway.metric("compression.in.bytes") / 2);
    }

    @Test
    void shouldSendUncompressedWhatCostsTooMuchAndLoseNothing() throws Exception {
        TestGateway gateway = gateway(Map.of(IoOptions.CLIENT_COMPRESSION_MS, 1));
        OrderWriter writer = open(new OrderWriter(BROKER.broker(), 1, 4));
        WsClient plain = open(gateway.connect());
        plain.subscribe("{\"type\":\"orders\",\"id\":\"a\"}");
        RawSocket socket = connect(gateway);
        socket.send(FIN | TEXT, SUBSCRIBE.getBytes(StandardCharsets.UTF_8));
        readUntil(socket, message -> message.contains("subscriptionResponse"));
        List<Made> written = writer.write(5_000);
        plain.awaitOrders("a", written.size());
        String lastFrame = plain.channel("orders").stream()
                .filter(CompressionIT::hasOrders)
                .reduce((first, second) -> second)
                .orElseThrow();
        List<RawSocket.Frame> frames = readUntil(socket, lastFrame::equals);

        List<String> texts = new ArrayList<>();
        for (RawSocket.Frame frame : frames) {
            texts.add(text(frame));
        }
        assertThat(texts.stream().filter(CompressionIT::hasOrders))
                .containsExactlyElementsOf(plain.channel("orders").stream()
                        .filter(CompressionIT::hasOrders)
                        .toList());
        assertThat(compressed(frames)).isNotEmpty();
        assertThat(frames)
                .as("long frames that are not compressed")
                .anyMatch(frame -> (frame.first() & RSV1) == 0 && frame.payload().length > 1_000);
        assertThat(gateway.meters()
                        .get("orderwire.gateway.compression.skipped")
                        .tag("limit", "client")
                        .counter()
                        .count())
                .isPositive();
        assertThat(gateway.metric("compression")).isPositive();
    }

    private static boolean hasOrders(String message) {
        return message.startsWith("{\"channel\":\"orders\"") && message.contains("\"seq\":");
    }

    private static List<byte[]> compressed(List<RawSocket.Frame> frames) {
        return frames.stream()
                .filter(frame -> (frame.first() & RSV1) != 0)
                .map(RawSocket.Frame::payload)
                .toList();
    }

    @Test
    void shouldCompressNothingWhenNobodyAsksOrItIsOff() throws Exception {
        TestGateway on = gateway(Map.of());
        assertThat(open(RawSocket.connect(on, "X: y")).response()).doesNotContain("permessage-deflate");
        assertThat(open(RawSocket.connect(on, "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9"))
                        .response())
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("permessage-deflate");
        TestGateway off = gateway(Map.of(SessionOptions.COMPRESSION, false));
        RawSocket socket = open(RawSocket.connect(off, OFFER));
        assertThat(socket.response()).startsWith("HTTP/1.1 101 ").doesNotContain("permessage-deflate");
        socket.send(FIN | RSV1 | TEXT, deflated("{\"method\":\"ping\"}"));
        assertThat(socket.readCloseCode(PATIENCE)).isEqualTo(1002);
        WsClient client = open(on.connect());
        client.send("{\"method\":\"ping\"}").await(0, message -> message.contains("pong"));
        assertThat(on.metric("frames.compressed")).isZero();
    }

    @Test
    void shouldTakeCompressedRequestsInFragmentsOfAnyLength() throws Exception {
        RawSocket socket = connect(gateway(Map.of()));
        for (int length : new int[] {1, 7, 1_000}) {
            byte[] request = deflated("{\"method\":\"ping\",\"length\":" + length + "}");
            for (int from = 0; from < request.length; from += length) {
                byte[] part = Arrays.copyOfRange(request, from, Math.min(request.length, from + length));
                socket.send(from == 0 ? RSV1 | TEXT : 0, part);
                socket.send(FIN | PING, part.length > 100 ? NOTHING : part);
            }
            socket.send(FIN, NOTHING);
            readUntil(socket, "{\"channel\":\"pong\"}"::equals);
        }
        socket.send(FIN | RSV1 | TEXT, deflated("{\"method\":\"ping\"}"));
        readUntil(socket, "{\"channel\":\"pong\"}"::equals);
        socket.send(FIN | RSV1 | TEXT, deflated(SUBSCRIBE));
        readUntil(socket, message -> message.contains("subscriptionResponse"));
        socket.send(FIN | TEXT, "{\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
        readUntil(socket, "{\"channel\":\"pong\"}"::equals);
    }

    @Test
    void shouldCloseAMessageThatIsTooLongOnceItIsDecompressed() throws Exception {
        TestGateway gateway = gateway(Map.of(SessionOptions.MAX_MESSAGE_BYTES, 2_048));
        RawSocket atTheBound = connect(gateway);
        atTheBound.send(FIN | RSV1 | TEXT, deflated("x".repeat(2_048)));
        readUntil(atTheBound, message -> message.contains("Error parsing JSON"));
        atTheBound.send(FIN | RSV1 | TEXT, deflated("x".repeat(2_049)));
        assertThat(atTheBound.readCloseCode(PATIENCE)).isEqualTo(1009);

        byte[] bomb = deflated("x".repeat(16 << 20));
        RawSocket whole = connect(gateway);
        long before = allocatedByIoThreads();
        whole.send(FIN | RSV1 | TEXT, bomb);
        assertThat(whole.readCloseCode(PATIENCE)).isEqualTo(1009);
        assertThat(allocatedByIoThreads() - before).isLessThan(2 << 20);

        RawSocket inPieces = connect(gateway);
        byte[] digits = deflated(new Random(1)
                .ints(4_000, '0', ':')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
        int third = digits.length / 3;
        inPieces.send(RSV1 | TEXT, Arrays.copyOf(digits, third));
        inPieces.send(FIN | PING, NOTHING);
        inPieces.send(0, Arrays.copyOfRange(digits, third, 2 * third));
        inPieces.send(FIN | PING, NOTHING);
        inPieces.send(FIN, Arrays.copyOfRange(digits, 2 * third, digits.length));
        assertThat(inPieces.readCloseCode(PATIENCE)).isEqualTo(1009);
    }

    private static long allocatedByIoThreads() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gateway I/O"))
                .mapToLong(Thread::getId)
                .toArray();
        assertThat(ids).isNotEmpty();
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }

    @Test
    void shouldCloseWhatIsAgainstTheProtocol() throws Exception {
        TestGateway gateway = gateway(Map.of());
        byte[] ping = deflated("{\"method\":\"ping\"}");
        byte[] garbage = new byte[200];
        Arrays.fill(garbage, (byte) 0xFF);

        assertThat(codeAfter(gateway, FIN | RSV1 | TEXT, garbage)).isEqualTo(1002);
        assertThat(codeAfter(gateway, FIN | RSV1 | TEXT, deflated(new byte[] {'a', (byte) 0xC0, 'b'})))
                .isEqualTo(1007);
        assertThat(codeAfter(gateway, FIN | RSV1 | PING, ping)).isEqualTo(1002);
        assertThat(codeAfter(gateway, FIN | RSV1 | PING, NOTHING)).isEqualTo(1002);
        assertThat(codeAfter(gateway, FIN | RSV2 | TEXT, ping)).isEqualTo(1002);
        assertThat(codeAfter(gateway, FIN | RSV1 | RSV2 | TEXT, ping)).isEqualTo(1002);

        RawSocket later = connect(gateway);
        later.send(RSV1 | TEXT, ping);
        later.send(FIN | PING, NOTHING);
        later.send(FIN, garbage);
        assertThat(later.readCloseCode(PATIENCE)).isEqualTo(1002);
        RawSocket twice = connect(gateway);
        twice.send(RSV1 | TEXT, ping);
        twice.send(FIN | RSV1, ping);
        assertThat(twice.readCloseCode(PATIENCE)).isEqualTo(1002);
        RawSocket binary = connect(gateway);
        binary.send(FIN | RSV1 | 2, ping);
        assertThat(binary.readCloseCode(PATIENCE)).isEqualTo(1003);
    }

    private int codeAfter(TestGateway gateway, int first, byte[] payload) throws IOException {
        RawSocket socket = connect(gateway);
        socket.send(first, payload);
        return socket.readCloseCode(PATIENCE);
    }

    /** Reads text frames up to the first that fits. */
    private static List<RawSocket.Frame> readUntil(RawSocket socket, Predicate<String> wanted) throws Exception {
        List<RawSocket.Frame> frames = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.multipliedBy(3).toNanos();
        while (deadline - System.nanoTime() > 0) {
            RawSocket.Frame frame = socket.read();
            if ((frame.first() & 0xF) == TEXT) {
                frames.add(frame);
                if (wanted.test(text(frame))) {
                    return frames;
                }
            }
        }
        throw new AssertionError("it did not come");
    }

    private static String text(RawSocket.Frame frame) throws DataFormatException {
        assertThat(frame.first() & ~RSV1).isEqualTo(FIN | TEXT);
        if ((frame.first() & RSV1) == 0) {
            return new String(frame.payload(), StandardCharsets.UTF_8);
        }
        Inflater inflater = new Inflater(true);
        byte[] room = new byte[4 << 20];
        inflater.setInput(frame.payload());
        int length = inflater.inflate(room);
        inflater.setInput(TAIL);
        length += inflater.inflate(room, length, room.length - length);
        inflater.end();
        return new String(room, 0, length, StandardCharsets.UTF_8);
    }

    private static byte[] deflated(String text) {
        return deflated(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] deflated(byte[] text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(text);
        byte[] room = new byte[text.length + 100];
        int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(room, length - TAIL.length);
    }
}
