package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.BINARY;
import static io.orderwire.gateway.RawSocket.CLOSE;
import static io.orderwire.gateway.RawSocket.CONTINUATION;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PING;
import static io.orderwire.gateway.RawSocket.TEXT;

import io.orderwire.gateway.fuzz.Expectation;
import io.orderwire.gateway.fuzz.RequestMaker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attack over WebSocket, on up to three connections. Each complete message gets one answer, and there are no other
 * answers.
 */
final class WebSocketFuzz {
    private static final Set<String> DATA = Set.of("orders", "orderUpdates", "dropped", "pipeline", "gaps");
    /** Bytes, the default of {@code gateway.max.message.bytes}. */
    private static final int LONGEST_MESSAGE = 65_536;

    private static final int FIRST_CODE = 1_000;
    private static final int LAST_CODE = 4_999;

    /** Maximum wait for one answer, on a busy machine. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final TestGateway gateway;
    private final Random random;
    private final RequestMaker requests;
    private final Map<String, Long> answers;
    private int count;
    private int barriers;

    /** @param answers counts the answers by their beginnings */
    WebSocketFuzz(TestGateway gateway, Random random, Supplier<String> cursor, Map<String, Long> answers) {
        this.answers = answers;
        this.gateway = gateway;
        this.random = random;
        this.requests = new RequestMaker(random, cursor);
    }

    /** A connection, and the messages that were not answered yet. */
    private record Line(FuzzSocket socket, List<Expectation> pending, List<Expectation> begun) {
        @Override
        public String toString() {
            return "not answered:\n  " + pending + "\nsent last:\n  " + socket;
        }
    }

    /** Runs it; returns the number of requests. */
    int run() throws IOException {
        List<Line> lines = new ArrayList<>();
        try {
            for (int i = random.nextInt(5) == 0 ? 3 : 1; i > 0; i--) {
                lines.add(new Line(FuzzSocket.connect(gateway, random), new ArrayList<>(), new ArrayList<>()));
            }
            for (int batch = 1 + random.nextInt(6); batch > 0; batch--) {
                for (Line line : lines) {
                    sendBatch(line);
                }
                for (Line line : lines) {
                    awaitAnswers(line);
                }
            }
            for (Line line : lines) {
                end(line);
            }
        } finally {
            for (Line line : lines) {
                line.socket.close();
            }
        }
        return count;
    }

    private void sendBatch(Line line) throws IOException {
        for (int i = 1 + random.nextInt(16); i > 0; i--) {
            send(line, requests.next());
        }
        // A subscription with this id does not exist, so that the answer shows that all earlier messages were handled.
        send(
                line,
                "{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"barrier " + barriers++
                        + "\"}}");
    }

    private void send(Line line, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_MESSAGE) {
            return;
        }
        String sound = new String(bytes, StandardCharsets.UTF_8);
        line.pending.add(Expectation.of(sound));
        line.socket.send(sound);
        count++;
    }

    private void awaitAnswers(Line line) throws IOException {
        long start = System.nanoTime();
        while (!line.pending.isEmpty()) {
            String message = next(line, start);
            if (message == null) {
                throw new AssertionError("closed with " + line.socket.closeCode() + "\n" + line);
            }
            take(line, message);
        }
    }

    private static @Nullable String next(Line line, long startNanos) throws IOException {
        try {
            if (System.nanoTime() - startNanos < PATIENCE_NANOS) {
                return line.socket.next();
            }
        } catch (SocketTimeoutException expected) {
            // Reported below.
        }
        throw new AssertionError("neither answered nor ended in time\n" + line);
    }

    private void take(Line line, String message) {
        String channel = channel(message);
        if (DATA.contains(channel)) {
            return;
        }
        checkSchema(message);
        Expectation met = Expectation.metBy(message, line.pending);
        if (met != null) {
            line.pending.remove(met);
            line.begun.add(met);
            answers.merge(kind(channel, message), 1L, Long::sum);
            return;
        }
        if (channel.equals("error") && line.begun.stream().anyMatch(one -> one.mayEndBy(message))) {
            return;
        }
        throw new AssertionError("answers nothing: " + message + "\n" + line);
    }

    /** The first words of an error, of which there are few. */
    private static String kind(String channel, String message) {
        if (channel.equals("error")) {
            String text = JsonView.text(message, "data");
            return text.substring(0, Math.max(0, text.indexOf(':'))).replaceAll("\\d+", "N");
        }
        return channel.equals("subscriptionResponse") ? JsonView.text(message, "data", "method") : channel;
    }

    private static String channel(String message) {
        try {
            return JsonView.text(message, "channel");
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("not a message: " + message, e);
        }
    }

    private static void checkSchema(String message) {
        List<String> faults = Schemas.faults("messages", message);
        if (!faults.isEmpty()) {
            throw new AssertionError("not by the schema: " + message + "\n" + faults);
        }
    }

    private void end(Line line) throws IOException {
        FuzzSocket socket = line.socket;
        switch (random.nextInt(6)) {
            case 0 -> socket.raw().reset();
            case 1 -> {
                socket.send(requests.next());
                count++;
                socket.raw().reset();
            }
            case 2 -> {
                socket.raw().halfClose();
                awaitEnd(line, socket.closeCode());
            }
            case 3 -> {
                socket.raw()
                        .send(
                                FIN | CLOSE,
                                ByteBuffer.allocate(2).putShort((short) 1000).array());
                if (awaitEnd(line, 0) != 1000) {
                    throw new AssertionError("a close frame was answered with " + socket.closeCode() + "\n" + line);
                }
            }
            case 4 -> {
                byte[] damaged = damaged();
                count++;
                socket.sendDamaged(damaged);
                socket.raw().trySend(RawSocket.frame(FIN | TEXT, "{\"method\":\"ping\"}"));
                try {
                    socket.raw().halfClose();
                } catch (IOException expected) {
                    // The gateway was faster.
                }
                int code = awaitEnd(line, 0);
                if (code != 0 && (code < FIRST_CODE || code > LAST_CODE)) {
                    throw new AssertionError("closed with " + code + "\n" + line);
                }
            }
            default -> socket.close();
        }
    }

    /** Reads to the end of the connection; answers to an incomplete message are not predicted. */
    private static int awaitEnd(Line line, int known) throws IOException {
        long start = System.nanoTime();
        for (String message = next(line, start); message != null; message = next(line, start)) {
            checkSchemaOfAnswer(message);
        }
        return line.socket.closeCode() == 0 ? known : line.socket.closeCode();
    }

    private static void checkSchemaOfAnswer(String message) {
        if (!DATA.contains(channel(message))) {
            checkSchema(message);
        }
    }

    /** Bytes of one or several frames that violate the protocol. */
    private byte[] damaged() {
        byte[] text = requests.next().getBytes(StandardCharsets.UTF_8);
        byte[] small = Arrays.copyOf(text, Math.min(text.length, 100));
        return switch (random.nextInt(15)) {
            case 0 -> RawSocket.frame(FIN | TEXT, notUtf8(text));
            case 1 -> RawSocket.frame(FIN | random.nextInt(256), text);
            case 2 -> RawSocket.frame(random.nextInt(256), text);
            case 3 -> RawSocket.frame(FIN | BINARY, text);
            case 4 -> RawSocket.frame(FIN | CONTINUATION, text);
            case 5 -> RawSocket.concat(RawSocket.frame(TEXT, text), RawSocket.frame(FIN | TEXT, text));
            case 6 -> RawSocket.frame(FIN | PING, new byte[126 + random.nextInt(200)]);
            case 7 -> RawSocket.frame(PING, small);
            case 8 -> RawSocket.frame(FIN | TEXT, 126 + random.nextInt(2), random.nextInt(2 * text.length + 2), text);
            case 9 -> RawSocket.frame(FIN | TEXT, 127, random.nextLong(), text);
            case 10 -> RawSocket.frame(FIN | TEXT | FuzzSocket.RSV1, flipped(FuzzSocket.deflated(text)));
            case 11 -> flipped(RawSocket.frame(FIN | TEXT, text));
            case 12 -> RawSocket.frame(FIN | CLOSE, closing());
            case 13 -> RawSocket.frame(FIN | TEXT, " ".repeat(random.nextInt(200_000)));
            default -> RawSocket.concat(new byte[] {(byte) (FIN | TEXT), (byte) small.length}, small);
        };
    }

    private byte[] closing() {
        byte[] payload = new byte[random.nextInt(126)];
        random.nextBytes(payload);
        if (payload.length > 1) {
            ByteBuffer.wrap(payload)
                    .putShort((short) (random.nextBoolean() ? random.nextInt(5_100) : random.nextInt()));
        }
        return payload;
    }

    private byte[] notUtf8(byte[] text) {
        byte[] bad = text.clone();
        byte[][] sequences = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xFF},
            {(byte) 0xE2, (byte) 0x82}
        };
        byte[] sequence = sequences[random.nextInt(sequences.length)];
        int at = random.nextInt(bad.length + 1);
        return RawSocket.concat(Arrays.copyOf(bad, at), sequence, Arrays.copyOfRange(bad, at, bad.length));
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
