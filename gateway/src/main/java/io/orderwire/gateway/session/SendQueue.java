package io.orderwire.gateway.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.limit.SendMemory;
import io.orderwire.websocket.transport.Message;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The send queue of one client, bounded in frames and bytes, and by the client's share of the send memory. A full queue
 * drops its oldest data frames and counts their events. It reports them just before the next frame of the same
 * subscription, or once the queue is empty if the subscription has a separate report. Answers are never dropped, and have
 * their own limits. Any thread adds frames; the connection's I/O thread removes them.
 */
final class SendQueue {
    /** The result of offering a frame. */
    enum Outcome {
        TAKEN,
        /** Too many answers, or too many gaps that are not reported yet: the caller must close the client. */
        HOPELESS
    }

    private static final int MOST_ANSWERS = 1_024;

    private final int maxFrames;
    private final long maxBytes;
    private final SendMemory sendMemory;
    private final LongConsumer droppedEvents;

    @GuardedBy("this")
    private final WaitingFrames waiting;

    @GuardedBy("this")
    private final Set<Subscription> losers = new LinkedHashSet<>();

    @GuardedBy("this")
    private @Nullable Message inFlight;

    @GuardedBy("this")
    private long lossySinceNanos;

    @GuardedBy("this")
    private long dropped;

    @GuardedBy("this")
    private boolean hopeless;

    @GuardedBy("this")
    private boolean closed;

    /** Passes the number of events of each dropped frame, if not 0, to {@code droppedEvents}. */
    SendQueue(int maxFrames, long maxBytes, SendMemory sendMemory, LongConsumer droppedEvents) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.sendMemory = sendMemory;
        this.droppedEvents = droppedEvents;
        this.waiting = new WaitingFrames(sendMemory);
    }

    /** Adds a frame. Drops older data frames if there is not enough room, and the frame itself if it still does not fit. */
    synchronized Outcome offer(@Nullable Subscription subscription, Frame frame, long nowNanos) {
        if (closed) {
            return Outcome.TAKEN;
        }
        if (frame.kind() == Frame.Kind.SNAPSHOT) {
            waiting.removeSnapshots(subscription);
        }
        while (!fits(frame)) {
            if (!dropOldest(nowNanos)) {
                break;
            }
        }
        WaitingFrames.Entry entry = new WaitingFrames.Entry(subscription, frame);
        if (frame.kind() == Frame.Kind.CONTROL || fits(frame)) {
            waiting.add(entry);
        } else {
            lose(entry, nowNanos);
        }
        return outcome();
    }

    @GuardedBy("this")
    private Outcome outcome() {
        boolean tooManyAnswers = waiting.answers() > MOST_ANSWERS || !sendMemory.allows(waiting.answerBytes());
        return hopeless || tooManyAnswers ? Outcome.HOPELESS : Outcome.TAKEN;
    }

    /**
     * With no message in flight, an empty queue takes one frame of any length, however little send memory is left. With
     * one in flight, an empty queue takes a frame that fits into the client's share.
     */
    @GuardedBy("this")
    private boolean fits(Frame frame) {
        if (waiting.isEmpty()) {
            return inFlight == null || frame.bytes() <= share();
        }
        return waiting.size() < maxFrames && waiting.bytes() + frame.bytes() <= Math.min(maxBytes, share());
    }

    @GuardedBy("this")
    private long share() {
        return lossySinceNanos == 0 ? sendMemory.share() : sendMemory.shareOfSlow();
    }

    @GuardedBy("this")
    private boolean dropOldest(long nowNanos) {
        WaitingFrames.Entry oldest = waiting.removeOldestDroppable();
        if (oldest == null) {
            return false;
        }
        lose(oldest, nowNanos);
        return true;
    }

    @GuardedBy("this")
    private void lose(WaitingFrames.Entry entry, long nowNanos) {
        Subscription subscription = entry.subscription();
        if (subscription == null) {
            return;
        }
        int events = entry.frame().lose(subscription.loss());
        if (events > 0) {
            dropped += events;
            droppedEvents.accept(events);
        }
        if (!subscription.loss().isEmpty()) {
            losers.add(subscription);
        }
        hopeless |= subscription.loss().overflows();
        if (lossySinceNanos == 0) {
            lossySinceNanos = nowNanos == 0 ? 1 : nowNanos;
        }
    }

    /** Returns the next message to send, or null if there is none. Its memory counts until {@link #sent()}. */
    synchronized @Nullable Message next() {
        Message next = take();
        if (next != null) {
            next.hold(sendMemory);
            inFlight = next;
        }
        return next;
    }

    /** Records that the message returned by {@link #next()} was sent; does nothing if none is in flight. */
    synchronized void sent() {
        Message message = inFlight;
        inFlight = null;
        if (message != null) {
            message.release(sendMemory);
        }
    }

    @GuardedBy("this")
    private @Nullable Message take() {
        WaitingFrames.Entry entry = waiting.peek();
        if (entry == null) {
            lossySinceNanos = 0;
            return lateNotice();
        }
        Subscription subscription = entry.subscription();
        if (subscription != null && !subscription.loss().isEmpty()) {
            Function<Loss, Message> notice = subscription.notice();
            if (notice != null) {
                return reported(subscription, notice.apply(subscription.loss()));
            }
            Message first = entry.frame().reportBefore(subscription.loss());
            if (first != null) {
                return first;
            }
            waiting.remove();
            return reported(subscription, entry.frame().messageAfter(subscription.loss()));
        }
        waiting.remove();
        return entry.frame().message();
    }

    /** Returns a report of the losses of one subscription that has no later frame. Called when the queue is empty. */
    @GuardedBy("this")
    private @Nullable Message lateNotice() {
        for (Subscription loser : losers) {
            Function<Loss, Message> notice = loser.notice();
            if (notice != null) {
                return reported(loser, notice.apply(loser.loss()));
            }
        }
        return null;
    }

    @GuardedBy("this")
    private Message reported(Subscription subscription, Message message) {
        subscription.loss().clear();
        losers.remove(subscription);
        return message;
    }

    /** Discards the queued frames of a subscription that has ended, and does not report its losses. */
    synchronized void forget(Subscription subscription) {
        losers.remove(subscription);
        waiting.removeAll(subscription);
    }

    /** Discards all queued frames and refuses further ones. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        losers.clear();
        lossySinceNanos = 0;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Returns true if {@code more} bytes are within the byte limits, or if the queue is empty and no message is in
     * flight. Does not check the limit of frames.
     */
    synchronized boolean hasRoomFor(long more) {
        return waiting.isEmpty() && inFlight == null || waiting.bytes() + more <= Math.min(maxBytes, share());
    }

    /** The time of the first loss since the queue was last empty, 0 if there was no loss. */
    synchronized long lossySinceNanos() {
        return lossySinceNanos;
    }

    /** Bytes of the queued frames, without the message in flight. */
    synchronized long bytes() {
        return waiting.bytes();
    }

    /**
     * The larger of its fills in frames and in bytes: 0 if empty, 1 at its limit. Answers and a single long frame can
     * exceed the limit.
     */
    synchronized double fill() {
        return Math.max((double) waiting.size() / maxFrames, (double) waiting.bytes() / maxBytes);
    }

    synchronized QueueFigures figures() {
        return new QueueFigures(waiting.size(), waiting.bytes(), fill(), dropped, lossySinceNanos != 0);
    }
}
