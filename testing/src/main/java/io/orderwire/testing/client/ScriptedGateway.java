package io.orderwire.testing.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ServerSocketFactory;

/**
 * A WebSocket server for tests of clients. It serves successive connections, each by the next script: it waits for a
 * request, sends the messages of the script, and closes with 1001. The connection of the last script stays open.
 */
public final class ScriptedGateway implements AutoCloseable {
    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "sec-websocket-key: ";

    /** A close frame with the code 1001. */
    private static final byte[] CLOSE = {(byte) 0x88, 2, 3, (byte) 0xe9};

    private final ServerSocket server;
    private final boolean tls;
    private final BlockingQueue<List<String>> scripts = new LinkedBlockingQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Listens on a free port; a script that begins with {@code HTTP/1.1} is an answer to the handshake instead. */
    @SafeVarargs
    public ScriptedGateway(List<String>... scripts) throws IOException {
        this(ServerSocketFactory.getDefault(), false);
        for (List<String> script : scripts) {
            this.scripts.add(script);
        }
    }

    private ScriptedGateway(ServerSocketFactory sockets, boolean tls) throws IOException {
        this.server = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.tls = tls;
        Thread thread = new Thread(this::serve, "scripted-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    /** A gateway that uses TLS; {@code sockets} have its certificate. */
    @SafeVarargs
    public static ScriptedGateway secure(ServerSocketFactory sockets, List<String>... scripts) throws IOException {
        ScriptedGateway gateway = new ScriptedGateway(sockets, true);
        for (List<String> script : scripts) {
            gateway.scripts.add(script);
        }
        return gateway;
    }

    /** The address of the WebSocket. */
    public URI url() {
        return URI.create((tls ? "wss" : "ws") + "://127.0.0.1:" + server.getLocalPort() + "/ws");
    }

    /** The requests so far, one of each connection. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        while (!closed) {
            try (Socket socket = server.accept()) {
                serve(socket);
            } catch (IOException expected) {
                // The client has gone, or this server was closed.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        String key = key(in);
        List<String> script = scripts.isEmpty() ? List.of() : scripts.remove();
        if (!script.isEmpty() && script.get(0).startsWith("HTTP/1.1 ")) {
            out.write((script.get(0) + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return;
        }
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        requests.add(request(in));
        for (String message : script) {
            out.write(frame(message));
        }
        if (!scripts.isEmpty()) {
            out.write(CLOSE);
        }
        out.flush();
        // Closing the socket now could discard messages that the client has not read yet.
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static String key(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, KEY, 0, KEY.length()))
                .map(line -> line.substring(KEY.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("no key in " + head));
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One text frame of a client, whose payload is masked (RFC 6455, section 5.2). */
    private static String request(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % mask.length];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static byte[] frame(String message) throws IOException {
        byte[] payload = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            boolean isShort = payload.length <= 0xffff;
            frame.write(isShort ? 126 : 127);
            for (int shift = isShort ? 8 : 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.write(payload);
        return frame.toByteArray();
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
