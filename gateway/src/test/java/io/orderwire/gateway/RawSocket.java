package io.orderwire.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket client that does nothing by itself: what it sends, and how broken, is up to the test. */
final class RawSocket implements AutoCloseable {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** The first bit of the last or only frame of a message. */
    static final int FIN = 0x80;

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};
    private static final int DEFAULT_BUFFER = 0;

    /** A frame of the gateway. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int first, byte[] payload) {
        int opcode() {
            return first & 0xF;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame, 1005 when it has none. */
        int code() {
            return payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private String response = "";

    private RawSocket(URI url, int receiveBuffer) throws IOException {
        this(url, receiveBuffer, null);
    }

    private RawSocket(URI url, int receiveBuffer, String source) throws IOException {
        socket = new Socket();
        if (source != null) {
            socket.bind(new InetSocketAddress(source, 0));
        }
        if (receiveBuffer != DEFAULT_BUFFER) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A TCP connection on which nothing has been said. */
    static RawSocket open(TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), DEFAULT_BUFFER);
    }

    /** The same, from that address of this host. */
    static RawSocket openFrom(String source, TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), DEFAULT_BUFFER, source);
    }

    /** The same, with a receive buffer of that size. */
    static RawSocket openFrom(String source, int receiveBuffer, TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), receiveBuffer, source);
    }

    /** A WebSocket from that address of this host. */
    static RawSocket connectFrom(String source, TestGateway gateway) throws IOException {
        URI url = URI.create(gateway.process().httpUrl());
        return new RawSocket(url, DEFAULT_BUFFER, source).shake(url, "X: y");
    }

    static RawSocket connect(TestGateway gateway) throws IOException {
        return connect(gateway, DEFAULT_BUFFER);
    }

    /** With a receive buffer of that size: what it does not read is soon the gateway's. */
    static RawSocket connect(TestGateway gateway, int receiveBuffer) throws IOException {
        return connect(gateway, receiveBuffer, "X: y");
    }

    /** With that header in its handshake. */
    static RawSocket connect(TestGateway gateway, String header) throws IOException {
        return connect(gateway, DEFAULT_BUFFER, header);
    }

    private static RawSocket connect(TestGateway gateway, int receiveBuffer, String header) throws IOException {
        URI url = URI.create(gateway.process().httpUrl());
        return new RawSocket(url, receiveBuffer).shake(url, header);
    }

    private RawSocket shake(URI url, String header) throws IOException {
        response = send(handshakeOf(url, header)).readHead();
        if (!response.startsWith("HTTP/1.1 101 ")) {
            close();
            throw new IOException("refused: " + response);
        }
        return this;
    }

    /** The head of the answer to the handshake. */
    String response() {
        return response;
    }

    private static byte[] handshakeOf(URI url, String header) {
        return ("GET /ws HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The head of the answer to a handshake with that header. */
    static String handshake(String url, String header) {
        URI uri = URI.create(url);
        try (RawSocket opened = new RawSocket(uri, DEFAULT_BUFFER)) {
            return opened.send(handshakeOf(uri, header)).readHead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A masked frame with the shortest length, and that first byte. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(MASKED | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(MASKED | 126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(MASKED | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(MASK);
        out.writeBytes(masked(payload));
        return out.toByteArray();
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame that says its length in 2 bytes (126) or 8 (127), whether it needs them or not. */
    static byte[] frame(int first, int lengthKind, long length, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.write(MASKED | lengthKind);
        byte[] bytes = ByteBuffer.allocate(8).putLong(length).array();
        int from = lengthKind == 127 ? 0 : 6;
        out.write(bytes, from, bytes.length - from);
        out.writeBytes(MASK);
        out.writeBytes(masked(payload));
        return out.toByteArray();
    }

    private static byte[] masked(byte[] payload) {
        byte[] bytes = payload.clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= MASK[i % MASK.length];
        }
        return bytes;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    RawSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** A frame whose first byte is that one. */
    RawSocket send(int first, byte[] payload) throws IOException {
        return send(frame(first, payload));
    }

    RawSocket send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawSocket text(String message) throws IOException {
        return send(frame(FIN | TEXT, message));
    }

    /** False when the gateway takes nothing more. */
    boolean trySend(byte[] bytes) {
        try {
            send(bytes);
            return true;
        } catch (IOException expected) {
            return false;
        }
    }

    /** The head of an HTTP response. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** The next frame of that kind, all before it being passed over. */
    Frame read(int opcode) throws IOException {
        Frame frame = read();
        while (frame.opcode() != opcode) {
            frame = read();
        }
        return frame;
    }

    /** The code of the close frame that comes in the end, all before it being passed over. */
    int readCloseCode(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (deadline - System.nanoTime() > 0) {
            Frame frame = read();
            if (frame.opcode() == CLOSE) {
                return frame.code();
            }
        }
        throw new AssertionError("no close frame within " + timeout);
    }

    int readCloseCode() throws IOException {
        return readCloseCode(Duration.ofSeconds(10));
    }

    /** All that comes until the gateway ends the connection. */
    String readToEnd(Duration timeout) throws IOException {
        StringBuilder all = new StringBuilder();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (deadline - System.nanoTime() > 0) {
                int next = in.read();
                if (next < 0) {
                    return all.toString();
                }
                all.append((char) next);
            }
        } catch (SocketException expected) {
            return all.toString();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not ended within " + timeout + " after " + all, e);
        }
        throw new AssertionError("not ended within " + timeout + " after " + all);
    }

    void awaitEnd(Duration timeout) throws IOException {
        readToEnd(timeout);
    }

    /** Sends no more and says so, but goes on reading. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Vanishes with a reset instead of a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
