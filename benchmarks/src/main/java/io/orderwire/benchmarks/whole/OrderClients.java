package io.orderwire.benchmarks.whole;

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

/** WebSocket clients, all read by one thread, each with a {@link Received}. */
final class OrderClients implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int TIMEOUT_MS = 10_000;
    private static final long SELECT_MS = 100;
    private static final long JOIN_MS = 5_000;

    private final URI url;
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "clients");
    private volatile boolean closed;

    OrderClients(URI url) throws IOException {
        this.url = url;
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection and the messages that it received. */
    static final class Client implements MessageReader.Messages {
        private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
        private static final String SUBSCRIBED = "{\"channel\":\"subscriptionResponse\"";
        private static final String LOSS = "\"dropped\":";

        private final SocketChannel channel;
        private final Received received;
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final MessageReader reader = new MessageReader();
        private volatile String ended = "";

        Client(SocketChannel channel, Received received) {
            this.channel = channel;
            this.received = received;
        }

        Received received() {
            return received;
        }

        /** Why the connection ended, empty while it is open. */
        String ended() {
            return ended;
        }

        @Override
        public void message(byte[] array, int from, int to) {
            if (subscribed.getCount() > 0) {
                String text = new String(array, from, to - from, StandardCharsets.UTF_8);
                if (text.startsWith(SUBSCRIBED)) {
                    subscribed.countDown();
                    return;
                }
                if (!text.contains(LOSS)) {
                    ended = "the gateway answered " + text;
                }
            }
            received.take(array, from, to, Received.nowMicros());
        }

        @Override
        public void ping() throws IOException {
            channel.write(ByteBuffer.wrap(PONG));
        }

        @Override
        public void close(String reason) {
            ended = "closed by the gateway: " + reason;
        }
    }

    /**
     * Connects a client, and returns when its subscription was acknowledged.
     *
     * @param members further members of the subscription to orders, JSON; may be empty
     */
    Client add(String members, Received received) throws IOException, InterruptedException {
        SocketChannel channel = SocketChannel.open();
        channel.socket().connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MS);
        channel.socket().setSoTimeout(TIMEOUT_MS);
        String handshake = "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        channel.write(ByteBuffer.wrap(handshake.getBytes(StandardCharsets.US_ASCII)));
        String answer = head(channel);
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("the gateway answered " + answer);
        }
        String more = members.isEmpty() ? "" : "," + members;
        channel.write(ByteBuffer.wrap(MessageReader.masked(
                "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"" + more + "}}")));
        channel.configureBlocking(false);
        Client client = new Client(channel, received);
        clients.add(client);
        selector.wakeup();
        channel.register(selector, SelectionKey.OP_READ, client);
        if (!client.subscribed.await(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            throw new IOException("not subscribed within 10 s: " + members + " " + client.ended());
        }
        return client;
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
                System.err.println("clients: " + e);
                return;
            }
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        Client client = (Client) key.attachment();
        try {
            buffer.clear();
            int count = client.channel.read(buffer);
            if (count < 0) {
                throw new IOException("end of stream");
            }
            client.received.countBytes(count);
            client.reader.take(buffer.flip(), client);
        } catch (IOException | RuntimeException e) {
            if (client.ended.isEmpty()) {
                client.ended = e.toString();
            }
            key.cancel();
        }
    }

    /** Why connections ended that should not have. */
    List<String> lost() {
        return clients.stream()
                .map(Client::ended)
                .filter(reason -> !reason.isEmpty())
                .toList();
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
