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
 * The send queue of one client, bounded in frames and bytes, and by its share of the send memory. A full queue drops its
 * oldest data frames, counts their events, and reports them just before the next frame of the same subscription. Answers
 * are never dropped, and have their own limit. Filled by the reading thread, emptied by the connection's I/O thread.
 */
final class SendQueue {
    /** The result of offering a frame. */
    enum Outcome {
        TAKEN,
        /** Too many answers or reports of losses would wait: the client has to be closed. */
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
    private boolean hopeless;

    @GuardedBy("this")
    private boolean closed;

    /** Passes the number of events of each dropped frame to {@code droppedEvents}. */
    SendQueue(int maxFrames, long maxBytes, SendMemory sendMemory, LongConsumer droppedEvents) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.sendMemory = sendMemory;
        this.droppedEvents = droppedEvents;
        this.waiting = new WaitingFrames(sendMemory);
    }

    /** Adds a frame; drops older ones if there is not enough room. */
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

    /** An empty queue always takes one frame, however long it is and however much waits for other clients. */
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

    /** Returns the next message to send, or null if nothing waits. It counts as waiting until {@link #sent()}. */
    synchronized @Nullable Message next() {
        Message next = take();
        if (next != null) {
            next.hold(sendMemory);
            inFlight = next;
        }
        return next;
    }

    /** Records that the message of {@link #next()} was sent. */
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

    /** Reports losses of subscriptions without later frames, once the queue is empty. */
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

    /** Forgets a subscription that has ended; its losses are not reported any more. */
    synchronized void forget(Subscription subscription) {
        losers.remove(subscription);
        waiting.removeAll(subscription);
    }

    /** Discards all waiting frames and refuses further ones. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        losers.clear();
        lossySinceNanos = 0;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Returns true if {@code more} bytes, in at least one message, would be accepted without a loss. */
    synchronized boolean hasRoomFor(long more) {
        return waiting.isEmpty() && inFlight == null || waiting.bytes() + more <= Math.min(maxBytes, share());
    }

    /** The time since which it has been dropping without having been empty in between, 0 if it has not. */
    synchronized long lossySinceNanos() {
        return lossySinceNanos;
    }

    /** Bytes that wait. */
    synchronized long bytes() {
        return waiting.bytes();
    }

    /** How full it is, 0 to 1. */
    synchronized double fill() {
        return Math.max((double) waiting.size() / maxFrames, (double) waiting.bytes() / maxBytes);
    }
}
