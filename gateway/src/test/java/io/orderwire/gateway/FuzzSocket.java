package io.orderwire.gateway;

import static io.orderwire.gateway.RawSocket.CLOSE;
import static io.orderwire.gateway.RawSocket.CONTINUATION;
import static io.orderwire.gateway.RawSocket.FIN;
import static io.orderwire.gateway.RawSocket.PING;
import static io.orderwire.gateway.RawSocket.PONG;
import static io.orderwire.gateway.RawSocket.TEXT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A connection that sends messages whole or in fragments, compressed or not, and remembers the last ones. */
final class FuzzSocket implements AutoCloseable {
    static final int RSV1 = 0x40;

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final int REMEMBERED = 20;
    private static final int LONGEST_SHOWN = 2_000;
    private static final int LONGEST_CONTROL = 125;

    private final Random random;
    private final RawSocket socket;
    private final boolean compressing;
    private final Deque<String> sent = new ArrayDeque<>();

    /** The code of the gateway's close frame, 0 if the connection ended without one. */
    private int closeCode;

    private FuzzSocket(Random random, RawSocket socket) {
        this.random = random;
        this.socket = socket;
        this.compressing = socket.response().contains("permessage-deflate");
    }

    static FuzzSocket connect(TestGateway gateway, Random random) throws IOException {
        return new FuzzSocket(random, RawSocket.connect(gateway, random.nextInt(3) == 0 ? OFFER : "X: y"));
    }

    RawSocket raw() {
        return socket;
    }

    int closeCode() {
        return closeCode;
    }

    /** Sends a message. */
    void send(String text) throws IOException {
        remember(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean compressed = compressing && random.nextBoolean();
        socket.send(frames(compressed ? RSV1 | TEXT : TEXT, compressed ? deflated(bytes) : bytes));
    }

    /** Sends bytes that are not a valid message; the gateway may refuse them before all are sent. */
    void sendDamaged(byte[] bytes) {
        remember("base64 " + Base64.getEncoder().encodeToString(bytes));
        socket.trySend(bytes);
    }

    private void remember(String what) {
        sent.add(what.length() > LONGEST_SHOWN ? what.substring(0, LONGEST_SHOWN) + "…" : what);
        if (sent.size() > REMEMBERED) {
            sent.remove();
        }
    }

    /** Fragments of a message, with pings and pongs between some of them. */
    byte[] frames(int first, byte[] payload) {
        if (random.nextInt(3) > 0) {
            return RawSocket.frame(FIN | first, payload);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int opcode = first;
        int from = 0;
        int longest = 1 + random.nextInt(1 + payload.length);
        while (payload.length - from > longest || random.nextInt(4) == 0) {
            int to = Math.min(payload.length, from + random.nextInt(longest + 1));
            out.writeBytes(RawSocket.frame(opcode, Arrays.copyOfRange(payload, from, to)));
            opcode = CONTINUATION;
            from = to;
            if (random.nextInt(3) == 0) {
                byte[] control = new byte[random.nextInt(LONGEST_CONTROL + 1)];
                random.nextBytes(control);
                out.writeBytes(RawSocket.frame(FIN | (random.nextInt(4) == 0 ? PONG : PING), control));
            }
        }
        out.writeBytes(RawSocket.frame(FIN | opcode, Arrays.copyOfRange(payload, from, payload.length)));
        return out.toByteArray();
    }

    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, count);
        } while (count == buffer.length);
        deflater.end();
        byte[] all = out.toByteArray();
        return Arrays.copyOf(all, all.length - TAIL.length);
    }

    /** The next message; null when the connection has ended. */
    @Nullable
    String next() throws IOException {
        try {
            while (true) {
                RawSocket.Frame frame = socket.read();
                if (frame.opcode() == CLOSE) {
                    closeCode = frame.code();
                    return null;
                }
                if (frame.opcode() == TEXT) {
                    return (frame.first() & RSV1) == 0 ? frame.text() : inflated(frame.payload());
                }
            }
        } catch (java.io.EOFException | java.net.SocketException ended) {
            return null;
        }
    }

    private static String inflated(byte[] payload) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(RawSocket.concat(payload, TAIL));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8_192];
            for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                out.write(buffer, 0, count);
            }
            return out.toString(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IOException("the gateway sent a damaged message", e);
        } finally {
            inflater.end();
        }
    }

    /** The last messages that were sent. */
    @Override
    public String toString() {
        return String.join("\n  ", sent);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
