package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Transport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a bounded {@link SendQueue}, which its {@link ClientWriter} empties with one message in flight.
 * {@link #offer} is for any thread; sending runs on the connection's I/O thread.
 */
public final class Client {
    /** More than a replay sends before it looks again whether there is room. */
    private static final long NEXT_BYTES = 256 << 10;

    /**
     * What all clients of a gateway have in common.
     *
     * @param limits bounds of each connection
     * @param sendMemory what waits for all clients together
     * @param nanoTime monotonic time
     * @param events counts what happens to them
     */
    public record Setup(ClientLimits limits, SendMemory sendMemory, LongSupplier nanoTime, ClientEvents events) {}

    private final Transport transport;
    private final IoThread ioThread;
    private final Payer payer;
    private final ClientLimits limits;
    private final SendMemory sendMemory;
    private final LongSupplier nanoTime;
    private final ClientEvents events;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean marked = new AtomicBoolean();
    private final Ending ending = new Ending();
    private final SendQueue queue;
    private final ClientWriter writer;
    private final Deadlines deadlines;
    private final PendingRequests requests;
    private final Runnable sent;

    /** A connection that is open, and for which {@code payer} pays. */
    public Client(Transport transport, IoThread ioThread, Payer payer, Setup setup) {
        this.transport = transport;
        this.ioThread = ioThread;
        this.payer = payer;
        this.limits = setup.limits;
        this.sendMemory = setup.sendMemory;
        this.nanoTime = setup.nanoTime;
        this.events = setup.events;
        this.queue = new SendQueue(limits.queue().frames(), limits.queue().bytes(), sendMemory, events::dropped);
        this.writer = new ClientWriter(transport, queue, ending, nanoTime);
        this.deadlines = new Deadlines(limits.times(), nanoTime.getAsLong());
        this.requests = new PendingRequests(sendMemory);
        this.sent = () -> attempt(this::sent);
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
        if (ending.isGone() || ending.begun() != null) {
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
        ending.gone();
        queue.close();
        queue.sent();
    }

    /** True when the connection is no more. */
    public boolean isGone() {
        return ending.isGone();
    }

    /** True when it is being closed: what it sends is not wanted any more. */
    public boolean isEnding() {
        return ending.begun() != null;
    }

    /**
     * Counts a request that waits for the reading thread. Returns false, and closes the client, if too many of its requests
     * wait or take too much memory.
     *
     * @param room number of further requests that all clients together may have waiting
     */
    public boolean admitRequest(int bytes, int room) {
        if (requests.admit(bytes, room)) {
            return true;
        }
        close(CloseCode.RATE, "too many requests wait");
        return false;
    }

    /** A request of so many bytes was dealt with. */
    public void requestDone(int bytes) {
        requests.done(bytes);
    }

    /** A pong came; false when none was waited for. */
    public boolean pong() {
        return deadlines.pong();
    }

    private void mark() {
        if (marked.compareAndSet(false, true)) {
            ioThread.mark(this);
        }
    }

    /** Sends what can be sent. On the I/O thread. */
    void drain() {
        marked.set(false);
        if (writer.drain(sent)) {
            mark();
            ioThread.flush();
        }
    }

    /** Completion of the message in flight: within {@link #drain()} when the kernel took it at once. */
    private void sent() {
        if (writer.sent()) {
            drain();
        }
    }

    /** Enforces what depends on time; any thread, a few times a second. */
    void sweep(long nowNanos) {
        if (ending.isGone()) {
            return;
        }
        Deadlines.Step step =
                deadlines.next(nowNanos, ending.begun(), writer.sendingSinceNanos(), queue.lossySinceNanos());
        if (step == Deadlines.Simple.PING) {
            ioThread.execute(() -> attempt(transport::ping));
        } else if (step == Deadlines.Simple.SEND_CLOSE_FRAME) {
            ioThread.execute(() -> attempt(writer::sendClose));
        } else if (step == Deadlines.Simple.CUT) {
            cut();
        } else if (step instanceof Deadlines.Close overdue) {
            close(overdue.code(), overdue.reason());
        }
    }

    /** Ends the connection at once. */
    void cut() {
        ioThread.execute(transport::cut);
    }

    /** Frames to be kept for it besides those in its queue, none yet. */
    public KeptFrames keptFrames() {
        return new KeptFrames(limits, sendMemory);
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
