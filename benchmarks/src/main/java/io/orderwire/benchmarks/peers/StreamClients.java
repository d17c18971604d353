package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.whole.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** WebSocket clients of all orders of one server, all read by one thread: the same loop for every server. */
final class StreamClients implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int TIMEOUT_MS = 10_000;
    private static final long SELECT_MS = 100;
    private static final long JOIN_MS = 5_000;
    private static final long HIGHEST_MS = 600_000;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    /** Longer messages of a server whose client is ready need no answer. */
    private static final int LONGEST_PING = 16;

    private final URI url;
    private final Feed feed;
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "clients");
    private final Histogram ages = new Histogram(HIGHEST_MS, 3);
    private volatile boolean closed;
    private volatile String lost = "";

    /** Connects so many clients, and returns when all are subscribed. */
    StreamClients(URI url, Feed feed, int count) throws IOException, InterruptedException {
        this.url = url;
        this.feed = feed;
        thread.setDaemon(true);
        thread.start();
        try {
            for (int i = 0; i < count; i++) {
                connect();
            }
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private final class Client implements MessageReader.Messages {
        private final SocketChannel channel;
        private final CountDownLatch ready = new CountDownLatch(1);
        private final MessageReader reader = new MessageReader();
        private final OrderTimes times = new OrderTimes();
        private long orders;
        private long sum;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void message(byte[] array, int from, int to) {
            if (ready.getCount() > 0 || to - from <= LONGEST_PING) {
                spoken(new String(array, from, to - from, StandardCharsets.ISO_8859_1));
            }
            long now = System.currentTimeMillis();
            times.take(array, from, to, epochMs -> ages.recordValue(Math.min(HIGHEST_MS, Math.max(0, now - epochMs))));
        }

        private void spoken(String text) {
            if (ready.getCount() > 0 && feed.isReady(text)) {
                ready.countDown();
            }
            String answer = feed.answer(text);
            if (!answer.isEmpty()) {
                try {
                    channel.write(ByteBuffer.wrap(MessageReader.masked(answer)));
                } catch (IOException e) {
                    lost = e.toString();
                }
            }
        }

        @Override
        public void ping() throws IOException {
            channel.write(ByteBuffer.wrap(PONG));
        }

        @Override
        public void close(String reason) {
            lost = "closed by the server: " + reason;
        }
    }

    private void connect() throws IOException, InterruptedException {
        SocketChannel channel = SocketChannel.open();
        channel.socket().connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MS);
        channel.socket().setSoTimeout(TIMEOUT_MS);
        String path = url.getPath().isEmpty() ? "/" : url.getPath();
        String handshake = "GET " + path + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        channel.write(ByteBuffer.wrap(handshake.getBytes(StandardCharsets.US_ASCII)));
        String answer = head(channel);
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("the server answered " + answer);
        }
        if (!feed.request().isEmpty()) {
            channel.write(ByteBuffer.wrap(MessageReader.masked(feed.request())));
        }
        channel.configureBlocking(false);
        Client client = new Client(channel);
        clients.add(client);
        selector.wakeup();
        channel.register(selector, SelectionKey.OP_READ, client);
        if (!client.ready.await(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            throw new IOException("not subscribed within 10 s: " + lost);
        }
    }

    /** By the socket's stream: a channel's own reads know no timeout. */
    private static String head(SocketChannel channel) throws IOException {
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

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (!closed) {
            try {
                selector.select(key -> read(key, buffer), SELECT_MS);
            } catch (IOException e) {
                lost = e.toString();
                return;
            }
        }
    }

    private synchronized void read(SelectionKey key, ByteBuffer buffer) {
        Client client = (Client) key.attachment();
        try {
            buffer.clear();
            if (client.channel.read(buffer) < 0) {
                throw new IOException("end of stream");
            }
            client.reader.take(buffer.flip(), client);
        } catch (IOException | RuntimeException e) {
            if (lost.isEmpty()) {
                lost = e.toString();
            }
            key.cancel();
        }
    }

    /** Forgets what was received so far. */
    synchronized void reset() {
        ages.reset();
        for (Client client : clients) {
            client.orders = client.times.orders();
            client.sum = client.times.sum();
        }
    }

    /** Ages of the orders since the last reset, at all clients, milliseconds. */
    synchronized Histogram ages() {
        return ages.copy();
    }

    /** Orders since the last reset, at all clients. */
    synchronized long orders() {
        return clients.stream()
                .mapToLong(client -> client.times.orders() - client.orders)
                .sum();
    }

    int count() {
        return clients.size();
    }

    /** Whether all clients received the same times since the last reset, as far as their sum tells. */
    synchronized boolean agree() {
        return clients.stream()
                        .mapToLong(client -> client.times.sum() - client.sum)
                        .distinct()
                        .count()
                <= 1;
    }

    /** Why a connection ended that should not have; empty if none did. */
    String lost() {
        return lost;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }
}
