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

/** A WebSocket client that does nothing by itself: the test decides what it sends, valid or not. */
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

        /** The code of a close frame, 1005 if the frame does not have one. */
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

    /** Opens a TCP connection without sending anything. */
    static RawSocket open(TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), DEFAULT_BUFFER);
    }

    /** The same, from address {@code source} of this host. */
    static RawSocket openFrom(String source, TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), DEFAULT_BUFFER, source);
    }

    /** The same, with a receive buffer of {@code receiveBuffer} bytes. */
    static RawSocket openFrom(String source, int receiveBuffer, TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), receiveBuffer, source);
    }

    /** Opens a WebSocket from address {@code source} of this host. */
    static RawSocket connectFrom(String source, TestGateway gateway) throws IOException {
        URI url = URI.create(gateway.process().httpUrl());
        return new RawSocket(url, DEFAULT_BUFFER, source).shake(url, "X: y");
    }

    static RawSocket connect(TestGateway gateway) throws IOException {
        return connect(gateway, DEFAULT_BUFFER);
    }

    /**
     * Opens a WebSocket with a receive buffer of {@code receiveBuffer} bytes: when it is full, data has to wait in the
     * gateway.
     */
    static RawSocket connect(TestGateway gateway, int receiveBuffer) throws IOException {
        return connect(gateway, receiveBuffer, "X: y");
    }

    /** Opens a WebSocket with a header in its handshake. */
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

    /** Sends a handshake with a header, and returns the head of the answer. */
    static String handshake(String url, String header) {
        URI uri = URI.create(url);
        try (RawSocket opened = new RawSocket(uri, DEFAULT_BUFFER)) {
            return opened.send(handshakeOf(uri, header)).readHead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A masked frame with {@code first} as its first byte, and its length in the shortest form. */
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

    /** A masked frame with its length in 2 bytes (126) or 8 bytes (127), even if fewer would suffice. */
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

    /** Sends a frame with {@code first} as its first byte. */
    RawSocket send(int first, byte[] payload) throws IOException {
        return send(frame(first, payload));
    }

    RawSocket send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawSocket text(String message) throws IOException {
        return send(frame(FIN | TEXT, message));
    }

    /** Returns false if the gateway does not accept more bytes. */
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

    /** Reads the next frame of an opcode; skips others before it. */
    Frame read(int opcode) throws IOException {
        Frame frame = read();
        while (frame.opcode() != opcode) {
            frame = read();
        }
        return frame;
    }

    /** Reads up to the close frame, and returns its code. */
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

    /** Reads until the gateway ends the connection. */
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

    /** Closes the sending direction, but continues reading. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset instead of a close frame. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
