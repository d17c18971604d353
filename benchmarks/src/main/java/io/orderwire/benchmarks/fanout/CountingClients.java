package io.orderwire.benchmarks.fanout;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * WebSocket clients of which there can be a thousand on the machine that is measured: one thread reads what comes to all
 * of them, counts bytes and frames, answers pings, and looks at nothing else.
 */
public final class CountingClients implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int TIMEOUT_MS = 10_000;
    private static final long SELECT_MS = 100;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    private static final int PING = 9;

    private final URI url;
    private final boolean compressed;
    private final Selector selector = Selector.open();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder frames = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "counting-clients");
    private volatile boolean closed;

    /** Clients of that gateway; {@code compressed} ones ask for permessage-deflate, and are refused when they do not get it. */
    public CountingClients(URI url, boolean compressed) throws IOException {
        this.url = url;
        this.compressed = compressed;
        thread.setDaemon(true);
        thread.start();
    }

    /** Where a connection is in the stream of frames. */
    private static final class Frames {
        private final byte[] header = new byte[10];
        private int headerBytes;
        private int headerLength = 2;
        private long payload;

        /** Takes in what was read; true when a ping came. */
        boolean take(ByteBuffer read, LongAdder frames) {
            boolean ping = false;
            while (read.hasRemaining()) {
                if (payload > 0) {
                    int skipped = (int) Math.min(payload, read.remaining());
                    read.position(read.position() + skipped);
                    payload -= skipped;
                    continue;
                }
                header[headerBytes++] = read.get();
                if (headerBytes == 2) {
                    int length = header[1] & 0x7F;
                    headerLength = length == 127 ? 10 : length == 126 ? 4 : 2;
                }
                if (headerBytes >= 2 && headerBytes == headerLength) {
                    ping |= (header[0] & 0x0F) == PING;
                    payload = payload();
                    headerBytes = 0;
                    frames.increment();
                }
            }
            return ping;
        }

        private long payload() {
            if (headerLength == 2) {
                return header[1] & 0x7F;
            }
            long length = 0;
            for (int i = 2; i < headerLength; i++) {
                length = length << 8 | header[i] & 0xFF;
            }
            return length;
        }
    }

    /** Adds a client of one subscription, JSON. */
    public void add(String subscription) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.socket().connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MS);
        channel.socket().setSoTimeout(TIMEOUT_MS);
        String handshake = "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + (compressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "")
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        channel.write(ByteBuffer.wrap(handshake.getBytes(StandardCharsets.US_ASCII)));
        String answer = readHead(channel);
        if (!answer.startsWith("HTTP/1.1 101") || compressed && !answer.contains("permessage-deflate")) {
            throw new IOException("the gateway answered " + answer);
        }
        channel.write(ByteBuffer.wrap(masked("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}")));
        channel.configureBlocking(false);
        open.incrementAndGet();
        selector.wakeup();
        channel.register(selector, SelectionKey.OP_READ, new Frames());
    }

    /** By the socket's stream: a channel's own reads know no timeout. */
    private static String readHead(SocketChannel channel) throws IOException {
        InputStream in = channel.socket().getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** A text frame; a mask of zeros leaves it as it is. */
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (!closed) {
            try {
                selector.select(key -> read(key, buffer), SELECT_MS);
            } catch (IOException e) {
                System.err.println("counting clients: " + e);
                return;
            }
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                throw new IOException("closed by the gateway");
            }
            bytes.add(count);
            if (((Frames) key.attachment()).take(buffer.flip(), frames)) {
                channel.write(ByteBuffer.wrap(PONG));
            }
        } catch (IOException e) {
            if (!closed) {
                System.err.println("a client was lost: " + e.getMessage());
            }
            open.decrementAndGet();
            key.cancel();
        }
    }

    /** Bytes that came so far, to all clients. */
    public long bytes() {
        return bytes.sum();
    }

    /** Frames that came so far. */
    long frames() {
        return frames.sum();
    }

    /** Clients that are still connected. */
    public int open() {
        return open.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
