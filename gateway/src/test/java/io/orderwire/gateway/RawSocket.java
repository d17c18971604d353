package io.orderwire.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket client that does nothing by itself, and says in its handshake what it is told to. */
final class RawSocket implements AutoCloseable {
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int MASK = 0x12AB34CD;

    private final Socket socket;
    private final DataInputStream in;
    private final String response;

    private RawSocket(URI url, String header) throws IOException {
        socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET /ws HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: Upgrade\r\n"
                                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        response = head.toString();
    }

    /** A frame, its payload as it came. */
    record Frame(int first, byte[] payload) {}

    static RawSocket connect(TestGateway gateway) throws IOException {
        return connect(gateway, "X: y");
    }

    static RawSocket connect(TestGateway gateway, String header) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), header);
    }

    /** The head of the answer to a handshake with that header. */
    static String handshake(String url, String header) {
        try (RawSocket socket = new RawSocket(URI.create(url), header)) {
            return socket.response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a frame whose first byte is that one. */
    void send(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(first);
        if (payload.length < 126) {
            frame.writeByte(MASKED | payload.length);
        } else {
            frame.writeByte(MASKED | 127);
            frame.writeLong(payload.length);
        }
        frame.writeInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ MASK >>> 24 - 8 * (i % 4));
        }
        socket.getOutputStream().write(bytes.toByteArray());
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(first, in.readNBytes((int) length));
    }

    String response() {
        return response;
    }

    /** The code of the close frame that comes in the end, all before it being passed over. */
    int readCloseCode(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (deadline - System.nanoTime() > 0) {
            Frame frame = read();
            if ((frame.first & 0xF) == CLOSE) {
                return ByteBuffer.wrap(frame.payload).getShort();
            }
        }
        throw new AssertionError("no close frame within " + timeout);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
