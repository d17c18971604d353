package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A place for a TCP connection of the attacker, which is opened again after it ended. Belongs to the loop's thread. */
final class Connection {
    private static final int TICKS_PER_SECOND = 10;
    private static final int SLOW_BUFFER_BYTES = 4_096;

    private final Attack attack;
    private final int index;
    private final Tally tally;
    private @Nullable Peer peer;
    private @Nullable SelectionKey key;
    private @Nullable ByteBuffer waiting;
    private long readable;
    private long reopenNanos;

    Connection(Attack attack, int index, Tally tally) {
        this.attack = attack;
        this.index = index;
        this.tally = tally;
    }

    boolean isClosed() {
        return key == null;
    }

    /** Whether it is closed and may be opened. */
    boolean isDue(long nowNanos) {
        return isClosed() && nowNanos - reopenNanos >= 0;
    }

    void mayOpenAt(long nanos) {
        reopenNanos = nanos;
    }

    /** Begins to connect from one address to another. */
    void open(Selector selector, InetSocketAddress from, InetSocketAddress to) {
        Peer opened = attack.peers().apply(index);
        peer = opened;
        readable = budget();
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.configureBlocking(false);
                // A reset leaves no port behind that would wait for a minute.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                if (isSlow()) {
                    channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_BUFFER_BYTES);
                }
                channel.bind(from);
                boolean connected = channel.connect(to);
                key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
                if (connected) {
                    opened.connected(this);
                }
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            ended("could not connect: " + e.getMessage());
        }
    }

    /** Does what the selector found. */
    void ready(ByteBuffer buffer) {
        SelectionKey selected = Objects.requireNonNull(key);
        SocketChannel channel = (SocketChannel) selected.channel();
        try {
            if (selected.isConnectable() && channel.finishConnect()) {
                selected.interestOps(SelectionKey.OP_READ);
                Objects.requireNonNull(peer).connected(this);
            }
            if (selected.isWritable()) {
                flush();
            }
            if (selected.isReadable()) {
                read(selected, channel, buffer);
            }
        } catch (IOException e) {
            ended(String.valueOf(e.getMessage()));
        }
    }

    private void read(SelectionKey selected, SocketChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), readable));
        int count = channel.read(buffer);
        if (count < 0) {
            throw new IOException("closed");
        }
        tally.count("bytes received", count);
        readable -= isSlow() ? count : 0;
        if (readable <= 0) {
            selected.interestOpsAnd(~SelectionKey.OP_READ);
        }
        Objects.requireNonNull(peer).received(this, buffer.flip());
    }

    private boolean isSlow() {
        return attack.readBytesPerSecond() != Attack.UNLIMITED;
    }

    private long budget() {
        return isSlow() ? Math.max(1, attack.readBytesPerSecond() / TICKS_PER_SECOND) : Attack.UNLIMITED;
    }

    void tick(long nowNanos) {
        SelectionKey open = key;
        if (open == null || ((SocketChannel) open.channel()).isConnectionPending()) {
            return;
        }
        try {
            readable = budget();
            open.interestOpsOr(SelectionKey.OP_READ);
            Objects.requireNonNull(peer).tick(this, nowNanos);
        } catch (IOException e) {
            ended(String.valueOf(e.getMessage()));
        }
    }

    /** Whether all that was sent has been taken: no more should be sent before. */
    boolean isIdle() {
        return waiting == null;
    }

    /** Sends bytes; what the socket does not take now follows later. */
    void send(byte[] bytes) throws IOException {
        ByteBuffer before = waiting;
        ByteBuffer all = before == null
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.allocate(before.remaining() + bytes.length)
                        .put(before)
                        .put(bytes)
                        .flip();
        waiting = all;
        flush();
    }

    private void flush() throws IOException {
        SelectionKey open = Objects.requireNonNull(key);
        ByteBuffer bytes = waiting;
        if (bytes != null) {
            ((SocketChannel) open.channel()).write(bytes);
        }
        if (bytes == null || !bytes.hasRemaining()) {
            waiting = null;
            open.interestOpsAnd(~SelectionKey.OP_WRITE);
        } else {
            open.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    private void ended(String how) {
        Peer ended = Objects.requireNonNull(peer);
        close();
        ended.ended(how);
        reopenNanos = System.nanoTime() + ended.reopenNanos();
    }

    /** Ends it with a reset. */
    void close() {
        SelectionKey open = key;
        key = null;
        waiting = null;
        if (open != null) {
            try {
                open.channel().close();
            } catch (IOException expected) {
                // It is gone all the same.
            }
        }
    }
}
