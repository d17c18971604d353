package io.orderwire.benchmarks.crash;

import io.orderwire.benchmarks.LocalTimes;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import io.orderwire.testing.guarantees.ClientSessions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client of all orders that connects again whenever its connection breaks, and checks the frames that it
 * receives. If it resumes, it continues after its last frame, and the guarantees of one connection hold for all of its
 * connections together.
 */
final class ReconnectingClient implements AutoCloseable {
    private static final long PAUSE_MS = 50;
    private static final long LOOK_MS = 500;
    private static final long JOIN_MS = 5_000;

    /** A frame comes every 5 s: a connection on which none does is taken for broken, as the clients of ours do. */
    private static final long SILENCE_MS = 15_000;

    /** Characters of a message that cannot be. */
    private static final int SHOWN = 500;

    private static final long BEGIN_SECONDS = 60;
    private static final long STANDSTILL_SECONDS = 60;

    private static final String CURSOR = "\"cursor\":\"";

    private final URI url;
    private final KillLog log;
    private final boolean resuming;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final ReaderWaits waits;
    private final LocalTimes times = new LocalTimes();
    private final ClientSessions sessions = new ClientSessions(CrashRun.PARTITIONS);
    private final Thread thread;
    private final Map<String, Integer> ends = new TreeMap<>();
    private int connections;
    private long orders;
    private long dropped;
    private long gaps;
    private @Nullable String failure;
    private @Nullable String cursor;
    private volatile long heardNanos;
    private volatile int attempts;
    private volatile int silences;
    private volatile boolean closing;

    ReconnectingClient(URI url, KillLog log, boolean resuming) {
        this.url = url;
        this.log = log;
        this.resuming = resuming;
        this.waits = log.follow(resuming ? "resuming" : "websocket");
        this.thread = new Thread(this::run, "reconnecting-client");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                connect();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail("it ended: " + e);
            throw e;
        }
    }

    private synchronized void fail(String why) {
        failure = failure == null ? why : failure;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    private void connect() throws InterruptedException {
        try {
            int number = ++attempts;
            try (TextClient client = new TextClient(url, message -> take(number, message))) {
                heardNanos = System.nanoTime();
                client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\"" + from()
                        + "}}");
                while (!closing && !isSilent() && !client.awaitGone(LOOK_MS)) {
                    // Orders come on the client's own thread.
                }
                if (!closing) {
                    ended(client.closeCode());
                }
            }
        } catch (CompletionException expected) {
            // The gateway is not back yet.
        }
    }

    private synchronized void ended(int closeCode) {
        ends.merge(closeCode == 0 ? "broken" : Integer.toString(closeCode), 1, Integer::sum);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    private boolean isSilent() {
        boolean silent = System.nanoTime() - heardNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MS);
        if (silent) {
            silences++;
        }
        return silent;
    }

    private synchronized String from() {
        return resuming && cursor != null ? ",\"from\":{\"cursor\":\"" + cursor + "\"}" : "";
    }

    /** Whatever is wrong with a message is a finding: thrown from here it would only break the connection. */
    private synchronized void take(int attempt, String message) {
        if (attempt != attempts || failure != null) {
            return;
        }
        heardNanos = System.nanoTime();
        try {
            read(message, System.currentTimeMillis());
        } catch (AssertionError | RuntimeException e) {
            fail("a message that cannot be, " + e + ": " + message.substring(0, Math.min(SHOWN, message.length())));
        }
    }

    private void read(String message, long nowMs) {
        if (message.contains("\"subscriptionResponse\"")) {
            subscribed(message);
        } else if (message.startsWith("{\"channel\":\"error\"")) {
            fail(message);
        }
        OrdersFrame frame = OrdersFrame.parse(message);
        if (frame == null) {
            return;
        }
        sessions.frame(frame);
        cursor = frame.cursor();
        orders += frame.orders().size();
        dropped += frame.dropped();
        gaps += frame.gaps().size();
        for (byte[] order : frame.orders()) {
            log.saw(waits, partition(order), times.epochMs(order), nowMs);
        }
    }

    private void subscribed(String message) {
        connections++;
        if (!resuming || cursor == null) {
            sessions.connected();
        }
        // The subscription that is echoed before it may name one too.
        int from = message.lastIndexOf(CURSOR) + CURSOR.length();
        cursor = message.substring(from, message.indexOf('"', from));
        begun.countDown();
    }

    /** Waits until it is subscribed for the first time. */
    void awaitBegun() throws InterruptedException {
        if (!begun.await(BEGIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not subscribed after " + BEGIN_SECONDS + " s");
        }
    }

    /**
     * Waits until that many orders were received or reported as dropped, or until none has been for long.
     *
     * @return the number of these orders
     */
    long awaitOrders(long count) throws InterruptedException {
        long handled = handled();
        long sinceNanos = System.nanoTime();
        while (handled < count && System.nanoTime() - sinceNanos < TimeUnit.SECONDS.toNanos(STANDSTILL_SECONDS)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            long now = handled();
            if (now != handled) {
                handled = now;
                sinceNanos = System.nanoTime();
            }
        }
        return handled;
    }

    private synchronized long handled() {
        return orders + dropped;
    }

    /** The member {@code part}, which follows the position at the beginning. */
    private static int partition(byte[] order) {
        int at = 0;
        while (order[at] != ',') {
            at++;
        }
        int number = 0;
        for (int i = at + ",\"part\":".length(); order[i] != ','; i++) {
            number = number * 10 + order[i] - '0';
        }
        return number;
    }

    /** Why the received frames are wrong, if they are. */
    synchronized Optional<String> broken() {
        if (failure != null) {
            return Optional.of(failure);
        }
        try {
            sessions.check();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** For people. */
    synchronized String summary() {
        return (resuming ? "resuming client: " : "client: ") + connections + " connections, ended " + ends + ", "
                + silences + " of them left for their silence, " + orders + " orders, "
                + dropped + " reported as dropped, " + gaps + " gaps reported";
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
