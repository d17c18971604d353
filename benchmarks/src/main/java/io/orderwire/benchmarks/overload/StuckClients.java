package io.orderwire.benchmarks.overload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * WebSocket clients that subscribe to all orders and never read a byte. The gateway closes them as slow after a while; each
 * second the oldest one makes place for a new one, so that there always are some.
 */
final class StuckClients implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final long REPLACE_MS = 1_000;
    private static final String SUBSCRIBE = "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"}}";

    private final URI url;
    private final Deque<Socket> sockets = new ArrayDeque<>();
    private final ScheduledExecutorService replacing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stuck-clients");
        thread.setDaemon(true);
        return thread;
    });

    StuckClients(URI url, int count) throws IOException {
        this.url = url;
        for (int i = 0; i < count; i++) {
            sockets.add(connect());
        }
        if (count > 0) {
            replacing.scheduleWithFixedDelay(this::replaceOldest, REPLACE_MS, REPLACE_MS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized int count() {
        return sockets.size();
    }

    private synchronized void replaceOldest() {
        try {
            sockets.addLast(connect());
            sockets.removeFirst().close();
        } catch (IOException e) {
            System.err.println("a client that never reads could not connect: " + e);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MS);
        String handshake = "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(masked(SUBSCRIBE));
        return socket;
    }

    /** A text frame of at most 125 bytes; a mask of zeros leaves it as it is. */
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    @Override
    public synchronized void close() throws IOException {
        replacing.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
