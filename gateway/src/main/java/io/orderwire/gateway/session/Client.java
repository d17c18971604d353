package io.orderwire.gateway.session;

import io.orderwire.websocket.frame.CloseCode;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Transport;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a bounded {@link SendQueue}, from which its {@link ClientWriter} sends one message at a time. Any
 * thread may call {@link #offer}; messages are sent on the connection's I/O thread.
 */
public final class Client {
    /** Room below which a replay pauses: four frames of the default size. A replay checks the room after each frame. */
    private static final long NEXT_BYTES = 256 << 10;

    /**
     * Settings and objects that all clients of a gateway share.
     *
     * @param limits bounds of each connection
     * @param sendMemory budget for the messages and requests that wait for all clients
     * @param nanoTime monotonic time, nanoseconds
     * @param events counts lost events and failures
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

    /** Begins with an open connection, whose costs are charged to {@code payer}. */
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

    /** The address and token to which its costs are charged. */
    public Payer payer() {
        return payer;
    }

    /** The bounds of this connection. */
    public ClientLimits limits() {
        return limits;
    }

    /** Adds a frame to the send queue; {@link IoThread#flush()} wakes the I/O thread, which sends it. */
    public void offer(@Nullable Subscription subscription, Frame frame) {
        if (ending.isGone() || ending.begun() != null) {
            return;
        }
        if (queue.offer(subscription, frame, nanoTime.getAsLong()) == SendQueue.Outcome.HOPELESS) {
            close(CloseCode.SLOW, "more answers or reports of losses wait than there is room for");
        }
        mark();
    }

    /** Wakes the I/O thread to send the offered frames. The hub instead wakes all I/O threads once a batch. */
    public void flush() {
        ioThread.flush();
    }

    /** Adds an answer to the end of the send queue and wakes the I/O thread. */
    public void answer(Frame frame) {
        offer(null, frame);
        ioThread.flush();
    }

    /** Discards the queued frames of a subscription that has ended. */
    public void forget(Subscription subscription) {
        queue.forget(subscription);
    }

    /** Discards the queued frames. The close frame follows the message in flight. */
    public void close(CloseCode code, String reason) {
        end(Ending.Begun.now(code, reason, nanoTime.getAsLong()));
        queue.close();
    }

    /**
     * Sends the close frame after the queued messages.
     *
     * @param mostMs time for these messages and for both close frames; then the connection is cut
     */
    public void closeAfterQueue(CloseCode code, String reason, int mostMs) {
        end(new Ending.Begun(code, reason, true, nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(mostMs)));
    }

    private void end(Ending.Begun wanted) {
        ending.begin(wanted);
        mark();
        ioThread.flush();
    }

    /**
     * Runs work for this client on a shared thread: a failure ends only this connection. Errors of the JVM except a stack
     * overflow are thrown, because no single client is their cause.
     *
     * @return false if the work failed
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

    /** Ends the connection because work for this client failed. Any thread. */
    public void failed(Throwable failure) {
        end(Ending.Begun.now(CloseCode.FAILED, "the gateway failed", nanoTime.getAsLong()));
        if (!failed.getAndSet(true)) {
            events.failed(failure);
        }
        queue.close();
    }

    /** Records that the client or the WebSocket layer has sent a close frame: nothing more may be sent. */
    public void closed() {
        ending.begin(Ending.Begun.now(null, "", nanoTime.getAsLong()));
        queue.close();
    }

    /** Records that the connection was closed, and releases its messages. */
    public void gone() {
        ending.gone();
        queue.close();
        queue.sent();
    }

    /** Returns true if the connection was closed. */
    public boolean isGone() {
        return ending.isGone();
    }

    /** Returns true if the connection is ending: further messages of the client are ignored. */
    public boolean isEnding() {
        return ending.begun() != null;
    }

    /**
     * Counts a request that waits for the hub. Returns false, and closes the client, if its requests exceed a bound.
     *
     * @param room number of further requests for which the hub's mailbox has room that is not reserved
     */
    public boolean admitRequest(int bytes, int room) {
        if (requests.admit(bytes, room)) {
            return true;
        }
        close(CloseCode.RATE, "too many requests wait");
        return false;
    }

    /** Records that a request of {@code bytes} bytes no longer waits. */
    public void requestDone(int bytes) {
        requests.done(bytes);
    }

    /** Records a pong; returns false if no pong was expected. */
    public boolean pong() {
        return deadlines.pong();
    }

    private void mark() {
        if (marked.compareAndSet(false, true)) {
            ioThread.mark(this);
        }
    }

    /** Sends queued messages until one stays in flight, none is left or the turn ends. Runs on the I/O thread. */
    void drain() {
        marked.set(false);
        if (writer.drain(sent)) {
            mark();
            ioThread.flush();
        }
    }

    /** Runs when the transport has sent the message in flight, possibly within {@link #drain()}. */
    private void sent() {
        if (writer.sent()) {
            drain();
        }
    }

    /** Enforces the deadlines and sends pings. One timer thread calls it several times a second. */
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

    /** Creates an empty store for frames that are kept for this client outside its send queue. */
    public KeptFrames keptFrames() {
        return new KeptFrames(limits, sendMemory);
    }

    /** Returns true if at most {@code mostBytes} are queued, the fill is at most 1/8, and a replay has room. */
    public boolean isNearlyIdle(long mostBytes) {
        return queue.bytes() <= mostBytes && queue.fill() <= 0.125 && queue.hasRoomFor(NEXT_BYTES);
    }

    /** The present figures of the send queue. */
    QueueFigures queue() {
        return queue.figures();
    }
}
