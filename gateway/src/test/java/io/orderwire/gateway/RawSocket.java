package io.orderwire.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket client that does nothing by itself, and says in its handshake what it is told to. */
final class RawSocket implements AutoCloseable {
    private static final int CLOSE = 8;

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

    static RawSocket connect(TestGateway gateway) throws IOException {
        return new RawSocket(URI.create(gateway.process().httpUrl()), "X: y");
    }

    /** The head of the answer to a handshake with that header. */
    static String handshake(String url, String header) {
        try (RawSocket socket = new RawSocket(URI.create(url), header)) {
            return socket.response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the close frame that comes in the end, all before it being passed over. */
    int readCloseCode(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (deadline - System.nanoTime() > 0) {
            int opcode = in.readUnsignedByte() & 0xF;
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            if (opcode == CLOSE) {
                return in.readUnsignedShort();
            }
            in.skipNBytes(length);
        }
        throw new AssertionError("no close frame within " + timeout);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
