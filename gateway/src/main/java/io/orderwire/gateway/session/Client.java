package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import io.orderwire.websocket.transport.Transport;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection: at most one message in flight, and a bounded {@link SendQueue} before it. Undertow would queue without a
 * bound and never abandon a write, so both are done here. {@link #offer} is for any thread; sending runs on the connection's
 * I/O thread.
 */
public final class Client {
    /** Messages in one go before other clients of the I/O thread get their turn. */
    private static final int TURN = 8;

    /** Requests that wait for the reading thread. */
    private static final int MOST_PENDING_REQUESTS = 2_048;

    private static final int ALWAYS_PENDING_REQUESTS = 16;

    /** More than a replay sends before it looks again whether there is room. */
    private static final long NEXT_BYTES = 256 << 10;

    private final Transport transport;
    private final IoThread ioThread;
    private final Payer payer;
    private final ClientLimits limits;
    private final SendMemory sendMemory;
    private final LongSupplier nanoTime;
    private final ClientEvents events;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final SendQueue queue;
    private final Heartbeat heartbeat;
    private final Ending ending = new Ending();
    private final AtomicBoolean marked = new AtomicBoolean();
    private final AtomicInteger pendingRequests = new AtomicInteger();
    private final AtomicLong pendingBytes = new AtomicLong();
    private volatile long sendingSinceNanos;
    private volatile boolean gone;
    private boolean draining;

    /**
     * A connection that is open.
     *
     * @param payer who pays for it
     * @param sendMemory what waits for all clients together
     * @param events counts what happens to it
     */
    public Client(
            Transport transport,
            IoThread ioThread,
            Payer payer,
            ClientLimits limits,
            SendMemory sendMemory,
            LongSupplier nanoTime,
            ClientEvents events) {
        this.transport = transport;
        this.ioThread = ioThread;
        this.payer = payer;
        this.limits = limits;
        this.sendMemory = sendMemory;
        this.nanoTime = nanoTime;
        this.events = events;
        this.queue = new SendQueue(limits.queueFrames(), limits.queueBytes(), sendMemory, events::dropped);
        this.heartbeat = new Heartbeat(limits, nanoTime.getAsLong());
    }

    /** Who pays for it. */
    public Payer payer() {
        return payer;
    }

    /** Its bounds. */
    public ClientLimits limits() {
        return limits;
    }

    /** Adds a frame to those that wait; {@link IoThread#flush()} gets it sent. */
    public void offer(@Nullable Subscription subscription, Frame frame) {
        if (gone || ending.begun() != null) {
            return;
        }
        if (queue.offer(subscription, frame, nanoTime.getAsLong()) == SendQueue.Outcome.HOPELESS) {
            close(CloseCode.SLOW, "more answers or reports of losses wait than there is room for");
        }
        mark();
    }

    /** Gets what was offered sent, from another thread than the reading one. */
    public void flush() {
        ioThread.flush();
    }

    /** Sends an answer at once, so far as nothing waits before it. */
    public void answer(Frame frame) {
        offer(null, frame);
        ioThread.flush();
    }

    /** Drops what waits of a subscription that has ended. */
    public void forget(Subscription subscription) {
        queue.forget(subscription);
    }

    /** Closes now: what waits is thrown away. */
    public void close(CloseCode code, String reason) {
        end(new Ending.Begun(code, reason, false, nanoTime.getAsLong()));
        queue.close();
    }

    /** Closes when all that waits has been sent. */
    public void closeAfterQueue(CloseCode code, String reason) {
        end(new Ending.Begun(code, reason, true, nanoTime.getAsLong()));
    }

    private void end(Ending.Begun wanted) {
        ending.begin(wanted);
        mark();
        ioThread.flush();
    }

    /**
     * Does work for this client on a thread that works for others too: what it throws ends this connection, and nothing
     * else. An error of the Java machine, such as a lack of memory, is nobody's in particular and passes.
     *
     * @return false when it failed
     */
    public boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            failed(e);
            return false;
        }
    }

    /** Work for this client threw that: the connection ends. Any thread. */
    public void failed(Throwable failure) {
        end(new Ending.Begun(CloseCode.FAILED, "the gateway failed", false, nanoTime.getAsLong()));
        if (!failed.getAndSet(true)) {
            events.failed(failure);
        }
        queue.close();
    }

    /** The other side has closed, or the WebSocket layer has sent a close frame: nothing more is to be sent. */
    public void closed() {
        ending.begin(new Ending.Begun(null, "", false, nanoTime.getAsLong()));
        queue.close();
    }

    /** The connection is no more. */
    public void gone() {
        gone = true;
        queue.close();
        queue.sent();
    }

    /** True when the connection is no more. */
    public boolean isGone() {
        return gone;
    }

    /** True when it is being closed: what it sends is not wanted any more. */
    public boolean isEnding() {
        return ending.begun() != null;
    }

    /**
     * Counts a request that waits for the reading thread. Returns false, and closes the client, if too many of its requests
     * wait or take too much memory.
     *
     * @param room number of further requests that all clients together may have waiting: a client may have no more than that
     *     waiting, but always {@value #ALWAYS_PENDING_REQUESTS}
     */
    public boolean admitRequest(int bytes, int room) {
        sendMemory.add(bytes);
        boolean fewBytes = sendMemory.allows(pendingBytes.addAndGet(bytes));
        int most = Math.max(ALWAYS_PENDING_REQUESTS, Math.min(MOST_PENDING_REQUESTS, room));
        if (pendingRequests.incrementAndGet() <= most && fewBytes) {
            return true;
        }
        requestDone(bytes);
        close(CloseCode.RATE, "too many requests wait");
        return false;
    }

    /** A request of so many bytes was dealt with. */
    public void requestDone(int bytes) {
        pendingRequests.decrementAndGet();
        pendingBytes.addAndGet(-bytes);
        sendMemory.remove(bytes);
    }

    /** A pong came; false when none was waited for. */
    public boolean pong() {
        return heartbeat.pong();
    }

    private void mark() {
        if (marked.compareAndSet(false, true)) {
            ioThread.mark(this);
        }
    }

    /** Sends what can be sent. On the I/O thread. */
    void drain() {
        marked.set(false);
        if (draining || gone) {
            return;
        }
        int turn = 0;
        draining = true;
        try {
            while (turn < TURN && sendingSinceNanos == 0 && !gone && sendNext()) {
                turn++;
            }
        } finally {
            draining = false;
        }
        if (turn == TURN) {
            mark();
            ioThread.flush();
        }
    }

    private boolean sendNext() {
        Ending.Begun end = ending.begun();
        Message message = end != null && !end.afterQueue() ? null : queue.next();
        if (message == null) {
            if (end != null) {
                sendClose(end);
            }
            return false;
        }
        long now = nanoTime.getAsLong();
        sendingSinceNanos = now == 0 ? 1 : now;
        transport.send(message, () -> attempt(this::sent));
        return true;
    }

    /** Completion of the message in flight: within {@link #drain()} when the kernel took it at once. */
    private void sent() {
        queue.sent();
        sendingSinceNanos = 0;
        if (!draining) {
            drain();
        }
    }

    private void sendClose(Ending.Begun end) {
        CloseCode code = ending.takeCode();
        if (code != null) {
            transport.close(code.code(), end.reason());
        }
    }

    /** Enforces what depends on time; any thread, a few times a second. */
    void sweep(long nowNanos) {
        Ending.Begun end = ending.begun();
        if (gone) {
            return;
        }
        if (end == null) {
            sweepOpen(nowNanos);
        } else if (end.isOver(nowNanos)) {
            cut();
        } else if (sendingSinceNanos != 0 && !end.afterQueue()) {
            // The close frame follows the message in flight, and is sent if that ever is.
            ioThread.execute(() -> attempt(() -> sendClose(end)));
        }
    }

    private void sweepOpen(long nowNanos) {
        long sending = sendingSinceNanos;
        long lossy = queue.lossySinceNanos();
        if (sending != 0 && nowNanos - sending > TimeUnit.MILLISECONDS.toNanos(limits.sendDeadlineMs())) {
            close(CloseCode.SLOW, "a message was not taken within " + limits.sendDeadlineMs() + " ms");
        } else if (lossy != 0 && nowNanos - lossy > TimeUnit.MILLISECONDS.toNanos(limits.slowCloseMs())) {
            close(CloseCode.SLOW, "too slow for more than " + limits.slowCloseMs() + " ms");
        } else {
            Heartbeat.Step step = heartbeat.next(nowNanos, sending != 0);
            if (step == Heartbeat.Step.PING) {
                ioThread.execute(() -> attempt(transport::ping));
            } else if (step == Heartbeat.Step.DEAD) {
                close(CloseCode.NO_PONG, "no pong within " + limits.pongDeadlineMs() + " ms");
            }
        }
    }

    /** Ends the connection at once. */
    void cut() {
        ioThread.execute(transport::cut);
    }

    /** Keeps a frame for it besides what waits already; {@link #letGo} ends that. */
    public void keep(Frame frame) {
        frame.message().hold(sendMemory);
    }

    /** A frame is kept no longer. */
    public void letGo(Frame frame) {
        frame.message().release(sendMemory);
    }

    /** Whether so much may be kept for it. */
    public boolean mayKeep(int frames, long bytes) {
        return frames <= limits.queueFrames() / 2 && bytes <= Math.min(limits.queueBytes() / 2, sendMemory.share());
    }

    /** Whether little waits for it, no more than so many bytes. */
    public boolean isNearlyIdle(long mostBytes) {
        return queue.bytes() <= mostBytes && queue.fill() <= 0.125 && queue.hasRoomFor(NEXT_BYTES);
    }

    /** How full its queue is, 0 to 1. */
    double fill() {
        return queue.fill();
    }
}
