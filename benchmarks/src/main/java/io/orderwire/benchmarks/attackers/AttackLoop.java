package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The thread that runs one attack: it opens connections, sends, and looks at little of what it reads. */
final class AttackLoop implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;
    /** Begins the text that is counted when attacking failed, which fails a run. */
    static final String FAILED = "the attacker failed: ";

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int OPENED_PER_TICK = 200;
    private static final long STOP_MS = 10_000;

    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final Tally tally;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "attack");
    private volatile boolean stopped;

    /** Starts it; {@code tally} may be read after {@link #close()}. */
    AttackLoop(Attack attack, InetSocketAddress from, InetSocketAddress to, Tally tally) throws IOException {
        this.from = from;
        this.to = to;
        this.tally = tally;
        long now = System.nanoTime();
        for (int i = 0; i < attack.connections(); i++) {
            Connection connection = new Connection(attack, i, tally);
            connection.mayOpenAt(now);
            connections.add(connection);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            long tickNanos = System.nanoTime();
            while (!stopped) {
                long now = System.nanoTime();
                if (now - tickNanos >= 0) {
                    tick(now);
                    tickNanos = now + TICK_NANOS;
                }
                long waitMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(tickNanos - System.nanoTime()));
                selector.select(this::ready, waitMs);
            }
        } catch (IOException | RuntimeException e) {
            tally.count(FAILED + e);
        } finally {
            connections.forEach(Connection::close);
        }
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        if (key.isValid()) {
            connection.ready(buffer);
            // One that is meant to come back at once does not wait for a tick.
            long now = System.nanoTime();
            if (connection.isDue(now)) {
                connection.open(selector, from, to);
            }
        }
    }

    private void tick(long nowNanos) {
        int opened = 0;
        for (Connection connection : connections) {
            if (connection.isDue(nowNanos) && opened < OPENED_PER_TICK) {
                connection.open(selector, from, to);
                opened++;
            } else {
                connection.tick(nowNanos);
            }
        }
    }

    /** Ends all connections. */
    @Override
    public void close() throws IOException {
        stopped = true;
        selector.wakeup();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}
