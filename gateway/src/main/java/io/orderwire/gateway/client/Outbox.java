package io.orderwire.gateway.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, bounded in frames and in bytes. A full one drops its oldest data, counts the
 * events in it, and tells so just before the next frame of the same subscription. Answers are never dropped, and
 * bounded in number on their own. Filled by the reading thread, emptied by the connection's I/O thread.
 */
final class Outbox {
    /** What became of a frame that was offered. */
    enum Verdict {
        TAKEN,
        /** Nobody can take in what this client would have to be told: it is to be closed. */
        HOPELESS
    }

    private static final int MOST_ANSWERS = 1_024;

    private record Entry(@Nullable Subscription subscription, Frame frame) {}

    private final int maxFrames;
    private final long maxBytes;
    private final LongConsumer droppedEvents;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Set<Subscription> losers = new LinkedHashSet<>();
    private int answers;
    private long bytes;
    private long lossySinceNanos;
    private boolean hopeless;
    private boolean closed;

    /** Tells {@code droppedEvents} how many events each dropped frame held. */
    Outbox(int maxFrames, long maxBytes, LongConsumer droppedEvents) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.droppedEvents = droppedEvents;
    }

    /** Adds a frame, making room where there is none. */
    synchronized Verdict offer(@Nullable Subscription subscription, Frame frame, long nowNanos) {
        if (closed) {
            return Verdict.TAKEN;
        }
        if (frame.kind() == Frame.Kind.SNAPSHOT) {
            removeOlder(subscription);
        }
        Entry entry = new Entry(subscription, frame);
        while (!fits(frame)) {
            if (!dropOldest(nowNanos)) {
                break;
            }
        }
        if (frame.kind() == Frame.Kind.CONTROL) {
            answers++;
        } else if (!fits(frame) && !entries.isEmpty()) {
            lose(entry, nowNanos);
            return verdict();
        }
        entries.add(entry);
        bytes += frame.bytes();
        return verdict();
    }

    private Verdict verdict() {
        return hopeless || answers > MOST_ANSWERS ? Verdict.HOPELESS : Verdict.TAKEN;
    }

    private boolean fits(Frame frame) {
        return entries.size() < maxFrames && bytes + frame.bytes() <= maxBytes;
    }

    private void removeOlder(@Nullable Subscription subscription) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.subscription == subscription && entry.frame.kind() == Frame.Kind.SNAPSHOT) {
                all.remove();
                bytes -= entry.frame.bytes();
            }
        }
    }

    private boolean dropOldest(long nowNanos) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.frame.kind() != Frame.Kind.CONTROL) {
                all.remove();
                bytes -= entry.frame.bytes();
                lose(entry, nowNanos);
                return true;
            }
        }
        return false;
    }

    private void lose(Entry entry, long nowNanos) {
        Subscription subscription = entry.subscription;
        if (subscription == null) {
            return;
        }
        int events = entry.frame.lose(subscription.loss());
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

    /** The next message to send, or null when nothing waits. */
    synchronized @Nullable Message next() {
        Entry entry = entries.peek();
        if (entry == null) {
            lossySinceNanos = 0;
            return lateNotice();
        }
        Subscription subscription = entry.subscription;
        if (subscription != null && !subscription.loss().isEmpty()) {
            Function<Loss, Message> notice = subscription.notice();
            if (notice != null) {
                return told(subscription, notice.apply(subscription.loss()));
            }
            remove();
            return told(subscription, entry.frame.messageAfter(subscription.loss()));
        }
        remove();
        return entry.frame.message();
    }

    /** A loss of a subscription in which nothing happens any more is told too, once the queue is empty. */
    private @Nullable Message lateNotice() {
        for (Subscription loser : losers) {
            Function<Loss, Message> notice = loser.notice();
            if (notice != null) {
                return told(loser, notice.apply(loser.loss()));
            }
        }
        return null;
    }

    private Message told(Subscription subscription, Message message) {
        subscription.loss().clear();
        losers.remove(subscription);
        return message;
    }

    private void remove() {
        Entry entry = entries.remove();
        bytes -= entry.frame.bytes();
        if (entry.frame.kind() == Frame.Kind.CONTROL) {
            answers--;
        }
    }

    /** Forgets a subscription that has ended: what it lost is nobody's any more. */
    synchronized void forget(Subscription subscription) {
        losers.remove(subscription);
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.subscription == subscription) {
                all.remove();
                bytes -= entry.frame.bytes();
            }
        }
    }

    /** Throws away what waits and takes nothing more. */
    synchronized void close() {
        closed = true;
        entries.clear();
        losers.clear();
        answers = 0;
        bytes = 0;
        lossySinceNanos = 0;
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Since when it has been dropping without having been empty in between, 0 when it has not. */
    synchronized long lossySinceNanos() {
        return lossySinceNanos;
    }

    /** Bytes that wait. */
    synchronized long bytes() {
        return bytes;
    }

    /** How full it is, 0 to 1. */
    synchronized double fill() {
        return Math.max((double) entries.size() / maxFrames, (double) bytes / maxBytes);
    }
}
